//! Tests of redaction: what is redacted, what is not, and its invariants.

mod assertions;
mod conversation;
mod details;
mod dialogues;
mod identifiers;
mod invariants;
mod ordinary_text;
mod phones;
mod runs;
