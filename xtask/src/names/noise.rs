//! Careless writing: names without capitals, everything in capitals, typos.

use super::{
    dice::Dice,
    slots::{BEGIN, END},
};

/// Returns a text whose names have no capitals.
pub(super) fn small_names(text: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        inside = (inside || sign == BEGIN) && sign != END;
        if inside {
            out.extend(sign.to_lowercase());
        } else {
            out.push(sign);
        }
    }
    out
}

/// Returns a text with typos in 6 % of its words.
pub(super) fn typos(text: &str, dice: &mut Dice) -> String {
    let words: Vec<String> = text.split(' ').map(|word| typo(word, dice)).collect();
    words.join(" ")
}

fn typo(word: &str, dice: &mut Dice) -> String {
    let chars: Vec<char> = word.chars().collect();
    let is_plain = chars.len() >= 4 && chars.iter().all(|sign| sign.is_alphabetic());
    if !is_plain || !dice.chance(6) {
        return word.to_owned();
    }
    let at = dice.between(1, chars.len() - 2);
    let mut out = chars;
    match dice.below(3) {
        0 => out.swap(at, at + 1),
        1 => {
            out.remove(at);
        }
        _ => {
            let twice = out[at];
            out.insert(at, twice);
        }
    }
    out.into_iter().collect()
}
