//! Single-pass reader that gathers written and spoken digits into runs.

use super::{
    affix::{digit_lookalike, is_mobile, is_prefix, is_suffix},
    digit_run::{DigitRun, Group, Separator},
    number_words::{NumberWord, begins_with_digit, number_word},
    signs::{is_time_or_price, symbol, tag},
};

/// Fewest digits of a personal number.
const MIN_DIGITS: usize = 6;
/// Most punctuation characters between two groups of a run.
const MAX_GAP: usize = 6;
/// Most fillers ("um", "dash") between two groups.
const MAX_FILLERS: usize = 3;
/// Most groups of a run, which bounds memory for any text.
const MAX_GROUPS: usize = 4096;

/// Calls `visit` with every run of `text` that has at least [`MIN_DIGITS`] digits.
pub(super) fn for_each_run(text: &str, visit: impl FnMut(&DigitRun)) {
    for_each_run_of(text, MIN_DIGITS, visit);
}

/// Calls `visit` with every run of `text` that has at least `min_digits` digits.
pub(super) fn for_each_run_of(text: &str, min_digits: usize, visit: impl FnMut(&DigitRun)) {
    let mut reader = Reader {
        text: text.as_bytes(),
        min_digits,
        run: DigitRun::default(),
        plus: None,
        times: None,
        after_tens: false,
        gap: 0,
        fillers: 0,
        separator: Separator::Tight,
        visit,
    };
    reader.read();
}

struct Reader<'a, V> {
    text: &'a [u8],
    min_digits: usize,
    run: DigitRun,
    plus: Option<usize>,
    /// A multiplier ("double") whose digit has not been read: its position and factor.
    times: Option<(usize, usize)>,
    after_tens: bool,
    gap: usize,
    fillers: usize,
    separator: Separator,
    visit: V,
}

