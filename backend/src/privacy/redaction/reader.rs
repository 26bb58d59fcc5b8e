//! Reads a text once and gathers its digits, written or spoken, into runs.

use super::{
    affix::{is_lead, is_tail, misread},
    digit_run::{Group, Joint, Run},
    number_words::{Spoken, spoken},
};

/// Fewer digits than this are nobody's number.
const FEWEST: usize = 6;
/// How many signs may stand between two groups of a run.
const WIDEST_GAP: usize = 6;
/// How many sounds ("um", "dash") may stand between two groups.
const MOST_FILLERS: usize = 3;
/// Longer runs are cut, so that memory stays small whatever the text.
const MOST_GROUPS: usize = 4096;

/// Calls `visit` with every run of `text` that has enough digits to matter.
pub(super) fn for_each_run(text: &str, visit: impl FnMut(&Run)) {
    let mut reader = Reader {
        text: text.as_bytes(),
        run: Run::default(),
        plus: None,
        times: None,
        after_tens: false,
        gap: 0,
        fillers: 0,
        joint: Joint::Tight,
        visit,
    };
    reader.read();
}

struct Reader<'a, V> {
    text: &'a [u8],
    run: Run,
    plus: Option<usize>,
    /// A multiplier that waits for its digit: where it starts, and how often.
    times: Option<(usize, usize)>,
    after_tens: bool,
    gap: usize,
    fillers: usize,
    joint: Joint,
    visit: V,
}

