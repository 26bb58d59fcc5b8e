//! Sheets of one kind of rows: when one is full, the next goes on.

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::fault::fault;
use crate::Error;

/// Rows of a sheet of Excel, with the one of its headings.
pub(super) const MAX_ROWS: u32 = 1_048_576;
/// Width of a column of dates, which Excel does not show in a narrower one.
const DATE_WIDTH: f64 = 20.0;

/// A column of a sheet.
pub(super) struct SheetColumn {
    /// The heading.
    pub(super) heading: String,
    /// Whether its values are dates.
    pub(super) has_dates: bool,
}

/// A series of sheets with the same columns.
pub(super) struct Sheets {
    name: &'static str,
    columns: Vec<SheetColumn>,
    max_rows: u32,
    full: Vec<Worksheet>,
    open: Option<(Worksheet, u32)>,
}

impl Sheets {
    /// A series whose first sheet is called `name`.
    pub(super) const fn new(name: &'static str, columns: Vec<SheetColumn>, max_rows: u32) -> Self {
        Self { name, columns, max_rows, full: Vec::new(), open: None }
    }

    /// The name of the sheet that is written to.
    pub(super) fn title(&self) -> String {
        let number = self.full.len() + 1;
        if number == 1 { self.name.to_owned() } else { format!("{} {number}", self.name) }
    }

    /// Whether the rows did not fit into one sheet.
    pub(super) fn went_on(&self) -> bool {
        !self.full.is_empty()
    }

    /// The sheet and the number of its next row, from 0.
    pub(super) fn next_row(
        &mut self,
        workbook: &mut Workbook,
    ) -> Result<(&mut Worksheet, u32), Error> {
        if let Some((sheet, _)) = self.open.take_if(|(_, next)| *next >= self.max_rows) {
            self.full.push(sheet);
        }
        if self.open.is_none() {
            self.begin(workbook)?;
        }
        let Some((sheet, next)) = &mut self.open else {
            return Err(Error::internal("no sheet is open"));
        };
        let row = *next;
        *next += 1;
        Ok((sheet, row))
    }

    /// Begins a sheet with its headings, which stay in view.
    pub(super) fn begin(&mut self, workbook: &mut Workbook) -> Result<(), Error> {
        let mut sheet = workbook.new_worksheet_with_constant_memory().map_err(fault)?;
        sheet.set_name(self.title()).map_err(Error::internal)?;
        sheet.set_freeze_panes(1, 0).map_err(Error::internal)?;
        let bold = Format::new().set_bold();
        for (column, place) in self.columns.iter().zip(0..) {
            sheet
                .write_string_with_format(0, place, &column.heading, &bold)
                .map_err(Error::internal)?;
            if column.has_dates {
                sheet.set_column_width(place, DATE_WIDTH).map_err(Error::internal)?;
            }
        }
        self.open = Some((sheet, 1));
        Ok(())
    }

    /// Adds the sheets to the workbook.
    pub(super) fn finish(&mut self, workbook: &mut Workbook) {
        let open = self.open.take().map(|(sheet, _)| sheet);
        for sheet in self.full.drain(..).chain(open) {
            workbook.push_worksheet(sheet);
        }
    }
}
