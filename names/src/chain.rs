//! The chain: how probable a name is at each token, given its neighbours.

use crate::{features::index, lexicon::Coarse, token::Gap};

/// Scores of the four ways from one token to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edge<T> {
    /// A name begins.
    pub begins: T,
    /// A name goes on.
    pub goes_on: T,
    /// A name has ended.
    pub ends: T,
}

/// The features of the ways between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edges {
    /// A name begins.
    pub begins: usize,
    /// A name goes on.
    pub goes_on: [usize; 2],
    /// A name has ended.
    pub ends: usize,
}

impl Edges {
    /// Returns the features of the way from a token to the next one.
    pub const fn new(before: Coarse, gap: Gap, here: Coarse) -> Self {
        let gap = gap as u64;
        let pair = (before.0 as u64) << 8 | here.0 as u64;
        Self {
            begins: index(50, gap, 0),
            goes_on: [index(51, gap, 0), index(52, gap, pair)],
            ends: index(53, gap, 0),
        }
    }
}

/// One token of a chain: its score as a name, and the way to it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Link {
    pub(crate) score: i32,
    pub(crate) edge: Edge<i32>,
}

/// Returns the log-odds of a name at each link; `last` is the way out of the chain.
pub(crate) fn log_odds(links: &[Link], last: Edge<i32>, out: &mut Vec<i32>) {
    out.clear();
    // Forward: log-odds weights of (no name, name) up to each link.
    let (mut other, mut name) = (0, NEVER);
    let mut forward = Vec::with_capacity(links.len());
    for link in links {
        let to_other = add(other, name + link.edge.ends);
        let to_name = add(other + link.edge.begins, name + link.edge.goes_on) + link.score;
        (other, name) = (0, (to_name - to_other).clamp(NEVER, -NEVER));
        forward.push(name);
    }
    let (mut other, mut name) = (0, last.ends);
    for (link, forward) in links.iter().zip(&forward).rev() {
        out.push(forward + name - other);
        let here = name + link.score;
        let from_other = add(other, here + link.edge.begins);
        let from_name = add(other + link.edge.ends, here + link.edge.goes_on);
        (other, name) = (0, (from_name - from_other).clamp(NEVER, -NEVER));
    }
    out.reverse();
}

/// Log-odds of what does not happen.
const NEVER: i32 = -100_000;

/// The logarithm of the sum of two numbers given by their logarithms, in units of 1 / `SCALE`.
#[inline]
fn add(a: i32, b: i32) -> i32 {
    let distance = usize::try_from(a.abs_diff(b)).unwrap_or(usize::MAX);
    a.max(b) + i32::from(LOG_OF_SUM.get(distance).copied().unwrap_or_default())
}

/// `SCALE * ln(1 + exp(-distance / SCALE))`, rounded.
const LOG_OF_SUM: [u8; 133] = [
    22, 22, 21, 21, 20, 20, 19, 19, 18, 18, 18, 17, 17, 16, 16, 16, 15, 15, 14, 14, 14, 13, 13, 13,
    12, 12, 12, 11, 11, 11, 11, 10, 10, 10, 9, 9, 9, 9, 9, 8, 8, 8, 8, 7, 7, 7, 7, 7, 6, 6, 6, 6,
    6, 6, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SCALE;

    #[test]
    fn the_table_holds_the_logarithms_of_sums() {
        for (distance, entry) in (0_u8..).zip(LOG_OF_SUM) {
            let exact = f64::from(SCALE) * (-f64::from(distance) / f64::from(SCALE)).exp().ln_1p();
            assert!((exact - f64::from(entry)).abs() <= 0.501, "{distance}: {entry} for {exact}");
        }
    }

    #[test]
    fn a_single_link_has_its_own_log_odds() {
        let edge = Edge { begins: -10, goes_on: 5, ends: 3 };
        let mut out = Vec::new();
        log_odds(&[Link { score: 50, edge }], Edge { ends: 4, ..Edge::default() }, &mut out);
        assert_eq!(out, [44]);
    }

    #[test]
    fn a_name_makes_its_neighbour_more_probable() {
        let edge = Edge { begins: -60, goes_on: 60, ends: 0 };
        let mut out = Vec::new();
        let link = |score| Link { score, edge };
        log_odds(&[link(200), link(0)], Edge::default(), &mut out);
        assert!(out[1] > 50, "{out:?}");
        log_odds(&[link(-200), link(0)], Edge::default(), &mut out);
        assert!(out[1] < -50, "{out:?}");
    }
}
