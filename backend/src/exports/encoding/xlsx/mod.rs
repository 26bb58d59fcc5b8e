//! Excel workbooks with typed cells.

mod cell;
mod fault;
mod pieces;
mod sheets;
mod writer;

pub(super) use writer::XlsxWriter;
