//! Separator, header and columns of a call log.

use std::collections::HashMap;

use super::rows::cells;

/// Separators that are recognised.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The columns of a file by name.
pub(super) struct Header {
    pub(super) separator: u8,
    /// The row of names as it is in the file; none of a file without one.
    pub(super) row: Option<Vec<u8>>,
    /// Number of columns; rows of a file without a header may have fewer or more.
    pub(super) width: Option<usize>,
    indexes: HashMap<String, usize>,
}

impl Header {
    /// The columns of a file whose first row has their names.
    pub(super) fn of_row(row: Vec<u8>, separator: u8) -> Option<Self> {
        let names = cells(&row, separator)?;
        let width = Some(names.len());
        Some(Self { separator, row: Some(row), width, indexes: indexes(&names) })
    }

    /// The columns of a file without names, in order.
    pub(super) fn of_names(names: &[String], separator: u8) -> Self {
        Self { separator, row: None, width: None, indexes: indexes(names) }
    }

    /// The index of a column.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.indexes.get(&plain(name)).copied()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }
}

fn indexes(names: &[String]) -> HashMap<String, usize> {
    let mut indexes = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        // The first column of a name counts, as in a spreadsheet.
        indexes.entry(plain(name)).or_insert(index);
    }
    indexes.remove("");
    indexes
}

/// A name without case, blanks and punctuation: `Time-Start`, `time_start` and `Time Start` are one.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The separator of a file: the one that its first row has most of, outside of quotation marks.
pub(super) fn separator(row: &[u8]) -> u8 {
    let count = |separator: &u8| {
        let parts = row.split(|byte| *byte == b'"').step_by(2);
        parts.flatten().filter(|byte| *byte == separator).count()
    };
    // Of separators with the same count the first is taken.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// The separator that a first row `sep=;` gives, as spreadsheets write it.
pub(super) fn stated_separator(row: &[u8]) -> Option<u8> {
    let row = row.strip_prefix(b"\"").and_then(|row| row.strip_suffix(b"\"")).unwrap_or(row);
    match row.get(..4)? {
        start if start.eq_ignore_ascii_case(b"sep=") => match row.get(4..)? {
            [separator] => Some(*separator),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_recognised_by_the_first_row() {
        for (row, expected) in [
            ("Name,Phone,\"Start; Time\"", b','),
            ("historyid;callid;\"a,b,c,d\"", b';'),
            ("a\tb\tc,d", b'\t'),
            ("a|b|c", b'|'),
            ("one", b','),
        ] {
            assert_eq!(separator(row.as_bytes()), expected, "{row}");
        }
        assert_eq!(stated_separator(b"sep=;"), Some(b';'));
        assert_eq!(stated_separator(b"\"SEP=|\""), Some(b'|'));
        assert_eq!(stated_separator(b"separator"), None);
    }

    #[test]
    fn names_are_compared_without_case_and_punctuation() {
        let header = Header::of_row(b"Time-Start;CALL ID;;Call ID".to_vec(), b';').unwrap();
        assert_eq!(header.index("time_start"), Some(0));
        assert_eq!(header.index("CallId"), Some(1));
        assert_eq!((header.index(""), header.has("end")), (None, false));
    }
}
