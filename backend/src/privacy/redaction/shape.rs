//! The shape of a turn: how it begins and ends, and whether it asks or only acknowledges.

use super::{
    number_words::{NumberWord, number_word},
    spelled::radio,
    traits::is_of_date,
};

/// Words of a turn that only acknowledges what the other said.
const MAX_ACKNOWLEDGEMENT: usize = 4;

/// How a turn begins and ends.
#[expect(clippy::struct_excessive_bools, reason = "each is a question about the turn")]
pub(super) struct Shape {
    pub(super) acknowledges: bool,
    /// Whether it is a question for something else.
    pub(super) asks: bool,
    /// Whether a value can go on behind the turn.
    pub(super) is_open: bool,
    /// Whether a value can go on within the turn.
    pub(super) is_further: bool,
    /// Whether it begins, or ends, with a part of an e-mail address that needs its other half.
    pub(super) first_joins: bool,
    pub(super) last_joins: bool,
}

impl Shape {
    pub(super) fn of(text: &str, asks: bool) -> Self {
        let (first, last) = (words(text).next(), words(text).next_back());
        let count = words(text).take(MAX_ACKNOWLEDGEMENT + 1).count();
        // "How many?" asks for something else, "Yes?" does not.
        let asks = count > 1 && (asks || text.contains('?'));
        let joins = |word: Option<&str>| word.is_some_and(is_joint);
        let (first_joins, last_joins) = (joins(first), joins(last));
        Self {
            asks,
            acknowledges: (count <= MAX_ACKNOWLEDGEMENT && !asks) || words(text).all(is_piece),
            is_open: last_joins || (last.is_some_and(is_piece) && !is_price(text)),
            is_further: first_joins || first.is_some_and(is_piece),
            first_joins,
            last_joins,
        }
    }
}

/// Whether a turn ends with a price that is said.
fn is_price(text: &str) -> bool {
    let is_money = |word: &str| {
        ["dollars", "pounds", "euros"].iter().any(|one| word.eq_ignore_ascii_case(one))
    };
    words(text).rev().take(4).any(is_money)
}

/// The words of a turn.
pub(super) fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let is_space = |ch: char| ch.is_ascii_whitespace() || matches!(ch, ',' | '.' | '!' | '?' | ';');
    text.split(is_space).filter(|word| !word.is_empty())
}

/// Whether a turn is a question, other than one to say something again.
pub(super) fn asks_for_more(text: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "what", "what's", "when", "where", "how", "who", "which", "do", "does", "did", "is", "are",
        "can", "could", "would", "will", "shall", "have", "may", "any",
    ];
    const AGAIN: &[&str] =
        &["again", "repeat", "sorry", "pardon", "slow", "slower", "catch", "missed", "hear"];
    let is_space = |ch: char| !ch.is_alphanumeric() && ch != '\'';
    let mut words = text.split(is_space).filter(|word| !word.is_empty()).take(12).peekable();
    let begins = words
        .find(|word| {
            !["and", "so", "okay", "ok", "right", "thanks"]
                .iter()
                .any(|one| word.eq_ignore_ascii_case(one))
        })
        .is_some_and(|word| BEGINNINGS.iter().any(|one| word.eq_ignore_ascii_case(one)));
    if !(begins || text.contains('?') && words.peek().is_some()) {
        return false;
    }
    words.all(|word| !AGAIN.iter().any(|one| word.eq_ignore_ascii_case(one)))
}

/// Whether a word can be a piece of a number, a code or a postcode.
pub(super) fn is_piece(word: &str) -> bool {
    let spoken = |word| {
        !matches!(number_word(word), None | Some(NumberWord::Filler | NumberWord::Homophone(_)))
    };
    word.bytes().any(|byte| byte.is_ascii_digit())
        || word.split('-').all(|part| spoken(part.as_bytes()))
        || (word.len() == 1
            && word.bytes().all(|byte| {
                byte.is_ascii_alphabetic() && !matches!(byte, b'a' | b'A' | b'i' | b'I')
            }))
        || radio(word.as_bytes()).is_some()
        || is_of_date(word.as_bytes())
}

/// Whether a word joins the parts of an e-mail address.
fn is_joint(word: &str) -> bool {
    ["at", "dot", "underscore"].iter().any(|joint| word.eq_ignore_ascii_case(joint))
        || word.starts_with('@')
        || word.ends_with('@')
}
