//! The browser's own abilities, wrapped; nothing here runs on the server.

mod download;
mod form;

pub use download::{Abort, Arrived, fetch_file, fetch_progress, post_cancel, save_file};
pub use form::{clear_field, form_pairs, set_field};
