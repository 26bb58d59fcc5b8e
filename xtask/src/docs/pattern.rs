//! Patterns with gaps, which stand for any text.

/// Letters and gaps.
pub(super) struct Pattern(Vec<Option<char>>);

impl Pattern {
    /// A path in which an asterisk is a gap.
    pub(super) fn glob(text: &str) -> Self {
        Self::with_gap(text, '*')
    }

    /// A title or name in which `…` is a gap.
    pub(super) fn title(text: &str) -> Self {
        Self::with_gap(text, '…')
    }

    fn with_gap(text: &str, gap: char) -> Self {
        Self(text.chars().map(|letter| (letter != gap).then_some(letter)).collect())
    }

    /// Whether a text fits.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.overlaps(&Self(text.chars().map(Some).collect()))
    }

    /// Whether some text fits both patterns.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        // Row by row: for each end of the other pattern, whether it can stand for the same text as
        // the letters of this one that were read so far.
        let mut row: Vec<bool> = vec![true];
        for letter in &other.0 {
            row.push(*row.last().unwrap_or(&false) && letter.is_none());
        }
        for own in &self.0 {
            let mut next = vec![row[0] && own.is_none()];
            for (n, letter) in other.0.iter().enumerate() {
                next.push(match (own, letter) {
                    (Some(own), Some(letter)) => own == letter && row[n],
                    _ => row[n] || row[n + 1] || next[n],
                });
            }
            row = next;
        }
        row.last() == Some(&true)
    }
}
