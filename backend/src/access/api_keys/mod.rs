//! Keys of other people's programs: making, listing and taking them back, and who comes in by one.

mod client;
mod manage;
mod secret;

pub(crate) use client::works_from;
pub use client::{ApiClient, Credential, RateStatus};
pub(crate) use secret::{alphanumeric, secret_hash};
