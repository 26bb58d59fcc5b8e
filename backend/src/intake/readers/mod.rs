//! Readers that turn the files of phone systems into calls, one record at a time.

mod bounds;
mod call_log_spec;
mod checks;
mod csv;
mod documents;
mod elements;
mod encoding;
mod error;
mod fields;
mod format;
mod incoming;
mod input;
mod json_error;
mod layout;
mod lines;
mod ndjson;
pub mod pbx;
mod read;
#[cfg(test)]
mod read_tests;
mod recognise;
#[cfg(test)]
mod samples;
mod scan;
mod talkifai;

pub use call_log_spec::{CallLogSpec, ColumnSpec};
pub(crate) use checks::{checked, length};
pub use encoding::{TextEncoding, UnknownEncoding};
pub use error::{BadRecord, Place, ReadError};
pub(crate) use fields::{filled, filled_customer, transcript_state};
pub use format::{Format, ReadOptions, UnknownFormat};
pub use incoming::{IncomingCall, IncomingTurn};
pub(crate) use input::open as unpacked;
pub use layout::Layout;
pub use ndjson::own_call_schema;
pub(crate) use ndjson::{OWN_FIELDS, own_call, own_fault};
pub use read::{Calls, read, read_as};
pub(crate) use talkifai::function_calls;
