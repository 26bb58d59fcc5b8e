//! Topics: what a question, or the name of a field, asks for.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::{detection::PersonalKind, pattern::compile};

/// A kind of detail that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Birth,
    Phone,
    Email,
    Card,
    SecurityCode,
    NationalId,
    BankAccount,
    Document,
    Account,
    Plate,
    Address,
    Postcode,
    Age,
}

/// Fewest digits of the number of a card.
const CARD_DIGITS: usize = 12;

impl Topic {
    /// The topic that a detail of a kind answers. Of a card, the number has many digits and the rest has few.
    pub(super) const fn of_kind(kind: PersonalKind, digits: usize) -> Option<Self> {
        Some(match kind {
            PersonalKind::Card if digits >= CARD_DIGITS => Self::Card,
            PersonalKind::Card => Self::SecurityCode,
            PersonalKind::DateOfBirth => Self::Birth,
            PersonalKind::Phone => Self::Phone,
            PersonalKind::Email => Self::Email,
            PersonalKind::NationalId => Self::NationalId,
            PersonalKind::BankAccount => Self::BankAccount,
            PersonalKind::Document => Self::Document,
            PersonalKind::Plate => Self::Plate,
            PersonalKind::Account => Self::Account,
            PersonalKind::Age => Self::Age,
            PersonalKind::Postcode => Self::Postcode,
            // An address is given in parts.
            _ => return None,
        })
    }
}

const TOPICS: [(Topic, &str); 13] = [
    (Topic::Birth, r"date of birth|birth ?date|birth ?day|\bborn\b|\bd\.?o\.?b\b"),
    (
        Topic::Phone,
        concat!(
            r"\b(?:tele|cell|mobile )?phone\b|\bmobile\b|\bcell\b|\blandline\b|\bwhatsapp\b|\bfax\b|",
            r"\bmsisdn\b|\bcaller\b|\bcallee\b|",
            r"\b(?:your|the|a|his|her|best|contact|callback|call ?back|daytime|full|direct) number\b|",
            r"(?:reach|call|ring|text|get) (?:you|him|her|them|me|us) (?:back )?(?:on|at)\b|",
            r"\bmy number\b|\bnumber to (?:call|reach)",
        ),
    ),
    (Topic::Email, r"\be-?mail"),
    (
        Topic::Card,
        concat!(
            r"\b(?:credit|debit|long|visa|mastercard|amex) ?(?:card )?number\b|",
            r"\bcard (?:number|no|details)\b|\b(?:credit|debit) card\b|\bcard ?pan\b|",
            r"\bnumber on (?:the|your) (?:front|card)",
        ),
    ),
    (
        Topic::SecurityCode,
        concat!(
            r"\bcv[cv]2?\b|\bsecurity (?:code|number)\b|\bexpir(?:y|es|ation)\b|\b(?:it|card) expire\b|",
            r"\b(?:three|four) (?:(?:digits|numbers) )?on the (?:back|front)\b|\bpin (?:code|number)\b|\b(?:your|my) pin\b|\bpin is\b|\bcsc\b",
        ),
    ),
    (
        Topic::NationalId,
        concat!(
            r"\bsocial security\b|\b(?:your|the|my|her|his|full) social\b|\bssn\b|\bitin\b|\bnhs\b|",
            r"\btax (?:file|id)\b|\btfn\b|\bmedicare\b|\bmedicaid\b|\bnational insurance\b|\bnino\b|",
            r"\bnational id\b",
        ),
    ),
    (
        Topic::BankAccount,
        concat!(
            r"\bbank details\b|\bacc(?:oun)?ts?\b(?: (?:number|no|id)\b)?|\bsort ?code\b|\biban\b|",
            r"\brouting\b|\bbsb\b|\baba\b|\bswift\b",
        ),
    ),
    (
        Topic::Document,
        concat!(
            r"\bpassport\b|\b(?:driv(?:ing|er'?s?)|my|your) licen[cs]e\b|\blicen[cs]e (?:number|no)\b|",
            r"\bdocument number\b",
        ),
    ),
    (
        Topic::Plate,
        concat!(
            r"\b(?:number|licen[cs]e|registration) ?plates?\b|\bplate (?:number|is)\b|\brego\b|\breg\b|\bvin\b|",
            r"\b(?:car|vehicle)(?:'?s)? registration\b|\bregistration(?: number)?\b",
        ),
    ),
    (
        Topic::Account,
        concat!(
            r"\bpolicy (?:number|no|id)\b|\bmedical record\b|\bmrn\b|\bpatient (?:number|id)\b|",
            r"\bmember(?:ship)? (?:number|id)\b|\binsurance (?:number|id)\b|",
            r"\b(?:booking|reservation|confirmation|claim|customer|client|loyalty|case) ",
            r"(?:number|no|id|code|reference|ref)\b|\breference (?:number|code|is)\b|\bbooking [a-z]*[0-9]|",
            r"\b(?:file|record|membership|loyalty|frequent flyer) number\b",
        ),
    ),
    (
        Topic::Address,
        concat!(
            r"\b(?:postal|home|billing|delivery|shipping|street|mailing|your|the|my|full|current) address\b|",
            r"\baddress\b|\bwhere do you live\b|\bline of (?:your|the) address\b|\bstreet\b",
        ),
    ),
    (Topic::Postcode, r"\bpost ?code\b|\bpostal code\b|\bzip\b"),
    (
        Topic::Age,
        r"\bhow old (?:are|is|was|were) (?:you|he|she|they|your|his|her|my|the (?:patient|child|baby|kid|caller))\b|\b(?:your|his|her|my|patient'?s?) age\b|\bage (?:is|of the patient)\b|\baged\b",
    ),
];

