//! Intake of calls from files, for the commands that import and fetch.

mod counts;
mod ingest_file;
mod input_file;

pub(crate) use counts::counts_in_words;
pub(crate) use ingest_file::ingest_file;
pub(crate) use input_file::{InputFile, refused};