impl<V: FnMut(&DigitRun)> Reader<'_, V> {
    fn read(&mut self) {
        let mut at = 0_usize;
        while let Some(&byte) = self.text.get(at) {
            if byte.is_ascii_alphanumeric() {
                let rest = &self.text[at..];
                let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                self.word(at, at.saturating_add(length));
                at = at.saturating_add(length);
            } else if !byte.is_ascii() {
                at = at.saturating_add(self.symbol(at));
            } else if let Some(length) = tag(&self.text[at..]) {
                self.separate(Separator::Slash);
                at = at.saturating_add(length);
            } else {
                self.punctuation(at, byte);
                at = at.saturating_add(1);
            }
        }
        self.close();
    }

    fn punctuation(&mut self, at: usize, byte: u8) {
        let separator = match byte {
            b' ' | b'-' | b'.' | b'(' | b')' | b'[' | b']' | b'_' | b'*' | b'~' | b'|' => {
                Separator::Tight
            }
            b',' | b'\n' => Separator::Comma,
            b'/' | b':' | b'=' | b'"' | b'\'' => Separator::Slash,
            b'+' => {
                self.close();
                self.plus = Some(at);
                return;
            }
            _ => return self.close(),
        };
        self.separate(separator);
    }

    /// Adds one character between two groups.
    fn separate(&mut self, separator: Separator) {
        self.separator = self.separator.max(separator);
        self.gap = self.gap.saturating_add(1);
        if self.gap > MAX_GAP {
            self.close();
        }
    }

    /// Reads the character at `at`, which is not ASCII, and returns its length: a letter ends the run,
    /// a picture is punctuation.
    fn symbol(&mut self, at: usize) -> usize {
        let (length, is_letter) = symbol(&self.text[at..]);
        if is_letter || self.run.groups.is_empty() {
            self.close();
        } else {
            self.separate(Separator::Slash);
        }
        length
    }

    fn word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if word.iter().all(u8::is_ascii_digit) {
            self.written_digits(start, end);
        } else if word.iter().all(u8::is_ascii_alphabetic) {
            match number_word(word) {
                Some(number) => self.spoken_word(start, end, number),
                None => self.close(),
            }
        } else {
            self.mixed_word(start, end);
        }
    }

    fn written_digits(&mut self, start: usize, end: usize) {
        if is_time_or_price(self.text, start, end) {
            return self.close();
        }
        let digits = &self.text[start..end];
        match self.times.take() {
            Some((first, times)) if self.gap == 1 && digits.len() == 1 => {
                self.push(first, end, true, &[digits[0]; 4][..times]);
            }
            _ => self.push(start, end, false, digits),
        }
    }

    fn spoken_word(&mut self, start: usize, end: usize, word: NumberWord) {
        let adjacent = self.gap == 1;
        match word {
            NumberWord::Digits(digits) => self.spoken_digits(start, end, digits),
            NumberWord::Tens(digits) => {
                self.times = None;
                self.push(start, end, true, digits);
                self.after_tens = true;
            }
            NumberWord::Times(times) => self.times = Some((start, times)),
            NumberWord::Hundred => match self.run.groups.last() {
                Some(last) if adjacent && (last.size() == 1 || self.run.is_teen(last)) => {
                    self.widen(end, b"00");
                }
                _ => self.close(),
            },
            NumberWord::Plus => {
                self.close();
                self.plus = Some(start);
            }
            NumberWord::Filler => self.filler(start, end),
            NumberWord::Homophone(digits) => {
                if adjacent
                    && self.run.groups.last().is_some_and(|last| self.run.is_one_by_one(last))
                    && begins_with_digit(self.text.get(end.saturating_add(1)..).unwrap_or_default())
                {
                    self.spoken_digits(start, end, digits);
                } else {
                    self.close();
                }
            }
        }
        if matches!(word, NumberWord::Times(_)) {
            // Only the space that follows counts, to tell whether the digit is adjacent.
            self.gap = 0;
        }
    }

    fn spoken_digits(&mut self, start: usize, end: usize, digits: &'static [u8]) {
        let adjacent = self.gap == 1;
        let is_interjection = digits == b"0"
            && self.run.groups.is_empty()
            && matches!(self.text.get(end), Some(b',' | b'.' | b'!' | b'?'))
            && end.saturating_sub(start) <= 2;
        match self.times.take() {
            _ if is_interjection => self.close(),
            Some((first, times)) if adjacent && digits.len() == 1 => {
                self.push(first, end, true, &[digits[0]; 4][..times]);
            }
            None if adjacent && self.after_tens && digits.len() == 1 && digits != b"0" => {
                self.run.digits.pop();
                if let Some(last) = self.run.groups.last_mut() {
                    last.to = last.to.saturating_sub(1);
                }
                self.widen(end, digits);
            }
            _ => self.push(start, end, true, digits),
        }
    }

    fn filler(&mut self, start: usize, end: usize) {
        self.times = None;
        self.fillers = self.fillers.saturating_add(1);
        self.gap = 0;
        self.separator = Separator::Filler;
        self.after_tens = false;
        // "The small one is" names none.
        let is_pronoun = self.run.digits == b"1"
            && self.run.spoken
            && matches!(&self.text[start..end], b"is" | b"that" | b"and" | b"you");
        if self.run.groups.is_empty() || is_pronoun || self.fillers > MAX_FILLERS {
            self.close();
        }
    }

    /// Reads a word of letters and digits: letters used as digits ("2O2"), or a number with an affix.
    fn mixed_word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let plain: Option<Vec<u8>> = word.iter().map(|byte| digit_lookalike(*byte)).collect();
        if let Some(digits) = plain {
            self.times = None;
            return self.push(start, end, false, &digits);
        }
        self.close_unless_digit(word[0]);
        let prefix = word.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = word[prefix..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let min_digits = if prefix == 0 { 4 } else { 7 };
        let after = prefix.saturating_add(digits);
        let number = &word[prefix..after];
        let starts = is_prefix(&word[..prefix]) || is_mobile(number);
        if digits >= min_digits && starts && is_suffix(&word[after..]) {
            self.written_digits(start.saturating_add(prefix), start.saturating_add(after));
        }
        if prefix == 0 || after < word.len() {
            self.close();
        }
    }

    /// Ends the run before a word that begins with a letter.
    fn close_unless_digit(&mut self, first: u8) {
        if !first.is_ascii_digit() {
            self.close();
        }
    }

    fn push(&mut self, start: usize, end: usize, spoken: bool, digits: &[u8]) {
        if self.run.groups.len() == MAX_GROUPS {
            self.close();
        }
        match self.run.groups.last() {
            None => self.run.plus = self.plus.take().filter(|_| self.gap <= 2),
            Some(last) if self.text[last.end..start] == *b"," => {
                self.separator = Separator::Thousands;
            }
            Some(_) => {}
        }
        let from = self.run.digits.len();
        self.run.digits.extend_from_slice(digits);
        let to = self.run.digits.len();
        self.run.spoken |= spoken;
        self.run.groups.push(Group { start, end, from, to, spoken, separator: self.separator });
        self.reset_gap();
    }

    /// Appends digits to the last group.
    fn widen(&mut self, end: usize, digits: &[u8]) {
        self.run.digits.extend_from_slice(digits);
        if let Some(last) = self.run.groups.last_mut() {
            last.end = end;
            last.to = self.run.digits.len();
        }
        self.reset_gap();
    }

    const fn reset_gap(&mut self) {
        self.times = None;
        self.after_tens = false;
        self.gap = 0;
        self.fillers = 0;
        self.separator = Separator::Tight;
    }

    fn close(&mut self) {
        if self.run.digits.len() >= self.min_digits {
            (self.visit)(&self.run);
        }
        self.run.digits.clear();
        self.run.groups.clear();
        self.run.plus = None;
        self.run.spoken = false;
        self.plus = None;
        self.reset_gap();
    }
}
