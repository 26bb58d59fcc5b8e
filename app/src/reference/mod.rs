//! The API reference: `/openapi.json` as a page without scripts.
//!
//! The page is rendered from the document alone, so that the two cannot differ.

mod document;
mod json;
mod markdown;
mod operation;
mod page;
mod read;
mod request;
mod schema;
mod schema_view;
mod security;

pub use document::document;
