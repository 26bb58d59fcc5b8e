//! Redaction: replaces the personal details of a text by placeholders when a call is ingested.

mod address;
mod address_answer;
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
mod names;
mod national_id;
mod number_words;
mod numbers;
mod pattern;
mod phone;
mod postcode;
mod read_back;
mod reader;
mod redact;
mod rests;
mod shape;
mod signs;
mod spelled;
#[cfg(test)]
mod tests;
mod topic;
mod traits;
mod turn;
mod url;
mod uuid;

pub use conversation::{RedactedTurns, redact_in_place, redact_lines, redact_named, redact_turns};
pub use detection::PersonalKind;
pub use json::{redact_json, redact_json_prose};
pub use names::{Names, reads_like_a_name};
pub use numbers::digits_of;
pub use redact::{
    Found, Redacted, redact, redact_except, redact_prose, redact_prose_except, redaction_version,
};
