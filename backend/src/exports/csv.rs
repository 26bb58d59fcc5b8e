//! The CSV writer, the only place that must get spreadsheets right.

use std::{borrow::Cow, fmt::Write, mem};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use earshot_domain::ExportOptions;
use jiff::tz::TimeZone;

use super::{
    cell_length::exceeds_cell,
    columns::{Heading, Value, joined, write_seconds},
    converted_text::may_be_converted,
    writer::Writer,
};
use crate::{Error, access::rfc3339, calls::one_line};

/// The UTF-8 byte order mark that some spreadsheets want.
const BOM: &str = "\u{feff}";

/// What stands for a semicolon in a file for spreadsheets: U+037E, which looks the same and is canonically
/// equivalent to it (Unicode), but splits no cell.
const SEMICOLON: &str = "\u{37e}";

/// Writes RFC 4180 with CRLF, each record on one line. Text is quoted unless it reads as a number;
/// numbers are not.
pub(super) struct CsvWriter {
    zone: TimeZone,
    /// Whether the file is for a spreadsheet, which would change text that looks like a number or a
    /// date, and splits at semicolons in much of Europe.
    for_excel: bool,
    records: csv::Writer<Vec<u8>>,
    /// Bytes taken last, which the next ones will be about as many as.
    taken: usize,
    /// Numbers are spelt here, so that they need no memory of their own.
    number: String,
    /// Texts that a spreadsheet cuts, since they were last taken.
    long_cells: u64,
}

impl CsvWriter {
    /// A writer that spells instants in `zone`.
    pub(super) fn new(zone: TimeZone) -> Self {
        let (records, number) = (records(Vec::new()), String::new());
        Self { zone, for_excel: false, records, taken: 0, number, long_cells: 0 }
    }

    /// A writer for spreadsheets.
    pub(super) fn for_excel(zone: TimeZone) -> Self {
        Self { for_excel: true, ..Self::new(zone) }
    }

    /// A writer as the option **For Excel** says.
    pub(super) fn of(options: &ExportOptions, zone: TimeZone) -> Self {
        if options.bom { Self::for_excel(zone) } else { Self::new(zone) }
    }

    /// Text as a cell: on one line and never a formula; for spreadsheets, in one cell and unchanged.
    fn text(&mut self, text: &str) -> Result<(), csv::Error> {
        let guarded = starts_formula(text) || self.for_excel && may_be_converted(text);
        let cell = cell(text, guarded);
        self.long_cells += u64::from(self.for_excel && exceeds_cell(&cell));
        if self.for_excel && cell.contains(';') {
            return self.records.write_field(cell.replace(';', SEMICOLON));
        }
        self.records.write_field(cell.as_bytes())
    }
}

impl Writer for CsvWriter {
    fn begin(&mut self, columns: &[Heading]) -> Result<(), Error> {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let bom = if self.for_excel { BOM } else { "" };
        let header = format!("{bom}{}\r\n", names.join(","));
        self.records = records(header.into_bytes());
        Ok(())
    }

    fn resume(&mut self, _columns: &[Heading], _rows: u64) -> Result<(), Error> {
        self.records = records(Vec::new());
        Ok(())
    }

    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error> {
        for value in values {
            match value {
                Value::Null => self.records.write_field(b""),
                Value::Text(text) => self.text(text),
                Value::List(list) => self.text(&joined(list)),
                Value::Json(json) => self.text(json),
                Value::Bool(value) => {
                    self.records.write_field(if *value { b"true".as_slice() } else { b"false" })
                }
                Value::Instant(at) => self.records.write_field(rfc3339(*at, &self.zone)?),
                Value::Int(number) => {
                    spell(&mut self.number, format_args!("{number}"))?;
                    self.records.write_field(&self.number)
                }
                Value::Duration(milliseconds) => {
                    self.number.clear();
                    write_seconds(&mut self.number, *milliseconds).map_err(Error::internal)?;
                    self.records.write_field(&self.number)
                }
            }
            .map_err(Error::internal)?;
        }
        self.records.write_record(None::<&[u8]>).map_err(Error::internal)
    }

    fn end(&mut self) -> Result<(), Error> {
        self.taken = 0;
        Ok(())
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        let next = records(Vec::with_capacity(self.taken));
        let bytes = mem::replace(&mut self.records, next).into_inner();
        let bytes = bytes.map_err(|error| Error::internal(error.to_string()))?;
        self.taken = bytes.len();
        Ok(bytes)
    }

    fn take_long_cells(&mut self) -> u64 {
        mem::take(&mut self.long_cells)
    }
}

fn records(file: Vec<u8>) -> csv::Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(file)
}

