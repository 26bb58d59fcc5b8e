//! The reader of conversation exports.

mod document;
mod reader;
#[cfg(test)]
mod tests;
mod transcript;

pub(super) use reader::call;
pub(crate) use transcript::function_calls;
