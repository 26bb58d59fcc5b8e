//! Detections: the kind and place of a personal detail.

use std::ops::Range;

/// Kind of a personal detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonalKind {
    /// A telephone number, written or spoken.
    Phone,
    /// An e-mail address, written or spoken.
    Email,
    /// A payment card: its number, expiry or security code.
    Card,
    /// A date of birth.
    DateOfBirth,
    /// A postal address.
    Address,
    /// A postcode that stands without its street.
    Postcode,
    /// A national id: social security, health or tax number.
    NationalId,
    /// A bank account: IBAN, account number, sort code or routing number.
    BankAccount,
    /// The number of a document of the state: passport or driving licence.
    Document,
    /// The number of a record that a firm keeps: booking, policy, patient.
    Account,
    /// The number plate of a vehicle.
    Plate,
    /// An address of a computer in the internet.
    IpAddress,
    /// A web address that names a person or holds a secret.
    Url,
    /// How old somebody is.
    Age,
    /// The name of a person.
    Person,
}

impl PersonalKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Phone,
        Self::Email,
        Self::Card,
        Self::DateOfBirth,
        Self::Address,
        Self::Postcode,
        Self::NationalId,
        Self::BankAccount,
        Self::Document,
        Self::Account,
        Self::Plate,
        Self::IpAddress,
        Self::Url,
        Self::Age,
        Self::Person,
    ];

    /// Returns the placeholder that replaces the detail. Kinds that were one kind once share theirs, so
    /// that stored texts stay as they are.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Phone => "[PHONE]",
            Self::Email => "[EMAIL]",
            Self::Card => "[CARD]",
            Self::DateOfBirth => "[DATE_OF_BIRTH]",
            Self::Address | Self::Postcode => "[ADDRESS]",
            Self::NationalId => "[NATIONAL_ID]",
            Self::BankAccount => "[BANK_ACCOUNT]",
            Self::Document | Self::Account | Self::Plate => "[DOCUMENT_NUMBER]",
            Self::IpAddress => "[IP_ADDRESS]",
            Self::Url => "[URL]",
            Self::Age => "[AGE]",
            Self::Person => "[PERSON]",
        }
    }

    /// Returns the name of the kind in what `earshot redact` prints.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Phone => "PHONE",
            Self::Email => "EMAIL",
            Self::Card => "CARD",
            Self::DateOfBirth => "DATE_OF_BIRTH",
            Self::Address => "ADDRESS",
            Self::Postcode => "POSTCODE",
            Self::NationalId | Self::Document => "NATIONAL_ID",
            Self::BankAccount => "BANK",
            Self::Account => "ACCOUNT",
            Self::Plate => "PLATE",
            Self::IpAddress => "IP",
            Self::Url => "URL",
            Self::Age => "AGE",
            Self::Person => "PERSON",
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
                // What only looks like a telephone number is what it was asked for or announced as.
                let is_clearer = width == *widest && last.kind == PersonalKind::Phone;
                if width > *widest || is_clearer {
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
