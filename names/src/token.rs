//! Words, numbers and placeholders of a text, and what stands between them.

use crate::{
    fold::{fold, is_mark},
    hash::hash,
};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word of at least two letters.
    Word,
    /// A single letter.
    Letter,
    /// Digits, in any script.
    Number,
    /// The rest of a contraction: `'s`, `'ll`, `'re`, `'ve`, `'m`, `'d`.
    Suffix,
    /// A placeholder of redaction, such as `[PHONE]`.
    Placeholder,
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `smith`, and everything without letters.
    Lower,
    /// `Smith`.
    Initial,
    /// `SMITH`.
    Upper,
    /// `McDonald`, `iPhone`.
    Mixed,
}

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// White space, or nothing.
    Space,
    /// A hyphen or an apostrophe without white space.
    Hyphen,
    /// Quotation marks, brackets and other signs.
    Other,
    /// A comma.
    Comma,
    /// A colon or a semicolon.
    Colon,
    /// A full stop.
    Stop,
    /// A question mark or an exclamation mark.
    Question,
    /// The end of a line.
    Line,
    /// The beginning of the turn.
    Start,
}

/// A token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// How it is capitalised.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
    /// Whether it is a part of an e-mail address or a file name: `ann` in `ann.hart@post.example`.
    pub is_glued: bool,
    /// Hash of its folded text.
    pub hash: u64,
}

impl Token {
    /// A placeholder of any kind.
    pub(crate) fn placeholder(start: usize, end: usize, gap: Gap) -> Self {
        let (kind, shape, hash) = (Kind::Placeholder, Shape::Lower, hash(b"[]"));
        Self { start, end, kind, shape, gap, is_glued: false, hash }
    }
}

/// Splits a text into tokens.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5 + 1);
    let mut gap = Between::new(Gap::Start);
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let end = if first.is_alphabetic() {
            at + word_len(&text[at..])
        } else if first.is_numeric() {
            at + run_len(&text[at..], char::is_numeric)
        } else if let Some(len) = placeholder_len(&text[at..], first) {
            at + len
        } else {
            gap.add(first);
            at += first.len_utf8();
            continue;
        };
        push(&mut out, text, at..end, &gap);
        gap = Between::new(Gap::Space);
        at = end;
    }
    out
}

/// What stands between two tokens.
struct Between {
    gap: Gap,
    signs: usize,
    glue: bool,
    slash: bool,
    spaces: bool,
}

impl Between {
    const fn new(gap: Gap) -> Self {
        Self { gap, signs: 0, glue: false, slash: false, spaces: false }
    }

    fn add(&mut self, sign: char) {
        let gap = match sign {
            '\n' | '\r' => Gap::Line,
            sign if sign.is_whitespace() => {
                self.spaces = true;
                return;
            }
            '-' | '\'' | '’' | '‐' | '‑' => Gap::Hyphen,
            ',' => Gap::Comma,
            ':' | ';' => Gap::Colon,
            '.' | '…' => Gap::Stop,
            '?' | '!' => Gap::Question,
            _ => Gap::Other,
        };
        self.glue |= matches!(sign, '@' | '_' | '=' | '\\' | '.');
        self.slash |= sign == '/';
        self.signs += 1;
        if self.gap == Gap::Start {
            return;
        }
        self.gap = self.gap.max(gap);
    }

    /// A hyphen with white space beside it is a dash.
    fn kind(&self) -> Gap {
        if self.gap == Gap::Hyphen && (self.spaces || self.signs > 1) {
            Gap::Other
        } else {
            self.gap
        }
    }

    /// Whether the tokens on both sides are parts of one address or name of a file; `goes_on` if the one
    /// before is part of one.
    const fn glues(&self, goes_on: bool) -> bool {
        let is_glue = match self.signs {
            1 => self.glue || self.slash && goes_on,
            // "https://"
            _ => self.slash,
        };
        is_glue && !self.spaces
    }
}