fn spell(number: &mut String, digits: std::fmt::Arguments<'_>) -> Result<(), Error> {
    number.clear();
    number.write_fmt(digits).map_err(Error::internal)
}

/// Text on one line, with an apostrophe before it if it is guarded.
fn cell(text: &str, guarded: bool) -> Cow<'_, str> {
    let line = one_line(text);
    if guarded { Cow::Owned(format!("'{line}")) } else { line }
}

/// Whether a spreadsheet could take the text for a formula: by its first character, also behind
/// blanks and marks that do not show.
fn starts_formula(text: &str) -> bool {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    for c in text.chars() {
        match c {
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '\u{ff1d}' | '\u{ff0b}'
            | '\u{ff0d}' | '\u{ff20}' | '\u{2212}' | '\u{fe62}' | '\u{fe63}' | '\u{fe66}'
            | '\u{fe6b}' => return true,
            c if c.is_whitespace() || c.is_control() || invisible(c) => {}
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use earshot_domain::{CallId, Channel, Status};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        exports::{columns, writer},
        privacy::{
            encryption::{MasterKey, Sealed},
            masking::FileMask,
        },
        store::ExportRecordRow,
    };

    fn read_back(summary: &str, transcript: &str) -> (String, Vec<String>) {
        let tenant = earshot_domain::TenantId::new(crate::ids::fresh());
        let (key, _) = MasterKey::new([1; 32]).make_tenant_key(tenant).unwrap();
        let zone = TimeZone::get("Europe/London").unwrap();
        let context = columns::Context {
            project: "front-desk",
            country: None,
            zone: &zone,
            key: &key,
            mask: FileMask::Full,
            pseudonyms: None,
        };
        let id = CallId::new(crate::ids::fresh());
        let call = ExportRecordRow {
            id,
            started_at: 1_778_334_561_000,
            status: Status::Completed,
            channel: Channel::Voice,
            caller_encrypted: Some(key.seal(Sealed::Caller, id, b"+12025550123").unwrap()),
            agent: Some("-Marina".to_owned()),
            total_seconds: 13,
            summary: Some(summary.to_owned()),
            one_line_transcript: transcript.to_owned(),
            extra: crate::store::ExtraCells::default(),
        };
        let mut csv = CsvWriter::new(zone.clone());
        writer::write_rows(&mut csv, &columns::calls(), from_ref(&call), &context).unwrap();
        let file = String::from_utf8(csv.take().unwrap()).unwrap();
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        (file.clone(), record.iter().map(str::to_owned).collect())
    }

    #[test]
    fn numbers_stay_numbers_and_phone_numbers_are_guarded() {
        let (file, cells) = read_back("Booked", "Agent: Hi");
        assert!(file.ends_with("\r\n") && file.contains(",13,"));
        assert_eq!(cells[2], "2026-05-09T14:49:21+01:00");
        assert_eq!((cells[5].as_str(), cells[6].as_str()), ("'+12025550123", "'-Marina"));
    }

    #[test]
    fn formulas_are_guarded_behind_blanks_and_in_full_width() {
        for text in ["=1", " +1", "\u{a0}-1", "\t@x", "＝1", "\u{200b}=1", "\0x", "\n=1"] {
            assert!(starts_formula(text), "{text:?}");
        }
        for text in ["1-2", "a=b", "", "(+1)", "🙂 =1"] {
            assert!(!starts_formula(text), "{text:?}");
        }
    }

    #[test]
    fn text_for_excel_is_kept_in_one_cell_as_it_is() {
        let written = |mut csv: CsvWriter| {
            let texts = ["007", "+44", "Tea; =1+1", "2 May", "room 204"];
            csv.row(&texts.map(|text| Value::Text(text.into()))).unwrap();
            String::from_utf8(csv.take().unwrap()).unwrap()
        };
        let plain = "007,\"'+44\",\"Tea; =1+1\",\"2 May\",\"room 204\"\r\n";
        assert_eq!(written(CsvWriter::new(TimeZone::UTC)), plain);
        let excel = "\"'007\",\"'+44\",\"Tea\u{37e} =1+1\",\"'2 May\",\"room 204\"\r\n";
        assert_eq!(written(CsvWriter::for_excel(TimeZone::UTC)), excel);
    }

    proptest! {
        #[test]
        fn any_text_reads_back_on_one_line_and_never_as_a_formula(text in "\\PC{0,20}[\\s\\S]{0,40}") {
            let (file, cells) = read_back(&text, "x");
            prop_assert_eq!(file.lines().count(), 1);
            let cell = &cells[8];
            prop_assert!(!starts_formula(cell));
            let guard = if starts_formula(&text) { "'" } else { "" };
            prop_assert_eq!(cell, &format!("{guard}{}", one_line(&text)));
        }
    }
}
