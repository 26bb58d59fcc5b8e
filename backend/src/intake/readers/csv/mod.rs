//! The reader of call logs in CSV: of known telephone systems, or by a mapping of columns.

mod calls;
mod group;
mod header;
mod reader;
mod row;
mod rows;
mod spec;
#[cfg(test)]
mod tests;
mod times;
mod values;
mod vendors;

pub(super) use reader::read;
pub use spec::{CallLogSpec, ColumnSpec};
