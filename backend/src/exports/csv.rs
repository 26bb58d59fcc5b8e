//! Rows as CSV bytes: the only writer of CSV, so the only place that must get spreadsheets right.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use jiff::tz::TimeZone;

use crate::{
    Error,
    access::rfc3339,
    calls::one_line,
    privacy::{
        encryption::{Sealed, TenantKey},
        masking::FileMask,
    },
    store::ExportRecordRow,
};

/// The header line (docs/compatibility.md#aidial-csv-columns).
pub(super) const HEADER: &str = "call_id,project_id,call_started_at,call_status,channel,caller,\
     agent,duration_seconds,summary,transcript\r\n";

/// The UTF-8 byte order mark that some spreadsheets want.
pub(super) const BOM: &str = "\u{feff}";

/// What every row of a file shares.
pub(super) struct Sheet<'a> {
    pub(super) project: &'a str,
    pub(super) zone: &'a TimeZone,
    pub(super) key: &'a TenantKey,
    pub(super) mask: FileMask,
}

/// Writes rows without a header. Text is always quoted, so that no separator of any locale can
/// break out of its cell; numbers are not.
pub(super) fn rows(sheet: &Sheet<'_>, calls: &[ExportRecordRow]) -> Result<Vec<u8>, Error> {
    let mut writer = writer(calls.iter().map(|call| call.collapsed.len() + 300).sum());
    for call in calls {
        let number = call
            .caller_encrypted
            .as_deref()
            .map(|sealed| sheet.key.open_text(Sealed::Caller, call.id, sealed))
            .transpose()?;
        let started = rfc3339(call.started_at, sheet.zone)?;
        let call_id = call.id.to_string();
        let seconds = call.total_seconds.to_string();
        let caller = sheet.mask.cell(number.as_deref());
        let cells = [
            text_cell(&call_id),
            text_cell(sheet.project),
            text_cell(&started),
            text_cell(call.status.as_str()),
            text_cell(call.channel.as_str()),
            text_cell(&caller),
            text_cell(call.agent.as_deref().unwrap_or_default()),
            Cow::Borrowed(seconds.as_str()),
            text_cell(call.summary.as_deref().unwrap_or_default()),
            text_cell(&call.collapsed),
        ];
        writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
}

/// A cell of a small table.
pub(crate) enum Cell<'a> {
    /// Anybody's words.
    Text(&'a str),
    /// A number of ours; empty where there is none.
    Number(String),
}

/// Writes a whole table, its columns first.
pub(crate) fn table<'a, const N: usize>(
    columns: [&str; N],
    records: impl Iterator<Item = [Cell<'a>; N]>,
) -> Result<Vec<u8>, Error> {
    let mut file = format!("{}\r\n", columns.join(",")).into_bytes();
    let mut writer = writer(1024);
    for cells in records {
        let cells = cells.map(|cell| match cell {
            Cell::Text(text) => text_cell(text),
            Cell::Number(number) => Cow::Owned(number),
        });
        writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(Error::internal)?;
    }
    let rows = writer.into_inner().map_err(|error| Error::internal(error.to_string()))?;
    file.extend_from_slice(&rows);
    Ok(file)
}

fn writer(size: usize) -> csv::Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(Vec::with_capacity(size))
}

/// Text as a cell: on one line, and never a formula.
fn text_cell(text: &str) -> Cow<'_, str> {
    let line = one_line(text);
    if starts_formula(text) { Cow::Owned(format!("'{line}")) } else { line }
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
    use earshot_domain::{CallId, Channel, Status};
    use proptest::prelude::*;

    use super::*;
    use crate::privacy::encryption::MasterKey;

    fn read_back(summary: &str, transcript: &str) -> (String, Vec<String>) {
        let tenant = earshot_domain::TenantId::new(crate::ids::fresh());
        let (key, _) = MasterKey::new([1; 32]).make_tenant_key(tenant).unwrap();
        let zone = TimeZone::get("Europe/London").unwrap();
        let sheet = Sheet { project: "front-desk", zone: &zone, key: &key, mask: FileMask::Full };
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
            collapsed: transcript.to_owned(),
        };
        let file = String::from_utf8(rows(&sheet, &[call]).unwrap()).unwrap();
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
            assert!(text_cell(text).starts_with('\''), "{text:?}");
        }
        for text in ["1-2", "a=b", "", "(+1)", "🙂 =1"] {
            assert_eq!(text_cell(text), text);
        }
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
