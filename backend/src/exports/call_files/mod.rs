//! Files of one call: its transcript and its conversation.

mod conversation;
mod transcript;

pub use conversation::ConversationFile;
pub(crate) use conversation::shape as conversation_shape;
pub use transcript::TranscriptFile;
