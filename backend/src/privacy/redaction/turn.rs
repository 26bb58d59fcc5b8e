//! A turn of a conversation, as it is read for redaction.

use earshot_domain::Speaker;

use super::{
    detection::Detection,
    expected::find_answers,
    folded_text::FoldedText,
    number_words::{NumberWord, number_word},
    redact::find_all,
    topic::Topics,
};

/// Words of a turn that only acknowledges what the other said.
const MAX_ACKNOWLEDGEMENT: usize = 4;
/// Bytes at the end of a turn that its own speaker may go on from: "my account number is".
const TAIL: usize = 40;

/// A turn that is being read.
pub(super) struct Reading<'t> {
    pub(super) speaker: Speaker,
    pub(super) folded: FoldedText<'t>,
    /// The details that were found in it.
    pub(super) found: Vec<Detection>,
}

/// What a turn names, for the turns after it.
pub(super) struct Named {
    speaker: Speaker,
    topics: Topics,
    /// What its end names.
    tail: Topics,
}

impl<'t> Reading<'t> {
    /// Reads a turn that comes after `before`, and what it names itself.
    pub(super) fn of((speaker, text): (Speaker, &'t str), before: &[Named]) -> (Self, Named) {
        let folded = FoldedText::new(text);
        let mut found = find_all(folded.text());
        let asked = asked_before(speaker, before);
        if !asked.is_empty() {
            find_answers(folded.text(), asked, &mut found);
        }
        let named = Named::of(speaker, folded.text());
        (Self { speaker, folded, found }, named)
    }

    /// Its folded text.
    pub(super) fn text(&self) -> &str {
        self.folded.text()
    }

    fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        let is_space =
            |ch: char| ch.is_ascii_whitespace() || matches!(ch, ',' | '.' | '!' | '?' | ';');
        self.text().split(is_space).filter(|word| !word.is_empty())
    }

    /// Whether the turn only keeps the other one talking: "go on", "mm-hm", an echo of the digits.
    pub(super) fn is_acknowledgement(&self) -> bool {
        let words = self.words().take(MAX_ACKNOWLEDGEMENT + 1).count();
        // "How many?" asks for something else, "Yes?" does not.
        let asks = words > 1 && self.text().contains('?');
        (words <= MAX_ACKNOWLEDGEMENT && !asks) || self.words().all(is_piece)
    }

    /// Whether the turn repeats digits and nothing else.
    pub(super) fn is_echo(&self) -> bool {
        self.words().all(is_piece) && self.words().next().is_some()
    }

    /// Whether a value can go on behind the turn.
    pub(super) fn is_open(&self) -> bool {
        self.words().next_back().is_some_and(|word| is_piece(word) || is_joint(word))
    }

    /// Whether a value can go on within the turn.
    pub(super) fn goes_on(&self) -> bool {
        self.words().next().is_some_and(|word| is_piece(word) || is_joint(word))
    }

    /// Whether the turn ends or begins with a part of an e-mail address that needs its other half.
    pub(super) fn has_joint(&self) -> (bool, bool) {
        let joint = |word: Option<&str>| word.is_some_and(is_joint);
        (joint(self.words().next()), joint(self.words().next_back()))
    }
}

impl Named {
    fn of(speaker: Speaker, text: &str) -> Self {
        let topics = Topics::of(text);
        if topics.is_empty() {
            return Self { speaker, topics, tail: topics };
        }
        let tail = text.trim_end_matches([' ', '.', ',', ':', '\n']);
        let tail = &tail[tail.ceil_char_boundary(tail.len().saturating_sub(TAIL))..];
        Self { speaker, topics, tail: Topics::of(tail) }
    }
}

/// What was asked before a turn of `speaker`, by the others or, at the end of a turn, by themselves.
fn asked_before(speaker: Speaker, before: &[Named]) -> Topics {
    let mut topics = Topics::default();
    for turn in before.iter().rev().filter(|turn| !turn.topics.is_empty()) {
        if turn.speaker != speaker {
            return topics.or(turn.topics);
        }
        // "My account number is" and then the number.
        topics = topics.or(turn.tail);
    }
    topics
}

/// Whether a word can be a piece of a number, a code or a postcode.
fn is_piece(word: &str) -> bool {
    let spoken = |word| {
        !matches!(number_word(word), None | Some(NumberWord::Filler | NumberWord::Homophone(_)))
    };
    word.bytes().any(|byte| byte.is_ascii_digit())
        || word.split('-').all(|part| spoken(part.as_bytes()))
        || (word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Whether a word joins the parts of an e-mail address.
fn is_joint(word: &str) -> bool {
    ["at", "dot", "underscore"].iter().any(|joint| word.eq_ignore_ascii_case(joint))
        || word.starts_with('@')
        || word.ends_with('@')
}
