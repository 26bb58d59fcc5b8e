//! Length of a spreadsheet's cell.

/// Maximum characters of a cell, as Excel counts them: in UTF-16.
pub(super) const MAX_CELL: usize = 32_767;

/// Whether a text is longer than a cell.
pub(super) fn exceeds_cell(text: &str) -> bool {
    // No text has more characters than bytes.
    text.len() > MAX_CELL && text.encode_utf16().count() > MAX_CELL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_in_utf_16() {
        for longest in ["x".repeat(32_767), "\u{5d0}".repeat(32_767), "\u{1f600}".repeat(16_383)] {
            assert!(!exceeds_cell(&longest));
            assert!(exceeds_cell(&format!("{longest}\u{1f600}")));
        }
    }
}
