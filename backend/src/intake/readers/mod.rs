//! Readers that turn the files of phone systems into calls, one record at a time.

mod bounds;
mod call_log_spec;
mod checks;
mod csv;
mod documents;
mod elements;
mod encoding;
mod error;
mod field_bounds;
mod fields;
mod format;
mod incoming;
mod input;
mod json_error;
mod layout;
mod lines;
mod memory;
mod ndjson;
mod parsed;
pub mod pbx;
mod read;
#[cfg(test)]
mod read_tests;
mod recognise;
#[cfg(test)]
mod samples;
mod scan;
mod seconds;
mod spool;
mod talkifai;

pub(crate) use bounds::report_excess;
pub use call_log_spec::{CallLogSpec, ColumnSpec};
pub(crate) use checks::{checked, length};
pub use encoding::{TextEncoding, UnknownEncoding};
pub use error::{BadRecord, Place, ReadError};
pub(crate) use field_bounds::within_bounds;
pub(crate) use fields::{filled, filled_customer, in_years, transcript_state};
pub use format::{Format, ReadOptions, UnknownFormat};
pub use incoming::{CallVersion, IncomingCall, IncomingTurn};
pub(crate) use input::open as unpacked;
pub use layout::Layout;
pub use memory::{CallMemory, CallShare, Gate};
pub use ndjson::own_call_schema;
pub(crate) use ndjson::{OWN_FIELDS, OwnTurn, own_call, own_call_with_turns, own_fault};
pub(crate) use parsed::parsed;
pub use read::{Calls, check_file, read, read_within};
pub(crate) use read::{check_local_times, read_as};
pub(crate) use seconds::{EXPECTED_SECONDS, whole_seconds};
pub(crate) use talkifai::{conversation_without_text, function_calls, merge_conversations};
