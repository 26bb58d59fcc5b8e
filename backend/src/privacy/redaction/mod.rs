//! Redaction: replaces the personal details of a text by placeholders when a call is ingested.

mod address;
mod affix;
mod card;
mod checksum;
mod conversation;
mod cue;
mod date_of_birth;
mod detection;
mod digit_run;
mod email;
mod expected;
mod fold;
mod folded_text;
mod identifier;
mod json;
mod national_id;
mod number_words;
mod numbers;
mod pattern;
mod phone;
mod postcode;
mod reader;
mod redact;
mod rests;
mod signs;
#[cfg(test)]
mod tests;
mod topic;
mod turn;
mod uuid;

pub use conversation::{RedactedTurns, redact_named, redact_turns};
pub use detection::PersonalKind;
pub use json::redact_json;
pub use numbers::digits_of;
pub use redact::{REDACTION_VERSION, Redacted, redact, redact_except};
