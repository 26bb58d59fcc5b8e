//! Readers that turn the files of phone systems into calls, one record at a time.

mod documents;
mod elements;
mod fields;
mod format;
mod incoming;
mod input;
mod lines;
mod ndjson;
pub mod pbx;
mod raw;
mod reason;
mod recognise;
#[cfg(test)]
mod samples;
mod talkifai;

pub use format::{BadRecord, Calls, Format, Place, ReadError, ReadOptions, UnknownFormat, read};
pub use incoming::{IncomingCall, IncomingTurn};
pub(crate) use talkifai::function_calls;
