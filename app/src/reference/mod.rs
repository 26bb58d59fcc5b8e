//! The description of the portal for programs, as a page without scripts.
//!
//! It is written from `/openapi.json` alone, so that it says what that says.

mod document;
mod operation;
mod page;
mod read;
mod request;
mod shapes;
mod words;

pub use document::document;
