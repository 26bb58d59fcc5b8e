//! Texts that are longer than a cell, in pieces.

use crate::exports::cell_length::MAX_CELL;

/// The mark at the end of a cell whose text goes on elsewhere.
const MARK: &str = " [continues in sheet Overflow]";

/// What fits into the cell, and the rest, if there is one.
pub(super) fn first_piece(text: &str) -> (String, Option<&str>) {
    let (start, rest) = split(text, MAX_CELL);
    if rest.is_empty() {
        return (start.to_owned(), None);
    }
    let (start, rest) = split(text, MAX_CELL - MARK.len());
    (format!("{start}{MARK}"), Some(rest))
}

/// The pieces of a rest, each of which fits into a cell.
pub(super) fn pieces(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (piece, after) = split(rest, MAX_CELL);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Splits a text after at most `most` UTF-16 units, between two characters.
fn split(text: &str, most: usize) -> (&str, &str) {
    // No text has more of them than bytes.
    if text.len() <= most {
        return (text, "");
    }
    let mut units = 0;
    for (place, c) in text.char_indices() {
        units += c.len_utf16();
        if units > most {
            return text.split_at(place);
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> usize {
        text.encode_utf16().count()
    }

    #[test]
    fn a_text_that_fits_is_not_split() {
        let longest = "\u{5d0}".repeat(32_767);
        assert_eq!(first_piece(&longest), (longest.clone(), None));
        assert_eq!(first_piece("").1, None);
    }

    #[test]
    fn the_pieces_of_a_longer_text_make_it_up() {
        for text in ["x".repeat(32_768), "\u{1f600}".repeat(40_000), "\u{e9}a".repeat(50_000)] {
            let (cell, rest) = first_piece(&text);
            assert!(units(&cell) <= 32_767);
            let mut whole = cell.strip_suffix(" [continues in sheet Overflow]").unwrap().to_owned();
            for piece in pieces(rest.unwrap()) {
                assert!(units(piece) <= 32_767);
                whole.push_str(piece);
            }
            assert_eq!(whole, text);
        }
    }
}
