//! The gate: which tokens may be names at all. The others are never scored.

use crate::{
    fold::is_mark,
    token::{Gap, Kind, Shape},
    turn::{Mode, Turn},
};

/// Level of words, such as "the" and "would", that are names only beside other names.
const FUNCTION_WORD: u16 = 7;

/// Whether a token of a turn may be a name.
#[inline]
pub fn is_candidate(turn: &Turn, at: usize) -> bool {
    let (Some(token), Some(entry)) = (turn.tokens.get(at), turn.entries.get(at)) else {
        return false;
    };
    if token.is_glued {
        return false;
    }
    match token.kind {
        Kind::Number | Kind::Suffix | Kind::Placeholder => return false,
        Kind::Letter => return is_initial(turn, at),
        Kind::Word => {}
    }
    let text = turn.text.get(token.start..token.end).unwrap_or_default();
    if entry.is_unknown() && !is_latin(text) {
        return false;
    }
    let lead = entry.lead();
    let is_capital = token.shape != Shape::Lower && turn.mode == Mode::Cased;
    if entry.is_unknown() || lead >= -2 {
        return true;
    }
    if is_capital {
        // "So", "Do" and "An" after a given name; and every capital within a sentence.
        let begins = token.gap >= Gap::Stop;
        return if entry.word() >= FUNCTION_WORD {
            !begins && is_after_name(turn, at)
        } else {
            !begins || lead >= -4
        };
    }
    // Words that are rather no names can still be surnames after a given name: "Rose Green".
    lead >= -5 && entry.word() < FUNCTION_WORD && is_after_name(turn, at)
}

/// Whether a word is in Latin script: names in others look like all the words beside them.
fn is_latin(word: &str) -> bool {
    word.chars().all(|sign| {
        let is_accented = matches!(sign, 'À'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '’');
        sign.is_ascii() || is_accented || is_mark(sign)
    })
}

/// Whether a single letter may be an initial or a letter of a spelled name. "I" and "a" are so only
/// beside other letters or as capitals in front of a full stop.
fn is_initial(turn: &Turn, at: usize) -> bool {
    let is_letter = |other: Option<usize>| {
        other
            .and_then(|other| turn.tokens.get(other))
            .is_some_and(|token| token.kind == Kind::Letter)
    };
    if is_letter(at.checked_sub(1)) || is_letter(Some(at + 1)) {
        return true;
    }
    let Some(token) = turn.tokens.get(at) else { return false };
    let text = turn.text.get(token.start..token.end).unwrap_or_default();
    let is_word = text.eq_ignore_ascii_case("i") || text.eq_ignore_ascii_case("a");
    let has_stop = turn.tokens.get(at + 1).is_some_and(|next| next.gap == Gap::Stop);
    if is_word { token.shape != Shape::Lower && has_stop } else { true }
}

/// Whether the word before is commoner as a name than as a word.
fn is_after_name(turn: &Turn, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let joins = turn.tokens.get(at).is_some_and(|token| token.gap <= Gap::Hyphen);
    joins && turn.entries.get(before).is_some_and(|entry| entry.lead() >= -1 && entry.word() < 7)
}
