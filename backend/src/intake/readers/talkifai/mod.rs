//! The reader of conversation exports.

mod document;
mod merge;
mod reader;
mod slim;
#[cfg(test)]
mod tests;
mod transcript;

pub(crate) use merge::merge_conversations;
pub(super) use reader::call;
pub(crate) use transcript::function_calls;
