//! Redaction: replaces the personal details of a text by placeholders when a call is ingested.

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
pub use numbers::digits_of;
pub use redact::{Redacted, redact, redact_except};
