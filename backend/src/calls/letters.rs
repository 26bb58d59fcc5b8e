//! Letters of the word index: accents, other spellings, signs, and scripts without spaces.

use unicode_linebreak::{BreakClass, break_property};
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Whether a mark only modifies its letter. The vowels and tones of Indic and South-East Asian
/// scripts, and the voicing marks of Japanese, make another word.
pub(super) fn is_accent(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=36 | 200..=240)
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Letters of which Unicode has no decomposition, as they are written without them.
pub(super) fn folded(c: char) -> impl Iterator<Item = char> {
    let text = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ς' => "σ",
        _ => "",
    };
    text.chars().chain(text.is_empty().then_some(c))
}

/// Whether a character belongs to a word.
pub(super) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether a sign belongs to a word, as in C++ and C#.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '+' | '#')
}

/// A sign as a letter of the index, which both databases would otherwise take for punctuation.
pub(super) fn sign_letter(sign: char) -> char {
    if sign == '+' { '⁺' } else { '♯' }
}

/// Whether words of the letter's script are not separated by spaces, or often not.
pub(super) fn is_unspaced(c: char) -> bool {
    use BreakClass::{
        ComplexContext, ConditionalJapaneseStarter, HangulLvSyllable, HangulLvtSyllable,
        Ideographic, NonStarter,
    };
    matches!(
        break_property(u32::from(c)),
        ComplexContext
            | ConditionalJapaneseStarter
            | HangulLvSyllable
            | HangulLvtSyllable
            | Ideographic
            | NonStarter
    )
}
