//! Invisible characters, and replacements of characters that no font covers.

use std::{borrow::Cow, fmt::Write};

use unicode_normalization::char::is_combining_mark;

use super::fonts::PdfFonts;

/// Whether a character has no visible form, such as a joiner or a direction mark.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character combines with the one before it.
pub(super) fn is_mark(character: char) -> bool {
    character >= '\u{300}' && is_combining_mark(character)
}

/// Replaces white space by spaces, and characters that no font covers by their code point, as in
/// `[U+1F642]`.
pub(super) fn visible<'t>(text: &'t str, fonts: &PdfFonts) -> Cow<'t, str> {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) || fonts.face_of(character).is_some() {
            shown.push(character);
        } else if character.is_whitespace() {
            shown.push(' ');
        } else {
            // Writing to a string does not fail.
            let _ = write!(shown, "[U+{:04X}]", u32::from(character));
        }
    }
    Cow::Owned(shown)
}

/// Splits a text into characters, each with the combining marks and invisible characters after it.
pub(super) fn with_its_marks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begins =
            |(_, character): &(usize, char)| !is_mark(*character) && !is_invisible(*character);
        let end = rest.char_indices().skip(1).find(begins).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_characters_are_named_and_white_space_is_kept() {
        let fonts = PdfFonts::embedded().unwrap();
        let shown = visible("a\t漢\u{3000}🙂\u{200d}\u{7}é", &fonts);
        assert_eq!(shown, "a [U+6F22] [U+1F642]\u{200d}[U+0007]é");
    }

    #[test]
    fn marks_stay_with_their_character() {
        let pieces: Vec<&str> = with_its_marks("ae\u{301}\u{200d}x").collect();
        assert_eq!(pieces, ["a", "e\u{301}\u{200d}", "x"]);
        assert_eq!(with_its_marks("").count(), 0);
    }
}
