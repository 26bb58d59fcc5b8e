//! Tests of redaction: what is redacted, what is not, and its invariants.

mod assertions;
mod details;
mod invariants;
mod ordinary_text;
mod phones;
