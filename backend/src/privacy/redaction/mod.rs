//! Finds personal details in a text and puts marks in their place, once, when a call enters.

mod address;
mod affix;
mod card;
mod checksum;
mod cue;
mod date_of_birth;
mod detection;
mod digit_run;
mod email;
mod fold;
mod folded_text;
mod national_id;
mod number_words;
mod numbers;
mod pattern;
mod phone;
mod reader;
mod redact;
#[cfg(test)]
mod tests;

pub use detection::PersonalKind;
pub use redact::{Redacted, redact};
