//! Ranges of names, put together from the tokens that belong to them.

use std::ops::Range;

use crate::{
    setting::Setting,
    token::{Gap, Kind},
    turn::Turn,
};

/// How much more is asked of words of other languages, whose context is unknown.
const FOREIGN: i32 = 200;

/// Returns the ranges of a turn's names, by the log-odds of its tokens (`None` for those that the gate
/// excludes).
pub(crate) fn spans(turn: &Turn, odds: &[Option<i32>], setting: Setting) -> Vec<Range<usize>> {
    let least = if turn.is_foreign { FOREIGN } else { 0 };
    let is_from = |odds: &Option<i32>, from: i32| odds.is_some_and(|odds| odds >= from + least);
    let mut marks: Vec<bool> = odds.iter().map(|odds| is_from(odds, setting.threshold())).collect();
    let belongs = |at: usize| odds.get(at).is_some_and(|odds| is_from(odds, setting.beside()));
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
