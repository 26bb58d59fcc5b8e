//! The elements of a JSON array, one by one, so that a bad element does not cost the others.

use std::io::{self, BufRead};

use super::{
    Place,
    scan::{Buffer, Cause, Fault, Limit, Nesting, Record, gather, skip_blanks},
};

/// An iterator over the elements of an array that is the whole file.
pub(super) struct Elements<R> {
    input: R,
    limit: Limit,
    number: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Inside,
    Closed,
    Unclosed,
    Done,
}

impl<R: BufRead> Elements<R> {
    pub(super) fn new(input: R, limit: impl Into<Limit>) -> Self {
        Self { input, limit: limit.into(), number: 0, state: State::Start }
    }

    fn open(&mut self) -> Result<(), Fault> {
        self.state = State::Done;
        let (_, first) = skip_blanks(&mut self.input).map_err(|error| self.unreadable(error))?;
        if first != Some(b'[') {
            return Err(self.fault(Cause::Shape("the file is not a JSON array")));
        }
        self.input.consume(1);
        self.state = State::Inside;
        Ok(())
    }

    fn element(&mut self) -> Option<Result<Record, Fault>> {
        let mut buffer = Buffer::new(self.limit.clone());
        let mut nesting = Nesting::default();
        let end = gather(&mut self.input, &mut buffer, |byte| {
            let outside = nesting.is_outside();
            nesting.pass(byte);
            match byte {
                b',' if outside => Some(State::Inside),
                b']' if outside => Some(State::Closed),
                _ => None,
            }
        });
        match end {
            Ok(Some(state)) => {
                buffer.drop_last();
                self.state = state;
            }
            Ok(None) => self.state = State::Unclosed,
            Err(error) => return Some(Err(self.unreadable(error))),
        }
        let record = buffer.into_record(self.place());
        let blank = record.as_ref().is_ok_and(|record| record.bytes.is_empty());
        if blank && (self.state == State::Unclosed || self.is_empty()) {
            return self.next();
        }
        self.number = self.number.saturating_add(1);
        Some(record)
    }

    fn is_empty(&self) -> bool {
        self.state == State::Closed && self.number == 0
    }

    fn after(&mut self) -> Option<Fault> {
        self.state = State::Done;
        match skip_blanks(&mut self.input) {
            Ok((_, None)) => None,
            Ok(_) => Some(self.fault(Cause::Shape("there is text after the end of the array"))),
            Err(error) => Some(self.unreadable(error)),
        }
    }

    fn unreadable(&mut self, error: io::Error) -> Fault {
        self.state = State::Done;
        self.fault(Cause::Io(error))
    }

    fn fault(&self, cause: Cause) -> Fault {
        Fault { place: self.place(), cause }
    }

    fn place(&self) -> Place {
        Place::Record(self.number.saturating_add(1))
    }
}

impl<R: BufRead> Iterator for Elements<R> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.state {
            State::Start => match self.open() {
                Ok(()) => self.element(),
                Err(fault) => Some(Err(fault)),
            },
            State::Inside => self.element(),
            State::Closed => self.after().map(Err),
            State::Unclosed => {
                self.state = State::Done;
                Some(Err(self.fault(Cause::Shape("the file ends before its array does"))))
            }
            State::Done => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Reads with a tiny buffer, so that every element spans several.
    fn elements(text: &str) -> Vec<String> {
        Elements::new(BufReader::with_capacity(3, text.as_bytes()), 40)
            .map(|element| match element {
                Ok(record) => String::from_utf8(record.bytes).unwrap(),
                Err(Fault { place, cause }) => format!("{place}: {cause}"),
            })
            .collect()
    }

    #[test]
    fn elements_keep_their_bytes() {
        let whole = r#" [ {"a": "],\\\""} , [1, [2]],3 , "x" ] "#;
        assert_eq!(elements(whole), [r#"{"a": "],\\\""}"#, "[1, [2]]", "3", "\"x\""]);
        assert!(elements("[]").is_empty());
        assert!(elements(" [\n] ").is_empty());
    }

    #[test]
    fn broken_arrays_are_told_once() {
        let unclosed = "record 2: the file ends before its array does";
        assert_eq!(elements("[1"), ["1", unclosed]);
        assert_eq!(elements("[1,"), ["1", unclosed]);
        assert_eq!(elements("[1] x"), ["1", "record 2: there is text after the end of the array"]);
        assert_eq!(elements("{}"), ["record 1: the file is not a JSON array"]);
        assert_eq!(elements(""), ["record 1: the file is not a JSON array"]);
        assert_eq!(elements("[1,,2]"), ["1", "", "2"]);
    }

    #[test]
    fn an_element_over_the_limit_is_left_out() {
        let text = format!("[1,\"{}\",3]", "x".repeat(100));
        assert_eq!(elements(&text), ["1", "record 2: the record is larger than 40 bytes", "3"]);
    }
}
