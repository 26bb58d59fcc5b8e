//! The XLSX writer. Rows are spooled to temporary files, which have no name and end with it.

use std::mem;

use earshot_domain::CallId;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::{
    cell::{CellStyle, width_of, write_cell},
    fault::{fault, guarded},
    pieces::pieces,
    sheets::{MAX_ROWS, SheetColumn, Sheets},
};
use crate::{
    Error,
    exports::{
        columns::{Heading, Kind, Value},
        writer::Writer,
    },
};

/// Level of compression: the fastest, whose files are about a fifth larger than the usual ones.
const COMPRESSION: u8 = 1;

/// Writes a workbook with the rows in one sheet, or more when it is full.
pub(in crate::exports::encoding) struct XlsxWriter {
    workbook: Workbook,
    style: CellStyle,
    sheet_name: &'static str,
    max_rows: u32,
    columns: Vec<Heading>,
    rows: Sheets,
    overflow: Sheets,
    /// Cells whose text goes on in the overflow, since they were last taken.
    long_cells: u64,
    /// Whether the rows needed more than one sheet.
    went_on: bool,
    call: Option<CallId>,
    document_time: i64,
    file: Vec<u8>,
}

impl XlsxWriter {
    /// A writer of a workbook whose own times are `document_time`, in milliseconds.
    pub(in crate::exports::encoding) fn new(
        zone: TimeZone,
        sheet_name: &'static str,
        document_time: i64,
    ) -> Self {
        Self::with_max_rows(zone, sheet_name, document_time, MAX_ROWS)
    }

    /// A writer whose sheets have at most `max_rows` rows.
    pub(in crate::exports::encoding) fn with_max_rows(
        zone: TimeZone,
        sheet_name: &'static str,
        document_time: i64,
        max_rows: u32,
    ) -> Self {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        Self {
            workbook,
            style: CellStyle { zone, date: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss") },
            sheet_name,
            max_rows,
            columns: Vec::new(),
            rows: Sheets::new(sheet_name, Vec::new(), max_rows),
            overflow: overflow(max_rows),
            long_cells: 0,
            went_on: false,
            call: None,
            document_time,
            file: Vec::new(),
        }
    }

    /// The columns of a value. Times have their zone in the heading, and a column of their offsets.
    fn sheet_columns(&self, column: &Heading) -> Vec<SheetColumn> {
        let plain = |heading| SheetColumn { heading, has_dates: false };
        if column.kind != Kind::Instant {
            return vec![plain(column.name.to_owned())];
        }
        let heading = match self.style.zone.iana_name() {
            Some(zone) => format!("{} ({zone})", column.name),
            None => column.name.to_owned(),
        };
        let offset = format!("{}_offset", column.name);
        vec![SheetColumn { heading, has_dates: true }, plain(offset)]
    }

    fn write_row(&mut self, values: &[Value<'_>]) -> Result<(), Error> {
        let (sheet, row) = self.rows.next_row(&mut self.workbook)?;
        let mut rests = Vec::new();
        let mut place = 0;
        for (number, (value, column)) in values.iter().zip(&self.columns).enumerate() {
            if let Some(rest) = write_cell(sheet, (row, place), value, &self.style)? {
                rests.push((number, rest));
            }
            place += width_of(column.kind);
        }
        rests.iter().try_for_each(|(column, rest)| self.write_overflow(row + 1, *column, rest))
    }

    /// Writes what did not fit into a cell of the row with this number, from 1.
    fn write_overflow(&mut self, row: u32, column: usize, rest: &str) -> Result<(), Error> {
        self.long_cells += 1;
        let call = self.call.map(|id| id.to_string()).unwrap_or_default();
        let name = self.columns.get(column).map_or("", |column| column.name);
        for (text, piece) in pieces(rest).zip(2_u32..) {
            let (sheet, place) = self.overflow.next_row(&mut self.workbook)?;
            sheet.write_string(place, 0, &call).map_err(Error::internal)?;
            sheet.write_string(place, 1, self.rows.title()).map_err(Error::internal)?;
            sheet.write_number(place, 2, row).map_err(Error::internal)?;
            sheet.write_string(place, 3, name).map_err(Error::internal)?;
            sheet.write_number(place, 4, piece).map_err(Error::internal)?;
            sheet.write_string(place, 5, text).map_err(Error::internal)?;
        }
        Ok(())
    }
}

impl Writer for XlsxWriter {
    fn begin(&mut self, columns: &[Heading]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        let sheet_columns = columns.iter().flat_map(|column| self.sheet_columns(column)).collect();
        self.rows = Sheets::new(self.sheet_name, sheet_columns, self.max_rows);
        let time = ExcelDateTime::from_timestamp(self.document_time.div_euclid(1000))
            .map_err(Error::internal)?;
        self.workbook.set_properties(&DocProperties::new().set_creation_datetime(&time));
        self.rows.begin(&mut self.workbook)
    }

    fn call(&mut self, id: CallId) {
        self.call = Some(id);
    }

    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error> {
        guarded(|| self.write_row(values))
    }

    fn end(&mut self) -> Result<(), Error> {
        self.went_on = self.rows.went_on();
        self.rows.finish(&mut self.workbook);
        self.overflow.finish(&mut self.workbook);
        self.file = guarded(|| self.workbook.save_to_buffer().map_err(fault))?;
        self.workbook = Workbook::new();
        Ok(())
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        Ok(mem::take(&mut self.file))
    }

    fn take_long_cells(&mut self) -> u64 {
        mem::take(&mut self.long_cells)
    }

    fn notes(&self) -> Vec<String> {
        let note = "The rows fill more than one sheet.";
        if self.went_on { vec![note.to_owned()] } else { Vec::new() }
    }
}

/// The sheet of texts that did not fit into their cells.
fn overflow(max_rows: u32) -> Sheets {
    let column = |heading: &str| SheetColumn { heading: heading.to_owned(), has_dates: false };
    let columns = ["call_id", "sheet", "row", "column", "piece", "text"].map(column);
    Sheets::new("Overflow", columns.into(), max_rows)
}
