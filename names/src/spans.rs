//! Ranges of names, put together from the tokens that belong to them.

use std::ops::Range;

use crate::{
    setting::Setting,
    token::{Gap, Kind, Shape},
    turn::Turn,
};

/// Returns the ranges of a turn's names, by the log-odds of its tokens (`None` for those that the gate
/// excludes).
pub(crate) fn spans(turn: &Turn, odds: &[Option<i32>], setting: Setting) -> Vec<Range<usize>> {
    let is_from = |at: usize, from: i32| {
        odds.get(at).copied().flatten().is_some_and(|odds| odds >= from)
            && (!turn.is_foreign || is_plain_name(turn, at))
    };
    let mut marks: Vec<bool> = (0..odds.len()).map(|at| is_from(at, setting.threshold())).collect();
    let belongs = |at: usize| is_from(at, setting.beside());
    for at in 1..marks.len() {
        if marks[at - 1] && !marks[at] && joins(turn, at) && belongs(at) {
            marks[at] = true;
        }
    }
    for at in (1..marks.len()).rev() {
        if marks[at] && !marks[at - 1] && joins(turn, at) && belongs(at - 1) {
            marks[at - 1] = true;
        }
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (at, token) in turn.tokens.iter().enumerate() {
        let is_name = marks.get(at).copied().unwrap_or_default();
        if is_name {
            match out.last_mut() {
                Some(last) if goes_on && joins(turn, at) => last.end = token.end,
                _ => out.push(token.start..token.end),
            }
        }
        goes_on = is_name;
    }
    out
}

/// Whether a token is a name whatever the words around it: in other languages they say nothing.
fn is_plain_name(turn: &Turn, at: usize) -> bool {
    let (Some(token), Some(entry)) = (turn.tokens.get(at), turn.entries.get(at)) else {
        return false;
    };
    token.shape != Shape::Lower && token.gap < Gap::Stop && entry.lead() >= 4
}

/// Whether a token can belong to the same name as the one before.
fn joins(turn: &Turn, at: usize) -> bool {
    let (Some(token), Some(before)) =
        (turn.tokens.get(at), at.checked_sub(1).and_then(|at| turn.tokens.get(at)))
    else {
        return false;
    };
    match token.gap {
        Gap::Space | Gap::Hyphen => true,
        // "J. Smith"
        Gap::Stop => before.kind == Kind::Letter && before.end + 2 >= token.start,
        // "S, M, I, T, H"
        Gap::Comma | Gap::Other => before.kind == Kind::Letter && token.kind == Kind::Letter,
        _ => false,
    }
}
