//! Layouts of the records of an input.

use std::io::{self, BufRead};

use super::{
    Format,
    documents::Documents,
    elements::Elements,
    lines::Lines,
    memory::Gate,
    scan::{Fault, Limit, RECORD_LIMIT, Record, next_byte, skip_blanks},
};

/// The layout of the records of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Elements of one JSON array.
    Array,
    /// Consecutive JSON objects, each on one line or several.
    Objects,
    /// One record per line, so that a broken one does not affect others.
    Lines,
    /// An array or objects, by the first character.
    Json,
}

impl Layout {
    /// The layout of a format's files.
    pub(super) const fn of_files(format: Format) -> Self {
        match format {
            Format::Pbx => Self::Array,
            Format::Talkifai => Self::Objects,
            Format::Ndjson | Format::Csv => Self::Lines,
        }
    }
}

/// Records, byte for byte.
pub(super) type Records = Box<dyn Iterator<Item = Result<Record, Fault>> + Send>;

/// Splits `input` into its records, the large ones of which wait at a gate.
pub(super) fn records(
    layout: Layout,
    mut input: Box<dyn BufRead + Send>,
    gate: Option<Gate>,
) -> io::Result<Records> {
    let limit = |gate| Limit { bytes: RECORD_LIMIT, gate };
    Ok(match layout {
        Layout::Array => Box::new(Elements::new(input, limit(gate))),
        Layout::Objects => Box::new(Documents::new(input, limit(gate))),
        Layout::Lines => Box::new(Lines::new(input, limit(gate))),
        Layout::Json => {
            skip_blanks(&mut input)?;
            let is_array = next_byte(&mut input)? == Some(b'[');
            return records(if is_array { Layout::Array } else { Layout::Objects }, input, gate);
        }
    })
}
