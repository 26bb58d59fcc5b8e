//! Readers that turn the files of phone systems into calls, one record at a time.

mod checks;
mod documents;
mod elements;
mod fields;
mod format;
#[cfg(test)]
mod format_tests;
mod incoming;
mod input;
mod json_error;
mod layout;
mod lines;
mod ndjson;
pub mod pbx;
mod recognise;
#[cfg(test)]
mod samples;
mod scan;
mod talkifai;

pub(crate) use checks::{checked, length};
pub(crate) use fields::{filled, filled_customer, transcript_state};
pub use format::{
    BadRecord, Calls, Format, Place, ReadError, ReadOptions, UnknownFormat, read, read_as,
};
pub use incoming::{IncomingCall, IncomingTurn};
pub(crate) use input::open as unpacked;
pub use layout::Layout;
pub(crate) use ndjson::{OWN_FIELDS, own_call, shape as own_shape};
pub(crate) use talkifai::function_calls;
