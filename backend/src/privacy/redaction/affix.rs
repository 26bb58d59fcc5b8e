//! Letters without a space between them and a number: taken for digits, or words beside it.

/// The digit a letter is taken for inside a number.
pub(super) const fn misread(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte),
        b'O' | b'o' => Some(b'0'),
        b'I' | b'l' => Some(b'1'),
        _ => None,
    }
}

/// Whether letters after a number are a word or an extension, not the rest of a code.
pub(super) fn is_tail(rest: &[u8]) -> bool {
    rest.iter().all(u8::is_ascii_alphabetic)
        || rest.strip_prefix(b"x").or_else(|| rest.strip_prefix(b"ext")).is_some_and(|extension| {
            extension.len() <= 6 && extension.iter().all(u8::is_ascii_digit)
        })
}

/// Whether letters before a number, if there are any, say that it is one to call.
pub(super) fn is_lead(letters: &[u8]) -> bool {
    const LEADS: [&str; 15] = [
        "tel", "phone", "ph", "mob", "mobile", "cell", "fax", "call", "number", "no", "on", "is",
        "at", "to", "me",
    ];
    letters.is_empty() || LEADS.iter().any(|lead| letters.eq_ignore_ascii_case(lead.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_number_differ_from_codes() {
        assert!(is_lead(b"Tel") && is_lead(b"") && !is_lead(b"leg"));
        assert!(is_tail(b"") && is_tail(b"thanks") && is_tail(b"x12") && !is_tail(b"A7FC5"));
        assert_eq!(
            [misread(b'O'), misread(b'l'), misread(b'7'), misread(b'x')],
            [Some(b'0'), Some(b'1'), Some(b'7'), None]
        );
    }
}
