//! The reader of our own format.

mod reader;
mod record;
mod rules;
#[cfg(test)]
mod tests;

pub(super) use reader::call;
pub use reader::own_call_schema;
pub(crate) use reader::{own_call, own_call_with_turns, own_fault};
pub(crate) use record::{OWN_FIELDS, OwnTurn};
