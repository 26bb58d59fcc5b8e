//! The tagger: finds the names of a conversation.

use std::{ops::Range, sync::LazyLock};

use crate::{
    candidate::is_candidate,
    chain::{Edge, Edges, Link, log_odds},
    features::Features,
    lexicon::{Coarse, Lexicon},
    model::Model,
    setting::Setting,
    spans::spans,
    token::{Gap, Token, tokens},
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
        let known: Vec<u64> =
            known.iter().flat_map(|name| tokens(name)).map(|token| token.hash).collect();
        let mut found = Vec::with_capacity(turns.len());
        for turn in read(turns, &self.lexicon) {
            let mut ranges = self.ranges(&turn, setting);
            if !known.is_empty() {
                ranges.retain(|range| !is_known(&turn, range, &known));
            }
            found.push(ranges);
        }
        found
    }

    /// Finds the names of one turn, which was said directly after `before`. The ranges `taken`, in order,
    /// are other personal details: they are no names, whatever words they have.
    pub fn find_after(
        &self,
        before: Before,
        turn: &str,
        taken: &[Range<usize>],
        setting: Setting,
    ) -> Vec<Range<usize>> {
        self.ranges(&Turn::read(turn, before, taken, &self.lexicon), setting)
    }

    fn ranges(&self, turn: &Turn, setting: Setting) -> Vec<Range<usize>> {
        spans(turn, &self.odds(turn), setting)
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

/// Whether every word of a range is known.
fn is_known(turn: &Turn, range: &Range<usize>, known: &[u64]) -> bool {
    let inside = |token: &&Token| token.start >= range.start && token.end <= range.end;
    turn.tokens.iter().filter(inside).all(|token| known.contains(&token.hash))
}
