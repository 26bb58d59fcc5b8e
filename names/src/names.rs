//! The tagger: finds the names of a conversation.

use std::{ops::Range, sync::LazyLock};

use crate::{
    candidate::is_candidate,
    chain::{Edge, Edges, Link, log_odds},
    features::Features,
    known::Known,
    lexicon::{Coarse, Lexicon},
    model::Model,
    setting::Setting,
    spans::spans,
    token::Gap,
    turn::{Before, Turn, read},
};

static EMBEDDED: LazyLock<Option<Names>> = LazyLock::new(|| {
    Names::parse(include_bytes!("../data/words.bin"), include_bytes!("../data/weights.bin"))
});

/// A tagger of person names.
#[derive(Debug, Clone)]
pub struct Names {
    lexicon: Lexicon,
    model: Model,
}

impl Names {
    /// Returns the tagger inside the binary; `None` only if its data is damaged, which a test excludes.
    pub fn embedded() -> Option<&'static Self> {
        EMBEDDED.as_ref()
    }

    /// Reads a tagger from its word list and its weights; `None` if they are damaged.
    pub fn parse(words: &[u8], weights: &[u8]) -> Option<Self> {
        Some(Self { lexicon: Lexicon::parse(words)?, model: Model::parse(weights)? })
    }

    /// Finds the names in the turns of a conversation: their byte ranges, in order, for each turn.
    pub fn find(&self, turns: &[&str], setting: Setting) -> Vec<Vec<Range<usize>>> {
        self.find_except(turns, setting, &[])
    }

    /// Finds names as [`Names::find`] does, but for those that consist of words of `known` only, such as
    /// the names of the agents of a business.
    pub fn find_except(
        &self,
        turns: &[&str],
        setting: Setting,
        known: &[&str],
    ) -> Vec<Vec<Range<usize>>> {
        let known = Known::of(known);
        let turns = read(turns, &self.lexicon);
        turns.iter().map(|turn| self.ranges(turn, setting, &known)).collect()
    }

    /// Finds the names of one turn, which was said directly after `before`, but for known ones. Returns their
    /// byte ranges, and what the reading of the next turn needs to know of this one.
    pub fn find_next(
        &self,
        before: Before,
        turn: &str,
        setting: Setting,
        known: &Known,
    ) -> (Vec<Range<usize>>, Before) {
        let turn = Turn::read(turn, before, &self.lexicon);
        (self.ranges(&turn, setting, known), turn.as_before())
    }

    fn ranges(&self, turn: &Turn, setting: Setting, known: &Known) -> Vec<Range<usize>> {
        let mut ranges = spans(turn, &self.odds(turn), setting);
        ranges.retain(|range| !known.has(turn, range));
        ranges
    }

    /// The log-odds of a name at each token; `None` for those that the gate excludes.
    fn odds(&self, turn: &Turn) -> Vec<Option<i32>> {
        let mut odds = vec![None; turn.tokens.len()];
        let (mut links, mut chain) = (Vec::new(), Vec::new());
        let features = Features::new(turn);
        let mut at = 0;
        while at < turn.tokens.len() {
            if !is_candidate(turn, at) {
                at += 1;
                continue;
            }
            let start = at;
            links.clear();
            while is_candidate(turn, at) {
                let mut score = 0;
                features.of(at, &mut |index| score += self.model.weight(index));
                links.push(Link { score, edge: self.edge(turn, at) });
                at += 1;
            }
            log_odds(&links, self.edge(turn, at), &mut chain);
            for (place, value) in odds[start..at].iter_mut().zip(&chain) {
                *place = Some(*value);
            }
        }
        odds
    }

    /// The weights of the way to a token from the one before.
    fn edge(&self, turn: &Turn, at: usize) -> Edge<i32> {
        let coarse = |at: usize| turn.entries.get(at).map_or(Coarse(0), |entry| entry.coarse());
        let before = at.checked_sub(1).map_or(Coarse(0), coarse);
        let gap = turn.tokens.get(at).map_or(Gap::Start, |token| token.gap);
        self.model.edge(Edges::new(before, gap, coarse(at)))
    }
}
