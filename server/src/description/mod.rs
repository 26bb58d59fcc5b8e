//! What the portal answers to programs, as one document made from the code.
//!
//! Who adds a route describes it in the file of its area; a test compares the document with the
//! router's own list.

mod call_files;
mod calls;
mod conversation_export;
mod document;
mod door;
mod exports;
mod field;
mod operation;
mod pages;
mod pbx;
mod plain;
mod probes;
mod programs;
mod rules;
mod sessions;
mod settings;
mod webhooks;

pub use document::{Description, description};
