//! Every rule of the HTTP surface, through the real router over a fresh database each.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod addresses;
mod api_keys;
mod bad_input;
mod conversation_export;
mod conversation_export_errors;
mod conversations;
mod cookies;
mod description;
mod export_file;
mod grant_theft;
mod hammer;
mod harness;
mod headers;
mod made_up;
mod masking;
mod methods;
mod origin;
mod pbx;
mod pbx_tokens;
mod probes;
mod recorded;
mod recording_grants;
mod recordings;
mod reviews;
mod same_not_found;
mod schema;
mod settings;
mod sign_in;
mod streams;
mod transcript_pdf;
mod transcripts;
mod wire;
