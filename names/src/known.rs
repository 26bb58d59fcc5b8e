//! Names that are known and therefore not marked, such as those of the agents of a business.

use std::ops::Range;

use crate::{
    token::{Kind, Token, tokens},
    turn::Turn,
};

/// Names that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The hashes of their words.
    words: Vec<u64>,
}

impl Known {
    /// Reads some names.
    pub fn of(names: &[&str]) -> Self {
        let is_word = |token: &Token| matches!(token.kind, Kind::Word | Kind::Letter);
        let words = names.iter().flat_map(|name| tokens(name));
        Self { words: words.filter(is_word).map(|token| token.hash).collect() }
    }

    /// Whether a range of a turn consists of words of these names only.
    pub(crate) fn has(&self, turn: &Turn, range: &Range<usize>) -> bool {
        let inside = |token: &&Token| token.start >= range.start && token.end <= range.end;
        let mut words = turn.tokens.iter().filter(inside);
        !self.words.is_empty() && words.all(|token| self.words.contains(&token.hash))
    }
}
