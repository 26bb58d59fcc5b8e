//! Patterns with wildcards.

/// Characters and wildcards.
pub(super) struct Pattern(Vec<Option<char>>);

impl Pattern {
    /// Creates a pattern from a path, in which an asterisk is a wildcard.
    pub(super) fn glob(text: &str) -> Self {
        Self::with_gap(text, '*')
    }

    /// Creates a pattern from a title or name, in which `…` is a wildcard.
    pub(super) fn title(text: &str) -> Self {
        Self::with_gap(text, '…')
    }

    fn with_gap(text: &str, gap: char) -> Self {
        Self(text.chars().map(|letter| (letter != gap).then_some(letter)).collect())
    }

    /// Whether a text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.overlaps(&Self(text.chars().map(Some).collect()))
    }

    /// Whether some text matches both patterns.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        // Dynamic programming: for each prefix of the other pattern, whether some text matches it and
        // the prefix of this pattern read so far.
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
