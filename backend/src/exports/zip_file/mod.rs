//! ZIP files, written in one pass.

mod layout;
#[cfg(test)]
mod tests;

pub(super) use layout::{Method, ZipEntry, ZipLayout};