impl<V: FnMut(&Run)> Reader<'_, V> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(&byte) = self.text.get(at) {
            if byte.is_ascii_alphanumeric() {
                let rest = &self.text[at..];
                let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                self.word(at, at + length);
                at += length;
            } else {
                self.sign(at, byte);
                at += 1;
            }
        }
        self.close();
    }

    fn sign(&mut self, at: usize, byte: u8) {
        let joint = match byte {
            b' ' | b'-' | b'.' | b'(' | b')' | b'[' | b']' | b'_' | b'*' | b'~' | b'|' => {
                Joint::Tight
            }
            b',' | b'\n' => Joint::Comma,
            b'/' => Joint::Slash,
            b'+' => {
                self.close();
                self.plus = Some(at);
                return;
            }
            _ => return self.close(),
        };
        self.joint = self.joint.max(joint);
        self.gap += 1;
        if self.gap > WIDEST_GAP {
            self.close();
        }
    }

    fn word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if word.iter().all(u8::is_ascii_digit) {
            self.written(start, end);
        } else if word.iter().all(u8::is_ascii_alphabetic) {
            match spoken(word) {
                Some(said) => self.said(start, end, said),
                None => self.close(),
            }
        } else {
            self.mixed(start, end);
        }
    }

    fn written(&mut self, start: usize, end: usize) {
        if self.is_time_or_price(start, end) {
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

    /// "10:30", "$1250" and "15%" are no one's number; ten digits after a dollar are no price.
    fn is_time_or_price(&self, start: usize, end: usize) -> bool {
        let before = &self.text[..start];
        let after = &self.text[end..];
        let digits = end - start;
        let is_time = digits <= 2
            && (matches!(before, [.., b'0'..=b'9', b':'])
                || matches!(after, [b':', b'0'..=b'9', ..]));
        let is_price = digits < 10
            && ["$", "£", "€", "¥"].iter().any(|sign| before.ends_with(sign.as_bytes()));
        is_time || is_price || after.first() == Some(&b'%')
    }

    fn said(&mut self, start: usize, end: usize, said: Spoken) {
        let adjacent = self.gap == 1;
        match said {
            Spoken::Digits(digits) => self.said_digits(start, end, digits),
            Spoken::Tens(digits) => {
                self.times = None;
                self.push(start, end, true, digits);
                self.after_tens = true;
            }
            Spoken::Times(times) => self.times = Some((start, times)),
            Spoken::Hundred => match self.run.groups.last() {
                Some(last) if adjacent && last.size() == 1 => self.widen(end, b"00"),
                _ => self.close(),
            },
            Spoken::Plus => {
                self.close();
                self.plus = Some(start);
            }
            Spoken::Filler => self.filler(),
        }
        if matches!(said, Spoken::Times(_)) {
            // The blank that follows is counted alone, to see whether the digit is next to it.
            self.gap = 0;
        }
    }

    fn said_digits(&mut self, start: usize, end: usize, digits: &'static [u8]) {
        let adjacent = self.gap == 1;
        let is_sigh = digits == b"0"
            && self.run.groups.is_empty()
            && matches!(self.text.get(end), Some(b',' | b'.' | b'!' | b'?'))
            && end - start <= 2;
        match self.times.take() {
            _ if is_sigh => self.close(),
            Some((first, times)) if adjacent && digits.len() == 1 => {
                self.push(first, end, true, &[digits[0]; 4][..times]);
            }
            None if adjacent && self.after_tens && digits.len() == 1 && digits != b"0" => {
                self.run.digits.pop();
                if let Some(last) = self.run.groups.last_mut() {
                    last.to -= 1;
                }
                self.widen(end, digits);
            }
            _ => self.push(start, end, true, digits),
        }
    }

    fn filler(&mut self) {
        self.times = None;
        self.fillers += 1;
        self.gap = 0;
        self.joint = Joint::Loose;
        self.after_tens = false;
        if self.run.groups.is_empty() || self.fillers > MOST_FILLERS {
            self.close();
        }
    }

    /// A word of letters and digits: letters for digits ("2O2"), or a number stuck to a word.
    fn mixed(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let plain: Option<Vec<u8>> = word.iter().map(|byte| misread(*byte)).collect();
        if let Some(digits) = plain {
            self.times = None;
            return self.push(start, end, false, &digits);
        }
        self.close_unless_digit(word[0]);
        let lead = word.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = word[lead..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let fewest = if lead == 0 { 4 } else { 7 };
        if digits >= fewest && is_lead(&word[..lead]) && is_tail(&word[lead + digits..]) {
            self.written(start + lead, start + lead + digits);
        }
        if lead == 0 || lead + digits < word.len() {
            self.close();
        }
    }

    /// Letters part a number from what is before it.
    fn close_unless_digit(&mut self, first: u8) {
        if !first.is_ascii_digit() {
            self.close();
        }
    }

    fn push(&mut self, start: usize, end: usize, spoken: bool, digits: &[u8]) {
        if self.run.groups.len() == MOST_GROUPS {
            self.close();
        }
        match self.run.groups.last() {
            None => self.run.plus = self.plus.take().filter(|_| self.gap <= 2),
            Some(last) if self.text[last.end..start] == *b"," => self.joint = Joint::Thousands,
            Some(_) => {}
        }
        let from = self.run.digits.len();
        self.run.digits.extend_from_slice(digits);
        let to = self.run.digits.len();
        self.run.spoken |= spoken;
        self.run.groups.push(Group { start, end, from, to, spoken, joint: self.joint });
        self.settle();
    }

    /// Adds digits to the last group.
    fn widen(&mut self, end: usize, digits: &[u8]) {
        self.run.digits.extend_from_slice(digits);
        if let Some(last) = self.run.groups.last_mut() {
            last.end = end;
            last.to = self.run.digits.len();
        }
        self.settle();
    }

    const fn settle(&mut self) {
        self.times = None;
        self.after_tens = false;
        self.gap = 0;
        self.fillers = 0;
        self.joint = Joint::Tight;
    }

    fn close(&mut self) {
        if self.run.digits.len() >= FEWEST {
            (self.visit)(&self.run);
        }
        self.run.digits.clear();
        self.run.groups.clear();
        self.run.plus = None;
        self.run.spoken = false;
        self.plus = None;
        self.settle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<String> {
        let mut runs = Vec::new();
        for_each_run(text, |run| runs.push(String::from_utf8(run.digits.clone()).unwrap()));
        runs
    }

    #[test]
    fn digits_are_gathered() {
        for (text, runs) in [
            ("four one five, double oh, one two", &["4150012"] as &[&str]),
            ("triple seven - nought 1 two zero", &["7770120"]),
            ("oh seven seven hundred and twenty-five 10", &["077002510"]),
            ("twenty two fifty nineteen", &["225019"]),
            ("Oh, 415 555 0144", &["4155550144"]),
            ("415-555-0144 at 10:30 or $1250000", &["4155550144"]),
            ("call 2O2 555 OI23", &["2025550123"]),
            ("tel4155550144x12 a4155550144", &["4155550144"]),
            ("a double espresso, one two three", &[]),
            ("three um four uh five er six and seven then eight", &["345678"]),
            ("881444f3-24fc-4e54-ac61-2196f60e88fa", &[]),
        ] {
            assert_eq!(digits(text), runs, "{text}");
        }
    }
}
