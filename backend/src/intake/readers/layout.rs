//! How the records of an input follow each other.

use std::io::{self, BufRead};

use super::{
    Format,
    documents::Documents,
    elements::Elements,
    lines::Lines,
    raw::{Fault, RECORD_LIMIT, Record, next_byte, skip_blanks},
};

/// How the records of an input follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Elements of one JSON array.
    Array,
    /// JSON objects in a row: one over many lines, or several.
    Objects,
    /// One record a line, so that a broken one costs no other.
    Lines,
    /// An array or objects, as the first character tells.
    Json,
}

impl Layout {
    /// How a format's files are written.
    pub(super) const fn of_files(format: Format) -> Self {
        match format {
            Format::Pbx => Self::Array,
            Format::Talkifai => Self::Objects,
            Format::Ndjson => Self::Lines,
        }
    }
}

/// Records, byte for byte.
pub(super) type Records = Box<dyn Iterator<Item = Result<Record, Fault>> + Send>;

/// Cuts `input` into its records.
pub(super) fn records(layout: Layout, mut input: Box<dyn BufRead + Send>) -> io::Result<Records> {
    Ok(match layout {
        Layout::Array => Box::new(Elements::new(input, RECORD_LIMIT)),
        Layout::Objects => Box::new(Documents::new(input, RECORD_LIMIT)),
        Layout::Lines => Box::new(Lines::new(input, RECORD_LIMIT)),
        Layout::Json => {
            skip_blanks(&mut input)?;
            let is_array = next_byte(&mut input)? == Some(b'[');
            return records(if is_array { Layout::Array } else { Layout::Objects }, input);
        }
    })
}
