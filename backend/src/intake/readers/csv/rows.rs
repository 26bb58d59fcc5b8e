//! The rows of a CSV file (RFC 4180), one of which is in memory at a time.

use std::io::{self, BufRead};

use super::super::{
    Place,
    scan::{Buffer, Cause, Fault, Record, gather, next_byte},
};

/// Bytes of one row: beyond this a quotation mark was not closed.
const ROW_LIMIT: usize = 1 << 20;

/// An iterator over the rows that are not blank, byte for byte, each with its first line.
pub(super) struct Rows<R> {
    input: R,
    separator: u8,
    line: u64,
    done: bool,
}

/// The place of a byte in a row.
#[derive(Clone, Copy, PartialEq)]
enum At {
    CellStart,
    Cell,
    Quoted,
    /// After a quotation mark within a quoted cell, which ends it or doubles it.
    Mark,
}

impl<R: BufRead> Rows<R> {
    pub(super) const fn new(input: R, separator: u8, line: u64) -> Self {
        Self { input, separator, line, done: false }
    }

    /// Sets the separator of the rows from here on.
    pub(super) const fn set_separator(&mut self, separator: u8) {
        self.separator = separator;
    }

    fn row(&mut self) -> io::Result<Option<Result<Record, Fault>>> {
        loop {
            if next_byte(&mut self.input)?.is_none() {
                return Ok(None);
            }
            let place = Place::Line(self.line);
            let mut buffer = Buffer::new(ROW_LIMIT);
            let (mut at, mut lines) = (At::CellStart, 0_u64);
            gather(&mut self.input, &mut buffer, |byte| {
                lines = lines.saturating_add(u64::from(byte == b'\n'));
                at = next(at, byte, self.separator);
                (byte == b'\n' && at == At::CellStart).then_some(())
            })?;
            self.line = self.line.saturating_add(lines);
            match buffer.into_line(place) {
                Ok(record) if record.bytes.is_empty() => {}
                row => return Ok(Some(row)),
            }
        }
    }
}

/// Where the next byte is; a quotation mark within a cell that does not begin with one is text.
const fn next(at: At, byte: u8, separator: u8) -> At {
    let is_mark = byte == b'"';
    if matches!(at, At::Quoted) {
        return if is_mark { At::Mark } else { At::Quoted };
    }
    if is_mark && !matches!(at, At::Cell) {
        return At::Quoted;
    }
    if byte == separator || byte == b'\n' { At::CellStart } else { At::Cell }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.row().unwrap_or_else(|error| {
            self.done = true;
            Some(Err(Fault { place: Place::Line(self.line), cause: Cause::Io(error) }))
        })
    }
}

/// The cells of a row. `None` for one that is not UTF-8.
pub(super) fn cells(row: &[u8], separator: u8) -> Option<Vec<String>> {
    let text = std::str::from_utf8(row).ok()?;
    let (mut cells, mut cell, mut at) = (Vec::new(), String::new(), At::CellStart);
    for letter in text.chars() {
        let byte = u8::try_from(letter).unwrap_or(b'x');
        let then = next(at, byte, separator);
        match (at, then) {
            (At::CellStart, At::Quoted) | (At::Quoted, At::Mark) => {}
            (At::CellStart | At::Cell | At::Mark, At::CellStart) if byte == separator => {
                cells.push(std::mem::take(&mut cell));
            }
            _ => cell.push(letter),
        }
        at = then;
    }
    cells.push(cell);
    Some(cells)
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn rows(text: &str) -> Vec<(Place, Option<String>)> {
        Rows::new(BufReader::with_capacity(2, text.as_bytes()), b',', 1)
            .map(|row| match row {
                Ok(Record { place, bytes }) => (place, String::from_utf8(bytes).ok()),
                Err(Fault { place, .. }) => (place, None),
            })
            .collect()
    }

    #[test]
    fn rows_end_outside_of_quotation_marks() {
        let text = "a,\"b\n\"\"c\"\r\n\r\n  \nd,5\" pipe\ne";
        let at = |line, text: &str| (Place::Line(line), Some(text.to_owned()));
        assert_eq!(rows(text), [at(1, "a,\"b\n\"\"c\""), at(5, "d,5\" pipe"), at(6, "e")]);
    }

    #[test]
    fn a_row_over_the_limit_is_left_out() {
        let text = format!("a\n{}\nb", "x".repeat(ROW_LIMIT + 1));
        let found = rows(&text);
        assert_eq!(found[1], (Place::Line(2), None));
        assert_eq!(found[2].1.as_deref(), Some("b"));
    }

    #[test]
    fn cells_are_unquoted() {
        for (row, separator, expected) in [
            ("a,b,", b',', vec!["a", "b", ""]),
            ("\"a;\"\"b\"\"\";c", b';', vec!["a;\"b\"", "c"]),
            ("\"Doe, J\",\"\",x", b',', vec!["Doe, J", "", "x"]),
            ("5\" pipe\t\"é\n\"", b'\t', vec!["5\" pipe", "é\n"]),
        ] {
            assert_eq!(cells(row.as_bytes(), separator).unwrap(), expected, "{row}");
        }
        assert_eq!(cells(b"Jos\xe9,1", b','), None);
    }
}
