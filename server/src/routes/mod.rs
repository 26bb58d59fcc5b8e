//! Plain HTTP handlers: forms, streams, redirects, sign-in and probes.

pub(crate) mod api_keys;
pub(crate) mod call_feed;
pub(crate) mod call_files;
pub(crate) mod calls;
pub(crate) mod contacts;
pub(crate) mod conversation_exports;
pub(crate) mod conversations;
pub(crate) mod description;
pub(crate) mod export_field_sets;
pub(crate) mod export_files;
pub(crate) mod export_jobs;
pub(crate) mod exports;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod ingest;
pub(crate) mod new_export;
mod path_id;
mod range;
mod ranged;
pub(crate) mod receivers;
pub(crate) mod recordings;
pub(crate) mod reviews;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod unlocks;
pub(crate) mod webhooks;