fn push(out: &mut Vec<Token>, text: &str, range: std::ops::Range<usize>, between: &Between) {
    let word = &text[range.clone()];
    let first = word.chars().next().unwrap_or(' ');
    let mut token = Token {
        start: range.start,
        end: range.end,
        kind: Kind::Word,
        shape: Shape::Lower,
        gap: between.kind(),
        is_glued: false,
        hash: 0,
    };
    if let Some(before) = out.last_mut() {
        let is_lower = first.is_lowercase() || first.is_numeric();
        let at_letter = matches!(before.kind, Kind::Letter) || range.len() == 1;
        if between.glues(before.is_glued) && is_lower && !(between.gap == Gap::Stop && at_letter) {
            before.is_glued = true;
            token.is_glued = true;
        }
    }
    if first == '[' {
        token = Token::placeholder(token.start, token.end, token.gap);
        if word == "[PERSON]" {
            token.hash = hash(word.as_bytes());
        }
        out.push(token);
        return;
    }
    if first.is_numeric() {
        token.kind = Kind::Number;
        // All numbers of a length are one word.
        token.hash = hash(&[b'0', u8::try_from(word.len().min(9)).unwrap_or(9)]);
        out.push(token);
        return;
    }
    if is_suffix(word) && out.last().is_some_and(|before| before.kind == Kind::Placeholder) {
        // "[PERSON]'s" has the same tokens as "Anna's".
        if between.gap == Gap::Hyphen && between.signs == 1 {
            (token.kind, token.gap) = (Kind::Suffix, Gap::Space);
            token.hash = hash(format!("'{}", word.to_ascii_lowercase()).as_bytes());
            out.push(token);
            return;
        }
    }
    let suffix = suffix_len(word);
    token.end -= suffix;
    let stem = &word[..word.len() - suffix];
    if stem.chars().nth(1).is_none() {
        token.kind = Kind::Letter;
    }
    (token.hash, token.shape) = fold(stem);
    out.push(token);
    if suffix > 0 {
        let (hash, _) = fold(&word[word.len() - suffix..]);
        let (start, end) = (token.end, range.end);
        out.push(Token {
            start,
            end,
            kind: Kind::Suffix,
            shape: Shape::Lower,
            gap: Gap::Space,
            hash,
            ..token
        });
    }
}

/// The length of the word a text begins with: letters, marks, and apostrophes between letters.
fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, sign)) = chars.next() {
        let goes_on = match sign {
            '\'' | '’' => chars.peek().is_some_and(|(_, next)| next.is_alphabetic()),
            sign if sign.is_ascii() => sign.is_ascii_alphabetic(),
            sign => sign.is_alphabetic() || is_mark(sign),
        };
        if !goes_on {
            return at;
        }
    }
    text.len()
}

fn run_len(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|sign| !belongs(sign)).unwrap_or(text.len())
}

/// The length of the placeholder a text begins with.
fn placeholder_len(text: &str, first: char) -> Option<usize> {
    if first != '[' {
        return None;
    }
    let inner = text.as_bytes().iter().skip(1).take(40);
    let name = inner.take_while(|byte| byte.is_ascii_uppercase() || **byte == b'_').count();
    let is_closed = text.as_bytes().get(name + 1) == Some(&b']');
    (name >= 2 && is_closed).then_some(name + 2)
}

/// The length of the contraction a word ends with.
fn suffix_len(word: &str) -> usize {
    // "don't" and "o'brien" stay one word.
    let Some((stem, end)) = word.rsplit_once(['\'', '’']) else { return 0 };
    if is_suffix(end) && !stem.is_empty() { word.len() - stem.len() } else { 0 }
}

/// Whether a word stands behind the apostrophe of a contraction.
fn is_suffix(word: &str) -> bool {
    ["s", "m", "d", "ll", "re", "ve"].iter().any(|suffix| word.eq_ignore_ascii_case(suffix))
}
