//! ZIP files, written in one pass.

mod layout;

pub(super) use layout::{Method, ZipEntry, ZipLayout};
