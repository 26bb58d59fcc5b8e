//! Writers: rows of values in, the bytes of one file format out.

use earshot_domain::CallId;

use super::columns::{Column, Context, Heading, Value};
use crate::Error;

/// The writer of one file. It is told of every row in order, and its bytes are taken from time to
/// time, so that a file need not fit into memory.
pub(super) trait Writer: Send {
    /// Begins the file with the names and types of its columns.
    fn begin(&mut self, columns: &[Heading]) -> Result<(), Error>;

    /// Continues a file to which `rows` rows were written; only for formats that can.
    fn resume(&mut self, _columns: &[Heading], _rows: u64) -> Result<(), Error> {
        Err(Error::internal("a file of this format cannot be continued"))
    }

    /// Announces the call of the following rows, for what is written beside them.
    fn call(&mut self, _id: CallId) {}

    /// Writes a row: a value for each column.
    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error>;

    /// Writes what follows the last row.
    fn end(&mut self) -> Result<(), Error>;

    /// Takes the bytes that were written since they were last taken.
    fn take(&mut self) -> Result<Vec<u8>, Error>;

    /// Takes the number of texts longer than a cell of a spreadsheet that were written since it was last
    /// taken; only formats that are for spreadsheets count them.
    fn take_long_cells(&mut self) -> u64 {
        0
    }

    /// What a reader of the file should know about it.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Begins a file of these columns.
pub(super) fn begin<Row>(writer: &mut dyn Writer, columns: &[Column<Row>]) -> Result<(), Error> {
    writer.begin(&headings(columns))
}

/// Names and types of columns.
pub(super) fn headings<Row>(columns: &[Column<Row>]) -> Vec<Heading> {
    columns.iter().map(|column| column.heading).collect()
}

/// Writes rows, each with the values of these columns.
pub(super) fn write_rows<'a, Row>(
    writer: &mut dyn Writer,
    columns: &[Column<Row>],
    rows: &'a [Row],
    context: &'a Context<'_>,
) -> Result<(), Error> {
    let mut values = Vec::with_capacity(columns.len());
    for row in rows {
        values.clear();
        for column in columns {
            values.push(column.read(row, context)?);
        }
        writer.row(&values)?;
    }
    Ok(())
}
