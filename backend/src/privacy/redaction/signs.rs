//! Signs around and between the groups of a number: of times and prices, pictures and tags.

/// Longest tag of a markup language, in bytes.
const MAX_TAG: usize = 40;

/// The length in bytes of the first character of a text, which is not ASCII, and whether it is a letter
/// or a digit.
pub(super) fn symbol(text: &[u8]) -> (usize, bool) {
    let is_continuation = |byte: &&u8| **byte & 0b1100_0000 == 0b1000_0000;
    let length = text.iter().skip(1).take(3).take_while(is_continuation).count().saturating_add(1);
    let is_letter =
        str::from_utf8(&text[..length]).is_ok_and(|text| text.chars().all(char::is_alphanumeric));
    (length, is_letter)
}

/// The length of the tag that a text begins with, such as `<b>`.
pub(super) fn tag(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"<")?;
    let length = rest.iter().take(MAX_TAG).position(|byte| matches!(byte, b'<' | b'>'))?;
    let is_tag = matches!(rest.first(), Some(b'/' | b'a'..=b'z' | b'A'..=b'Z'));
    (rest[length] == b'>' && is_tag).then_some(length.saturating_add(2))
}

/// Whether the digits at `start..end` are a time, price or percentage ("10:30", "$1250", "15%"); ten
/// digits after a currency sign are not a price.
pub(super) fn is_time_or_price(text: &[u8], start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let digits = end.saturating_sub(start);
    let is_time = digits <= 2
        && (matches!(before, [.., b'0'..=b'9', b':']) || matches!(after, [b':', b'0'..=b'9', ..]));
    let is_price =
        digits < 10 && ["$", "£", "€", "¥"].iter().any(|sign| before.ends_with(sign.as_bytes()));
    is_time || is_price || after.first() == Some(&b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_tags_are_recognised() {
        assert_eq!(symbol("\u{1f4de} 1".as_bytes()), (4, false));
        assert_eq!(symbol("é".as_bytes()), (2, true));
        assert_eq!((tag(b"<b>1"), tag(b"</b>"), tag(b"< 1 >")), (Some(3), Some(4), None));
    }
}
