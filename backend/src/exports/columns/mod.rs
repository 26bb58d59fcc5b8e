//! Columns of exported files: a table for each mode, whatever the format.

mod audit_log;
mod call_column;
mod call_values;
mod calls;
mod column;
mod conversation;
mod customer;
mod messages;
mod pseudonyms;
mod value;

pub(super) use call_column::{TextSource, call_column, text_source};
pub(super) use calls::{CallRow, calls, entities, unlocked};
pub(super) use column::{Column, Context, Heading, Kind};
pub(super) use conversation::ConversationView;
pub(super) use messages::{MessageRow, message_column, messages};
pub(super) use pseudonyms::Pseudonyms;
pub(super) use value::{Value, joined, write_seconds};
