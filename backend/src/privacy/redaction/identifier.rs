//! Detector of numbers that are recognised by their own form: bank accounts, documents, addresses of
//! computers, ages.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    checksum,
    detection::{Detection, PersonalKind},
    pattern::compile,
    traits::Traits,
};

/// An international account number; its check digits decide.
static IBAN: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i-u)\b[a-z]{2}[0-9]{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,3})?\b")
});

/// A British sort code and the account behind it, and a US routing number with an account.
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b[0-9]{2}[- ][0-9]{2}[- ][0-9]{2}[ ,]{1,2}(?:account |acc |and |number |no ){0,3}[0-9]{8}\b",
        r"|\b[0-9]{9}[ ,/]{1,2}(?:account |acct |and |number |no ){1,3}[0-9]{6,17}\b",
    ))
});

/// A US Medicare number, a British driving licence, a British number plate in capitals.
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u)\b(?P<medicare>(?i:[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][- ]?[AC-HJKMNP-RT-Y]",
        r"[AC-HJKMNP-RT-Y0-9][0-9][- ]?[AC-HJKMNP-RT-Y]{2}[0-9]{2}))\b",
        r"|\b(?i:[A-Z9]{5}[ -]?[0-9]{6}[ -]?[A-Z9]{2}[ -]?[0-9][A-Z]{2})\b",
        r"|\b(?P<plate>[A-HJ-PR-Y]{2}[0-9]{2} ?[A-HJ-PR-Z]{3})\b",
    ))
});

/// A National Insurance number that is spelled out.
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b[a-z] [a-z](?:,? (?:[0-9]{1,6}|zero|oh|one|two|three|four|five|six|seven|eight|nine|",
        r"double|treble|triple)){4,8},? [a-d]\b",
    ))
});

/// An address of version 6: eight groups, or fewer around a double colon.
static IP_6: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b",
        r"|\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){1,5}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?\b",
    ))
});

static IP: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?-u)\b([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\b"));

static AGE: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b([1-9][0-9]?|1[0-1][0-9]|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)",
        r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|eighteen|nineteen)[ -]years?[ -]old\b",
    ))
});

/// Adds the numbers of `text` to `found`.
pub(super) fn find(text: &str, traits: Traits, found: &mut Vec<Detection>) {
    let mut push = |range, kind| found.push(Detection::new(range, kind));
    if traits.has_spelled() {
        for one in SPELLED.find_iter(text) {
            push(one.range(), PersonalKind::NationalId);
        }
    }
    if traits.has_age() {
        for one in AGE.find_iter(text) {
            push(one.range(), PersonalKind::Age);
        }
    }
    if !traits.has_digit() {
        return;
    }
    for one in IBAN.find_iter(text) {
        if let Some(length) = iban_length(one.as_str()) {
            push(one.start()..one.start().saturating_add(length), PersonalKind::BankAccount);
        }
    }
    for one in ACCOUNT.find_iter(text) {
        push(one.range(), PersonalKind::BankAccount);
    }
    for one in DOCUMENT.captures_iter(text) {
        let kind = match (one.name("medicare"), one.name("plate")) {
            (Some(_), _) => PersonalKind::NationalId,
            (_, Some(_)) => PersonalKind::Plate,
            _ => PersonalKind::Document,
        };
        if let Some(whole) = one.get(0) {
            push(whole.range(), kind);
        }
    }
    for one in IP_6.find_iter(text) {
        push(one.range(), PersonalKind::IpAddress);
    }
    for one in IP.captures_iter(text) {
        let part = |place| one.get(place).and_then(|part| part.as_str().parse::<u32>().ok());
        let parts = [part(1), part(2), part(3), part(4)].map(Option::unwrap_or_default);
        if let Some(whole) = one.get(0)
            && is_public(parts)
        {
            push(whole.range(), PersonalKind::IpAddress);
        }
    }
}

/// The longest beginning, cut between groups or not, that is a valid account number.
fn iban_length(text: &str) -> Option<usize> {
    let ends = text.char_indices().map(|(at, ch)| at.saturating_add(ch.len_utf8()));
    let boundaries = ends
        .filter(|end| text[*end..].chars().next().is_none_or(|next| !next.is_ascii_alphanumeric()));
    boundaries.collect::<Vec<_>>().into_iter().rev().find(|end| checksum::iban(&text[..*end]))
}

/// Whether an address can belong to somebody; version numbers have small parts.
fn is_public(parts: [u32; 4]) -> bool {
    let [first, second, ..] = parts;
    let private = matches!(first, 0 | 10 | 127 | 224..)
        || (first == 192 && second == 168)
        || (first == 172 && (16..32).contains(&second));
    parts.iter().all(|part| *part <= 255) && !private && parts.iter().any(|part| *part > 31)
}
