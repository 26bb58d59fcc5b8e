//! One PDF of many calls: contents, the transcript of each call, and bookmarks.

mod contents;
mod encoder;

pub(super) use encoder::PdfBook;
