//! The OpenAPI document of the portal's HTTP interfaces.
//!
//! A new route is described in the file of its area; a test compares the document with the router.

mod area;
mod areas;
mod auth_scheme;
mod document;
mod field;
mod operation;
mod response;
mod rules;

pub use document::{Description, description};
