//! API reference: a page without scripts, generated from `/openapi.json` alone.

mod curl;
mod document;
mod markdown;
mod model;
mod operation;
mod page;
mod schemas;

pub use document::document;
