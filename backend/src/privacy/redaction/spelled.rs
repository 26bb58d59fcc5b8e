//! Codes that are spelled out: letters one by one, words of the radio alphabet, digits as they are said.

use std::ops::Range;

use super::{
    number_words::{NumberWord, number_word},
    traits::may_be_radio,
};

/// Longest written part of a code.
const MAX_PART: usize = 20;
/// Longest word that is a symbol ("november").
const MAX_WORD: usize = 9;
/// Most symbols of a code, which bounds memory for any text.
const MAX_SYMBOLS: usize = 64;

/// Symbols that follow each other.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    /// Letters, in capitals, and digits.
    pub(super) symbols: Vec<u8>,
    /// The place in the text of each word, and the end of its symbols.
    words: Vec<(Range<usize>, usize)>,
}

impl Spelled {
    /// Its place in the text.
    pub(super) fn range(&self) -> Range<usize> {
        match (self.words.first(), self.words.last()) {
            (Some((first, _)), Some((last, _))) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The number of its digits.
    pub(super) fn digits(&self) -> usize {
        self.symbols.iter().filter(|symbol| symbol.is_ascii_digit()).count()
    }

    /// Takes away the words "I" and "a" at its beginning.
    fn trim(&mut self) {
        while let [(word, end), next, ..] = self.words.as_slice()
            && *end == 1
            && word.len() == 1
            && matches!(self.symbols[0], b'A' | b'I')
            && !(next.1 == 2 && self.symbols[1].is_ascii_alphabetic())
        {
            self.words.remove(0);
            self.symbols.remove(0);
            for (_, end) in &mut self.words {
                *end = end.saturating_sub(1);
            }
        }
    }
}

/// Calls `visit` with every code of `text` that has at least so many symbols.
pub(super) fn for_each_spelled(text: &str, min: usize, mut visit: impl FnMut(&Spelled)) {
    let mut reader =
        Reader { bytes: text.as_bytes(), run: Spelled::default(), times: None, after_tens: false };
    let mut at = 0_usize;
    let mut close = |reader: &mut Reader| {
        reader.run.trim();
        if reader.run.symbols.len() >= min {
            visit(&reader.run);
        }
        reader.run.symbols.clear();
        reader.run.words.clear();
        reader.times = None;
        reader.after_tens = false;
    };
    while at < reader.bytes.len() {
        let word =
            reader.bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if word == 0 {
            let byte = reader.bytes[at];
            let is_decimal = byte == b'.'
                && reader.bytes.get(at.saturating_add(1)).is_some_and(u8::is_ascii_digit);
            if is_decimal || !matches!(byte, b' ' | b'-' | b',' | b'\n' | b'.') {
                close(&mut reader);
            }
            at = at.saturating_add(1);
            if byte == b'\'' {
                // The end of "it's" is no letter of a code.
                at = at.saturating_add(
                    reader.bytes[at..]
                        .iter()
                        .take_while(|byte| byte.is_ascii_alphanumeric())
                        .count(),
                );
            }
            continue;
        }
        let end = at.saturating_add(word);
        let next = reader.example(at..end).unwrap_or(end);
        if next == end && !reader.read(at..end) {
            close(&mut reader);
        }
        if reader.run.symbols.len() > MAX_SYMBOLS {
            close(&mut reader);
        }
        at = next;
    }
    close(&mut reader);
}

struct Reader<'a> {
    bytes: &'a [u8],
    run: Spelled,
    /// "double", whose symbol has not been read: where it begins, and how often.
    times: Option<(usize, usize)>,
    after_tens: bool,
}

impl Reader<'_> {
    /// Reads a word; `false` if it is none of a code.
    fn read(&mut self, range: Range<usize>) -> bool {
        let word = &self.bytes[range.clone()];
        let after_tens = std::mem::take(&mut self.after_tens);
        if let [one] = word {
            self.push(range, &[one.to_ascii_uppercase()]);
            return true;
        }
        if word.iter().any(u8::is_ascii_digit) {
            let fits = word.len() <= MAX_PART;
            if fits {
                self.push(range, &word.to_ascii_uppercase());
            }
            return fits;
        }
        match number_word(word) {
            Some(NumberWord::Digits([digit])) if after_tens && *digit != b'0' => {
                self.run.symbols.pop();
                self.run.symbols.push(*digit);
                if let Some((last, _)) = self.run.words.last_mut() {
                    last.end = range.end;
                }
            }
            Some(NumberWord::Digits(digits)) => self.push(range, digits),
            Some(NumberWord::Tens(digits)) => {
                self.push(range, digits);
                self.after_tens = true;
            }
            Some(NumberWord::Times(times)) => self.times = Some((range.start, times)),
            _ => match radio(word) {
                Some(letter) => self.push(range, &[letter]),
                None => return !self.run.symbols.is_empty() && is_filler(word),
            },
        }
        true
    }

