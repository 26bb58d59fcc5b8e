//! What the portal answers to programs, as one document made from the code.
//!
//! Who adds a route describes it in the file of its area; a test compares the document with the
//! router's own list.

mod areas;
mod auth_scheme;
mod document;
mod field;
mod operation;
mod plain;
mod rules;

pub use document::{Description, description};
