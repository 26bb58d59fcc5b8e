//! Words without capitals and accents, as the word list has them.

use crate::{hash::Hasher, token::Shape};

/// Returns the hash of a word without capitals and accents, and its shape.
pub(crate) fn fold(word: &str) -> (u64, Shape) {
    let mut hasher = Hasher::default();
    let (mut uppers, mut letters, mut first) = (0_usize, 0_usize, false);
    for sign in word.chars() {
        let is_upper = sign.is_uppercase();
        if is_upper {
            uppers += 1;
            first |= letters == 0;
        }
        letters += usize::from(sign.is_alphabetic());
        fold_char(sign, &mut |byte| hasher.push(byte));
    }
    let shape = match (first, uppers) {
        (_, 0) => Shape::Lower,
        (true, 1) => Shape::Initial,
        (true, uppers) if uppers == letters => Shape::Upper,
        _ => Shape::Mixed,
    };
    (hasher.finish(), shape)
}

/// Gives the bytes of a character without capitals and accents.
pub(crate) fn fold_char(sign: char, add: &mut impl FnMut(u8)) {
    if sign.is_ascii() {
        let lower = sign.to_ascii_lowercase();
        let mut bytes = [0; 4];
        for byte in lower.encode_utf8(&mut bytes).bytes() {
            add(byte);
        }
        return;
    }
    if is_mark(sign) {
        return;
    }
    for lower in sign.to_lowercase() {
        match plain(lower) {
            Some(plain) => plain.bytes().for_each(&mut *add),
            None => lower.encode_utf8(&mut [0; 4]).bytes().for_each(&mut *add),
        }
    }
}

/// A letter without its accent.
const fn plain(sign: char) -> Option<&'static str> {
    Some(match sign {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '’' => "'",
        _ => return None,
    })
}

/// Whether a character changes the letter before it.
pub(crate) const fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}