    fn push(&mut self, range: Range<usize>, symbols: &[u8]) {
        let (start, times) = match self.times.take() {
            Some((start, times)) if symbols.len() == 1 => (start, times),
            _ => (range.start, 1),
        };
        for _ in 0..times {
            self.run.symbols.extend_from_slice(symbols);
        }
        self.run.words.push((start..range.end, self.run.symbols.len()));
    }

    /// The end of words that only say which letter was meant: "as in bravo", "for Bob".
    fn example(&self, range: Range<usize>) -> Option<usize> {
        let letter = *self.run.symbols.last().filter(|last| last.is_ascii_alphabetic())?;
        let mut words = self.bytes[range.start..].split(|byte| *byte == b' ').take(3);
        let first = words.next()?;
        let is =
            |known: &[&str]| known.iter().any(|one| first.eq_ignore_ascii_case(one.as_bytes()));
        let (before, word) = if is(&["for", "like"]) {
            (first.len().saturating_add(1), words.next()?)
        } else if is(&["as"]) {
            let second = words.next().filter(|second| second.eq_ignore_ascii_case(b"in"))?;
            (first.len().saturating_add(second.len()).saturating_add(2), words.next()?)
        } else {
            return None;
        };
        let length =
            word.iter().take(MAX_PART).take_while(|byte| byte.is_ascii_alphabetic()).count();
        (length > 1 && word[0].eq_ignore_ascii_case(&letter))
            .then_some(range.start.saturating_add(before).saturating_add(length))
    }
}

fn is_filler(word: &[u8]) -> bool {
    ["um", "uh", "er", "dash", "hyphen", "space", "then", "capital"]
        .iter()
        .any(|filler| word.eq_ignore_ascii_case(filler.as_bytes()))
}

/// The words of the radio alphabet, in the spellings in use.
pub(super) const RADIO: [&str; 30] = [
    "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india",
    "juliet", "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo",
    "sierra", "tango", "uniform", "victor", "whiskey", "whisky", "xray", "yankee", "zulu", "zed",
];

/// The letter that a word of the radio alphabet stands for.
pub(super) fn radio(word: &[u8]) -> Option<u8> {
    if !(3..=MAX_WORD).contains(&word.len()) || !may_be_radio(word) {
        return None;
    }
    let name = RADIO.iter().find(|name| name.as_bytes().eq_ignore_ascii_case(word))?;
    name.bytes().next().map(|first| first.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        for_each_spelled(text, 4, |run| {
            found.push((String::from_utf8(run.symbols.clone()).unwrap(), &text[run.range()]));
        });
        found
    }

    #[test]
    fn letters_and_digits_are_gathered() {
        for (text, symbols, place) in [
            ("so it's q x seven t four m thanks", "QX7T4M", "q x seven t four m"),
            ("mike seven juliet double eight", "M7J88", "mike seven juliet double eight"),
            (
                "B for Bob, twenty two, D as in delta 9",
                "B22D9",
                "B for Bob, twenty two, D as in delta 9",
            ),
            ("a 4 9 1 x", "491X", "4 9 1 x"),
            ("alpha 4 9 1 x", "A491X", "alpha 4 9 1 x"),
        ] {
            assert_eq!(spelled(text), [(symbols.to_owned(), place)], "{text}");
        }
        assert_eq!(spelled("i have a dog for the 3 of us"), []);
    }
}