static PATTERNS: LazyLock<Vec<(Topic, Regex)>> = LazyLock::new(|| {
    TOPICS.iter().map(|(topic, words)| (*topic, compile(&format!("(?i-u)(?:{words})")))).collect()
});

static ANY: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    RegexSet::new(TOPICS.iter().map(|(_, words)| format!("(?i-u)(?:{words})"))).ok()
});

/// Topics that something asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Topics(u16);

impl Topics {
    /// The topics named in a text.
    pub(super) fn of(text: &str) -> Self {
        let Some(any) = ANY.as_ref() else { return Self::default() };
        Self(any.matches(text).iter().fold(0, |all, place| all | (1 << place)))
    }

    /// Whether there are none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Topics of either.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Topics of both.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Topics of this and not of the other.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Topics of this, and one more.
    pub(super) fn with(self, topic: Topic) -> Self {
        let place = TOPICS.iter().position(|(known, _)| *known == topic);
        Self(self.0 | place.map_or(0, |place| 1 << place))
    }

    /// Whether a topic is among them.
    pub(super) fn has(self, topic: Topic) -> bool {
        self == self.with(topic)
    }

    /// Every topic.
    pub(super) fn iter(self) -> impl Iterator<Item = Topic> {
        TOPICS
            .iter()
            .enumerate()
            .filter(move |(place, _)| self.0 & (1 << place) != 0)
            .map(|(_, one)| one.0)
    }
}

/// Returns the places in a text, by their ends, where topics are named that need no question to be
/// recognised beside their value.
pub(super) fn announcements(text: &str) -> Vec<(usize, Topic)> {
    const ANNOUNCED: [Topic; 8] = [
        Topic::Birth,
        Topic::SecurityCode,
        Topic::NationalId,
        Topic::BankAccount,
        Topic::Document,
        Topic::Account,
        Topic::Plate,
        Topic::Age,
    ];
    let Some(any) = ANY.as_ref() else { return Vec::new() };
    let named = any.matches(text);
    let mut all = Vec::new();
    for (place, (topic, pattern)) in PATTERNS.iter().enumerate() {
        if named.matched(place) && ANNOUNCED.contains(topic) {
            all.extend(pattern.find_iter(text).map(|one| (one.end(), *topic)));
        }
    }
    all
}

/// Topics of the name of a field, such as `dateOfBirth` or `caller_phone`.
pub(super) fn topics_of_name(name: &str) -> Topics {
    Topics::of(&words_of_name(name))
}

/// The words of a name of a field, in small letters.
pub(super) fn words_of_name(name: &str) -> String {
    let mut words = String::with_capacity(name.len().saturating_add(4));
    let mut lower = false;
    for ch in name.chars().take(64) {
        if ch.is_ascii_uppercase() && lower {
            words.push(' ');
        }
        lower = ch.is_ascii_lowercase() || ch.is_ascii_digit();
        words.push(if ch.is_ascii_alphanumeric() { ch.to_ascii_lowercase() } else { ' ' });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(text: &str) -> Vec<Topic> {
        Topics::of(text).iter().collect()
    }

    #[test]
    fn questions_name_their_topics() {
        assert_eq!(
            topics("What is your date of birth and postcode?"),
            [Topic::Birth, Topic::Postcode]
        );
        assert_eq!(topics("Can I take your number?"), [Topic::Phone]);
        assert_eq!(topics("What is the order number?"), []);
        assert_eq!(topics("What size of mocha would you like?"), []);
    }

    #[test]
    fn names_of_fields_name_their_topics() {
        let of = |name| topics_of_name(name).iter().collect::<Vec<_>>();
        assert_eq!(of("dateOfBirth"), [Topic::Birth]);
        assert_eq!(of("caller_phone"), [Topic::Phone]);
        assert_eq!(of("order_id"), []);
        assert_eq!(of("message"), []);
    }
}
