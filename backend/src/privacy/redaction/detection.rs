//! What a detector reports: which kind of detail, and where.

use std::ops::Range;

/// What kind of personal detail was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonalKind {
    /// A telephone number, written or spoken.
    Phone,
    /// An e-mail address, written or spoken.
    Email,
    /// A payment card number.
    Card,
    /// The date somebody was born on.
    DateOfBirth,
    /// A postal address or a postcode.
    Address,
    /// A number a state gave: social security, health, tax.
    NationalId,
}

impl PersonalKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Phone, Self::Email, Self::Card, Self::DateOfBirth, Self::Address, Self::NationalId];

    /// What stands in the text in place of the detail.
    pub const fn as_mark(self) -> &'static str {
        match self {
            Self::Phone => "[PHONE]",
            Self::Email => "[EMAIL]",
            Self::Card => "[CARD]",
            Self::DateOfBirth => "[DATE_OF_BIRTH]",
            Self::Address => "[ADDRESS]",
            Self::NationalId => "[NATIONAL_ID]",
        }
    }
}

/// One detail in a text, by byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: PersonalKind,
}

impl Found {
    /// A detail of `kind` at `range`.
    pub(super) const fn new(range: Range<usize>, kind: PersonalKind) -> Self {
        Self { start: range.start, end: range.end, kind }
    }

    /// The same detail in a text that has `offset` more bytes before it.
    pub(super) const fn moved(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset, kind: self.kind }
    }
}

/// Sorts details by place and joins those that overlap; the widest gives a joined one its kind.
pub(super) fn merged(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|one| (one.start, usize::MAX - one.end));
    let mut out: Vec<(Found, usize)> = Vec::with_capacity(found.len());
    for one in found {
        let width = one.end - one.start;
        match out.last_mut() {
            Some((last, widest)) if one.start < last.end => {
                last.end = last.end.max(one.end);
                if width > *widest {
                    *widest = width;
                    last.kind = one.kind;
                }
            }
            _ => out.push((one, width)),
        }
    }
    out.into_iter().map(|(one, _)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_details_become_one_of_the_widest_kind() {
        let merged = merged(vec![
            Found::new(20..24, PersonalKind::Card),
            Found::new(3..9, PersonalKind::Phone),
            Found::new(5..15, PersonalKind::Email),
            Found::new(15..18, PersonalKind::Address),
        ]);
        assert_eq!(
            merged,
            [
                Found::new(3..15, PersonalKind::Email),
                Found::new(15..18, PersonalKind::Address),
                Found::new(20..24, PersonalKind::Card),
            ]
        );
    }
}
