//! Writers: rows of values in, the bytes of one file format out.

use super::columns::{Column, Context, Value};
use crate::Error;

/// The writer of one file. It is told of every row in order, and its bytes are taken from time to
/// time, so that a file need not fit into memory.
pub(super) trait Writer: Send {
    /// Begins the file with the names of its columns.
    fn begin(&mut self, names: &[&str]) -> Result<(), Error>;

    /// Writes a row: a value for each column.
    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error>;

    /// Writes what follows the last row.
    fn end(&mut self) -> Result<(), Error>;

    /// Takes the bytes that were written since they were last taken.
    fn take(&mut self) -> Result<Vec<u8>, Error>;
}

/// Begins a file of these columns.
pub(super) fn begin<Row>(writer: &mut dyn Writer, columns: &[Column<Row>]) -> Result<(), Error> {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    writer.begin(&names)
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
