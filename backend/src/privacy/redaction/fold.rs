//! Folding of a character to the ASCII character it resembles, or to nothing.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The zero of every set of decimal digits in Unicode, in ascending order.
const ZEROS: [u32; 76] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50,
    0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// Returns the plain character for `ch`, or `None` if it is invisible. The result does not depend on
/// neighbouring characters, so a part of a text folds as it does in the whole.
pub(super) fn fold(ch: char) -> Option<char> {
    if ch.is_ascii() {
        return fold_ascii(ch);
    }
    if is_invisible(ch) {
        return None;
    }
    Some(digit(ch).or_else(|| lookalike(ch)).unwrap_or_else(|| compatible(ch)))
}

/// Folds an ASCII character. Control characters must not split a number; those that are white space do.
const fn fold_ascii(ch: char) -> Option<char> {
    match ch {
        '\t' | '\u{b}' | '\u{c}' | '\r' => Some(' '),
        '\n' | ' '..='~' => Some(ch),
        _ => None,
    }
}

/// Whether `ch` is invisible. U+FFFD is included because NUL is, and is replaced by it.
fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}'
        | '\u{6dd}' | '\u{70f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || is_combining_mark(ch)
}

/// Returns the ASCII digit for a decimal digit of any script.
fn digit(ch: char) -> Option<char> {
    let code = u32::from(ch);
    let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= code)].last()?;
    char::from_digit(code.saturating_sub(*zero), 10)
}

/// Returns the ASCII character that resembles `ch` or has its function.
const fn lookalike(ch: char) -> Option<char> {
    Some(match ch {
        '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{2800}'
        | '\u{3000}' => ' ',
        '\u{58a}'
        | '\u{5be}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2796}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{301c}'
        | '\u{30fc}'
        | '\u{fe31}'
        | '\u{fe32}' => '-',
        '\u{b7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{22c5}' | '\u{3002}' | '\u{30fb}' => {
            '.'
        }
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' => '\'',
        '\u{60c}' | '\u{3001}' => ',',
        '\u{2044}' | '\u{2215}' => '/',
        'а' | 'α' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        _ => return None,
    })
}

/// Returns the character that `ch` decomposes to, or the one digit in it ("①", "⑴", "⒈").
fn compatible(ch: char) -> char {
    let mut parts = std::iter::once(ch).nfkd().filter(|part| !is_combining_mark(*part));
    let Some(first) = parts.next() else { return ch };
    let rest: Vec<char> = parts.collect();
    if rest.is_empty() {
        return lookalike(first).or_else(|| digit(first)).unwrap_or(first);
    }
    let mut digits = std::iter::once(first).chain(rest).filter(char::is_ascii_digit);
    match (digits.next(), digits.next()) {
        (Some(digit), None) => digit,
        _ => ch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decimal_digit_folds_to_ascii() {
        let digits = regex::Regex::new(r"\A\p{Nd}\z").unwrap();
        for ch in '\0'..=char::MAX {
            if digits.is_match(ch.encode_utf8(&mut [0; 4])) {
                assert!(fold(ch).is_some_and(|plain| plain.is_ascii_digit()), "{ch:?}");
            }
        }
        assert!(ZEROS.is_sorted());
    }

    #[test]
    fn lookalikes_fold_to_ascii() {
        for (from, to) in [
            ('A', Some('A')),
            ('\0', None),
            ('\u{c}', Some(' ')),
            ('\u{fffd}', None),
            ('\u{200b}', None),
            ('\u{301}', None),
            ('４', Some('4')),
            ('٤', Some('4')),
            ('𝟜', Some('4')),
            ('④', Some('4')),
            ('⑷', Some('4')),
            ('⁴', Some('4')),
            ('＠', Some('@')),
            ('－', Some('-')),
            ('–', Some('-')),
            ('é', Some('e')),
            ('о', Some('o')),
            ('½', Some('½')),
            ('咖', Some('咖')),
        ] {
            assert_eq!(fold(from), to, "{from:?}");
        }
    }
}
