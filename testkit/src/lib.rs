//! Material that the tests of several crates share: calls, tenants, people, logs and
//! WAV files.
//!
//! Unit tests of the backend may use [`wav`] and [`one_second_wav`] only: to them, the backend that
//! this crate depends on is another crate than their own.
#![warn(missing_docs)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod backend;
mod calls;
mod log;
mod pbx_legs;
mod people;
mod readers;
mod source_files;
mod tenants;
mod wav;

pub use backend::{fixed_clock, instant, open_backend};
pub use calls::{alternating_turns, call, call_summary, caller_number, calls};
pub use log::Log;
pub use pbx_legs::{calls_from_legs, example_leg, leg_with};
pub use people::{ADMIN, PASSWORD, create_api_key, create_person, sign_in};
pub use readers::{python_with_readers, python_with_tlog};
pub use source_files::read_calls;
pub use tenants::{create_tenants, ingest_calls, project_ingest};
pub use wav::{one_second_wav, wav};
