//! Keys of other people's programs: making, listing and taking them back, and who comes in by one.

mod holder;
mod keep;
mod secret;

pub use holder::{Credential, KeyHolder, KeyRate};
pub(crate) use holder::{bad_key_bucket, works_from};
pub(crate) use secret::{alphanumeric, secret_hash};
