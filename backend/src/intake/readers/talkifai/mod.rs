//! The reader of conversation exports.

mod document;
mod merge;
mod reader;
mod slim;
#[cfg(test)]
mod tests;
mod transcript;
mod without_text;

pub(crate) use merge::merge_conversations;
pub(super) use reader::call;
pub(crate) use transcript::function_calls;
pub(crate) use without_text::conversation_without_text;
