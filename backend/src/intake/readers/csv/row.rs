//! A row of a call log, with its cells by column.

use super::{super::Place, header::Header, rows::cells};

/// One row.
pub(super) struct Row<'a> {
    header: &'a Header,
    cells: Vec<String>,
    /// The row as it is in the file.
    pub(super) bytes: Vec<u8>,
    /// The line on which it begins.
    pub(super) place: Place,
}

impl<'a> Row<'a> {
    /// Splits a row; the error says what is wrong with it.
    pub(super) fn new(header: &'a Header, bytes: Vec<u8>, place: Place) -> Result<Self, String> {
        let found = cells(&bytes, header.separator)
            .ok_or_else(|| super::super::encoding::NOT_UTF8.to_owned())?;
        match header.width {
            // More cells than columns: a separator within a cell that is not quoted.
            Some(width) if found.iter().skip(width).any(|cell| !cell.trim().is_empty()) => {
                Err(format!("the row has {} cells, and the header {width} columns", found.len()))
            }
            _ => Ok(Self { header, cells: found, bytes, place }),
        }
    }

    /// The cell of a column; `None` where it is blank or there is no such column.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        let cell = self.cells.get(self.header.index(column)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The first of several columns that is not blank.
    pub(super) fn first(&self, columns: &[&str]) -> Option<&str> {
        columns.iter().find_map(|column| self.get(column))
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.header.has(column)
    }

    /// The cells without the quotation marks and separators of the file.
    pub(super) fn contents(&self) -> String {
        self.cells.join("\u{1f}")
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}
