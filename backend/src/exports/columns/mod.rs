//! Columns of exported files: a table for each mode, whatever the format.

mod calls;
mod column;
mod messages;

pub(super) use calls::calls;
pub(super) use column::{Column, Context, Value};
pub(super) use messages::{MessageRow, messages};
