//! Push API for calls and recordings.

mod body;
mod calls;
mod parameters;
mod recording;

pub(crate) use calls::calls;
pub(crate) use recording::recording;
