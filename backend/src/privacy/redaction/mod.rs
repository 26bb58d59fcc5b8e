//! Finds personal details in a text and puts marks in their place, once, when a call enters.

mod address;
mod birth;
mod card;
mod checksum;
mod cue;
mod email;
mod fold;
mod found;
mod glued;
mod national;
mod numbers;
mod pattern;
mod phone;
mod reader;
mod redact;
mod run;
mod shadow;
mod spoken;
#[cfg(test)]
mod tests;

pub use found::PersonalKind;
pub use redact::{Redacted, redact};
