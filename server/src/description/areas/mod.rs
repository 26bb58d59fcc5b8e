//! Areas of the API, a file each.

pub(super) mod activity;
pub(super) mod background_exports;
pub(super) mod call_files;
pub(super) mod calls;
pub(super) mod contacts;
pub(super) mod conversation_export;
pub(super) mod conversation_exports;
pub(super) mod conversations;
pub(super) mod exports;
pub(super) mod ingest;
pub(super) mod pages;
pub(super) mod pbx;
pub(super) mod probes;
pub(super) mod sessions;
pub(super) mod settings;
pub(super) mod unlocks;
pub(super) mod webhooks;
