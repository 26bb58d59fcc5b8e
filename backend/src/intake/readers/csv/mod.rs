//! The reader of call logs in CSV: of known telephone systems, or by a mapping of columns.

mod calls;
mod check;
mod group;
mod header;
mod reader;
mod row;
mod rows;
#[cfg(test)]
mod tests;
mod times;
mod values;
mod vendors;

pub(super) use reader::read;
