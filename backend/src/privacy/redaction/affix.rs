//! Letters attached to a number: lookalikes of digits, prefixes and suffixes.

/// Returns the digit that a letter resembles inside a number.
pub(super) const fn digit_lookalike(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte),
        b'O' | b'o' => Some(b'0'),
        b'I' | b'l' => Some(b'1'),
        _ => None,
    }
}

/// Whether the characters after a number are a word or an extension, rather than part of a code.
pub(super) fn is_suffix(rest: &[u8]) -> bool {
    rest.iter().all(u8::is_ascii_alphabetic)
        || rest.strip_prefix(b"x").or_else(|| rest.strip_prefix(b"ext")).is_some_and(|extension| {
            extension.len() <= 6 && extension.iter().all(u8::is_ascii_digit)
        })
}

/// Whether the letters before a number are empty or announce a telephone number.
pub(super) fn is_prefix(letters: &[u8]) -> bool {
    const PREFIXES: [&str; 17] = [
        "tel", "phone", "ph", "mob", "mobile", "cell", "fax", "call", "number", "no", "on", "is",
        "at", "to", "me", "id", "tag",
    ];
    letters.is_empty()
        || PREFIXES.iter().any(|prefix| letters.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Whether digits are those of a mobile telephone in Britain, which even a code does not begin with.
pub(super) fn is_mobile(digits: &[u8]) -> bool {
    match digits {
        [b'0', b'7', ..] => digits.len() == 11,
        [b'4', b'4', b'7', ..] => digits.len() == 12,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affixes_differ_from_codes() {
        assert!(is_prefix(b"Tel") && is_prefix(b"") && !is_prefix(b"leg"));
        assert!(
            is_suffix(b"") && is_suffix(b"thanks") && is_suffix(b"x12") && !is_suffix(b"A7FC5")
        );
        assert_eq!(
            [
                digit_lookalike(b'O'),
                digit_lookalike(b'l'),
                digit_lookalike(b'7'),
                digit_lookalike(b'x')
            ],
            [Some(b'0'), Some(b'1'), Some(b'7'), None]
        );
    }
}
