//! Keys of other people's programs: making, listing and taking them back, and who comes in by one.

mod holder;
mod keep;
mod secret;

pub use holder::{Credential, KeyHolder, KeyRate};
pub(crate) use secret::secret_hash;
