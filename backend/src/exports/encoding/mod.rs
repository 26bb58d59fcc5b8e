//! Encoding: one encoder per format, over the same conversations and columns.

mod delimited;
mod encoder;
mod format;

pub(super) use encoder::{Conversation, Encoder, FileContext};
pub(super) use format::{can_resume, encoder_of};
