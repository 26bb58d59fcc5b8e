//! Keys of other people's programs: making, listing and taking them back, and who comes in by one.

mod holder;
mod keep;
mod secret;

pub(crate) use holder::works_from;
pub use holder::{Credential, KeyHolder, KeyRate};
pub(crate) use secret::{alphanumeric, secret_hash};
