//! Detections: the kind and place of a personal detail.

use std::ops::Range;

/// Kind of a personal detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonalKind {
    /// A telephone number, written or spoken.
    Phone,
    /// An e-mail address, written or spoken.
    Email,
    /// A payment card number.
    Card,
    /// A date of birth.
    DateOfBirth,
    /// A postal address or a postcode.
    Address,
    /// A national id: social security, health or tax number.
    NationalId,
    /// A bank account: IBAN, account number, sort code or routing number.
    BankAccount,
    /// The number of a document or a record: passport, licence, policy, number plate.
    Document,
    /// An address of a computer in the internet.
    IpAddress,
    /// How old somebody is.
    Age,
}

impl PersonalKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Email,
        Self::Card,
        Self::DateOfBirth,
        Self::Address,
        Self::NationalId,
        Self::BankAccount,
        Self::Document,
        Self::IpAddress,
        Self::Age,
    ];

    /// Returns the placeholder that replaces the detail.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Phone => "[PHONE]",
            Self::Email => "[EMAIL]",
            Self::Card => "[CARD]",
            Self::DateOfBirth => "[DATE_OF_BIRTH]",
            Self::Address => "[ADDRESS]",
            Self::NationalId => "[NATIONAL_ID]",
            Self::BankAccount => "[BANK_ACCOUNT]",
            Self::Document => "[DOCUMENT_NUMBER]",
            Self::IpAddress => "[IP_ADDRESS]",
            Self::Age => "[AGE]",
        }
    }
}

/// A personal detail in a text, by byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Detection {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: PersonalKind,
}

impl Detection {
    /// Creates a detection of `kind` at `range`.
    pub(super) const fn new(range: Range<usize>, kind: PersonalKind) -> Self {
        Self { start: range.start, end: range.end, kind }
    }

    /// Returns the detection moved by `offset` bytes.
    pub(super) const fn shifted(self, offset: usize) -> Self {
        Self {
            start: self.start.saturating_add(offset),
            end: self.end.saturating_add(offset),
            kind: self.kind,
        }
    }
}

/// Sorts detections and merges those that overlap; the widest determines the kind.
pub(super) fn merge(mut found: Vec<Detection>) -> Vec<Detection> {
    found.sort_by_key(|one| (one.start, usize::MAX.saturating_sub(one.end)));
    let mut out: Vec<(Detection, usize)> = Vec::with_capacity(found.len());
    for one in found {
        let width = one.end.saturating_sub(one.start);
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
        let merged = merge(vec![
            Detection::new(20..24, PersonalKind::Card),
            Detection::new(3..9, PersonalKind::Phone),
            Detection::new(5..15, PersonalKind::Email),
            Detection::new(15..18, PersonalKind::Address),
        ]);
        assert_eq!(
            merged,
            [
                Detection::new(3..15, PersonalKind::Email),
                Detection::new(15..18, PersonalKind::Address),
                Detection::new(20..24, PersonalKind::Card),
            ]
        );
    }
}
