//! Finds personal details in a text and puts marks in their place, once, when a call enters.

mod address;
mod birth;
mod checksum;
mod cue;
mod email;
mod found;
mod fold;
mod numbers;
mod pattern;
mod phone;
mod redact;
mod run;
mod shadow;
mod spoken;
#[cfg(test)]
mod tests;

pub use found::PersonalKind;
pub use redact::{Redacted, redact};
