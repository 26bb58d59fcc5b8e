//! JSON and JSON Lines: an object for each conversation, or for each row of the chosen columns.

mod conversations;
mod file;
mod object;
mod rows;

pub(super) use conversations::JsonEncoder;
pub(in crate::exports) use conversations::write_conversation;
pub(super) use file::JsonStyle;
pub(super) use rows::JsonRows;
