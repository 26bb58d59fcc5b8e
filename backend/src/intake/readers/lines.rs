//! The lines of a file, without blank ones.

use std::io::BufRead;

use super::{
    Place,
    scan::{Buffer, Cause, Fault, Limit, Record, gather, skip_blanks},
};

/// An iterator over the lines of a file that are not blank.
pub(super) struct Lines<R> {
    input: R,
    limit: Limit,
    line: u64,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R, limit: impl Into<Limit>) -> Self {
        Self { input, limit: limit.into(), line: 1, done: false }
    }

    fn line(&mut self) -> std::io::Result<Option<Result<Record, Fault>>> {
        let (lines, first) = skip_blanks(&mut self.input)?;
        self.line = self.line.saturating_add(lines);
        if first.is_none() {
            return Ok(None);
        }
        let mut buffer = Buffer::new(self.limit.clone());
        gather(&mut self.input, &mut buffer, |byte| (byte == b'\n').then_some(()))?;
        let record = buffer.into_record(Place::Line(self.line));
        self.line = self.line.saturating_add(1);
        Ok(Some(record))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.line().unwrap_or_else(|error| {
            self.done = true;
            Some(Err(Fault { place: Place::Line(self.line), cause: Cause::Io(error) }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_skipped_and_counted() {
        let text = format!("\r\n one \r\n\n{}\ntwo", "x".repeat(50));
        let lines: Vec<_> = Lines::new(text.as_bytes(), 40)
            .map(|line| match line {
                Ok(Record { place, bytes }) => (place, String::from_utf8(bytes).ok()),
                Err(Fault { place, .. }) => (place, None),
            })
            .collect();
        assert_eq!(
            lines,
            [
                (Place::Line(2), Some("one".to_owned())),
                (Place::Line(4), None),
                (Place::Line(5), Some("two".to_owned())),
            ]
        );
    }
}
