//! API keys of other programs: management and authentication.

mod client;
mod daily;
mod manage;
mod secret;

pub(crate) use client::works_from;
pub use client::{ApiClient, Credential, RateStatus};
pub(crate) use daily::DAY_SECONDS;
pub use daily::DailyRate;
pub(crate) use secret::{alphanumeric, secret_hash};
