//! The JSON documents of a file: one over many lines, one per line, or several in a row.

use std::io::{self, BufRead};

use super::{
    Place,
    scan::{Buffer, Cause, Fault, Limit, Nesting, Record, gather, next_byte, skip_blanks},
};

/// An iterator over the documents of a file.
pub(super) struct Documents<R> {
    input: R,
    limit: Limit,
    line: u64,
    done: bool,
}

enum Stop {
    Document,
    Line,
}

impl<R: BufRead> Documents<R> {
    pub(super) fn new(input: R, limit: impl Into<Limit>) -> Self {
        Self { input, limit: limit.into(), line: 1, done: false }
    }

    fn document(&mut self) -> io::Result<Option<Result<Record, Fault>>> {
        let (lines, first) = skip_blanks(&mut self.input)?;
        self.line = self.line.saturating_add(lines);
        if first.is_none() {
            return Ok(None);
        }
        let place = Place::Line(self.line);
        let mut buffer = Buffer::new(self.limit.clone());
        self.gather_document(&mut buffer)?;
        Ok(Some(buffer.into_record(place)))
    }

    fn gather_document(&mut self, buffer: &mut Buffer) -> io::Result<()> {
        let mut nesting = Nesting::default();
        let first_line = self.line;
        loop {
            let stop = gather(&mut self.input, buffer, |byte| {
                let outside = nesting.is_outside();
                nesting.pass(byte);
                match byte {
                    b'\n' => Some(Stop::Line),
                    b'}' | b']' if !outside && nesting.is_outside() => Some(Stop::Document),
                    _ => None,
                }
            })?;
            let Some(Stop::Line) = stop else { return Ok(()) };
            self.line = self.line.saturating_add(1);
            // A string cannot hold a line break, and nothing outside of brackets goes on over one.
            if nesting.is_in_string() || nesting.is_outside() {
                return Ok(());
            }
            // In a file with one document a line a cut-off line must not swallow the next one;
            // the second line of a document over many lines begins with a key.
            if self.line == first_line.saturating_add(1)
                && next_byte(&mut self.input)? == Some(b'{')
            {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Iterator for Documents<R> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.document().unwrap_or_else(|error| {
            self.done = true;
            Some(Err(Fault { place: Place::Line(self.line), cause: Cause::Io(error) }))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn documents(text: &str) -> Vec<(Place, Option<String>)> {
        Documents::new(BufReader::with_capacity(2, text.as_bytes()), 60)
            .map(|document| match document {
                Ok(Record { place, bytes }) => (place, String::from_utf8(bytes).ok()),
                Err(Fault { place, .. }) => (place, None),
            })
            .collect()
    }

    fn at(line: u64, text: &str) -> (Place, Option<String>) {
        (Place::Line(line), Some(text.to_owned()))
    }

    #[test]
    fn one_a_line_or_one_over_many() {
        assert_eq!(documents("\n{\"a\":1}\r\n\n{}"), [at(2, "{\"a\":1}"), at(4, "{}")]);
        let pretty = "{\n  \"a\": [\n    {\n    }\n  ]\n}";
        assert_eq!(documents(pretty), [at(1, pretty)]);
        assert_eq!(
            documents(&format!("{pretty}{pretty}\n{{}}")),
            [at(1, pretty), at(6, pretty), at(12, "{}")]
        );
        assert!(documents(" \n").is_empty());
    }

    #[test]
    fn a_broken_line_does_not_swallow_the_next() {
        for broken in ["{\"a\": {\"b\": 1", "{\"a\": \"cut o", "garbage", "}"] {
            let text = format!("{{}}\n{broken}\n{{\"c\":3}}\n");
            assert_eq!(documents(&text), [at(1, "{}"), at(2, broken), at(3, "{\"c\":3}")]);
        }
    }

    #[test]
    fn a_document_over_the_limit_is_left_out() {
        let text = format!("{{\"a\":\"{}\"}}\n{{}}", "x".repeat(100));
        assert_eq!(documents(&text), [(Place::Line(1), None), at(2, "{}")]);
    }
}
