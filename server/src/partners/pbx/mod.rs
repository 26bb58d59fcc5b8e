//! The interface of a PBX, with its envelope and error codes.

mod download;
mod interfaces;

pub(crate) use download::download;
pub use interfaces::INTERFACES;
pub(crate) use interfaces::{NoFields, TokenFields, read, write};
