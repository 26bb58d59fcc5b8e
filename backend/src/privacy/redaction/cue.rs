//! Cues: words before a number that announce its kind.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::compile;

/// Greatest distance between a cue and its number, in bytes.
const REACH: usize = 40;

/// Greatest distance for cues of reference numbers ("order", "ref."), which directly precede them.
const REFERENCE_REACH: usize = 6;

/// Kind of number that a cue announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Phone,
    Card,
    SocialSecurity,
    Health,
    TaxFile,
    Medicare,
    Birth,
    /// A reference number of an order, an item or the like.
    Reference,
}

// Longer phrases come first, because the first matching alternative is taken.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:",
        r"date of birth|birth ?date|birthday|born|d\.?o\.?b\b|",
        r"(?:",
        r"social security|social|ssn|itin|nhs|tax file|tfn|medicare|",
        r"(?:credit|debit|visa|mastercard|master card|amex|american express|bank|payment|card)",
        r"(?: card)?|",
        r"order|item|ref|reference|invoice|ticket|case|booking|confirmation|tracking|sku|part|",
        r"model|serial|product|transaction|receipt|voucher|coupon|batch|lot|account|session|",
        r"code",
        r")(?: (?:number|no|id|code)\b)?\b(?: is\b|'s\b)?|",
        r"(?:tele|cell|mobile )?phone|mobile|cell|tel\b|landline|whatsapp|fax|",
        r"(?:my|your|his|her|their|our|callback|call back|contact|best|direct) number|",
        r"number(?: is|'s)|(?:call|ring|text|reach|dial|contact|sms|message)(?:ing|ed)? ",
        r"(?:me|us|him|her|them|back|you|on|at)\b|call\b|dial\b",
        r")",
    ))
});

/// The cues of one text, in order.
pub(super) struct Cues {
    found: Vec<(usize, Cue)>,
}

impl Cues {
    /// Finds the cues of `text`, each with its end.
    pub(super) fn of(text: &str) -> Self {
        Self {
            found: WORDS.find_iter(text).map(|word| (word.end(), kind(word.as_str()))).collect(),
        }
    }

    /// Returns the nearest cue in reach before `at`.
    pub(super) fn before(&self, at: usize) -> Option<Cue> {
        let after = self.found.partition_point(|(end, _)| *end <= at);
        let (end, cue) = *self.found.get(after.checked_sub(1)?)?;
        let reach = if cue == Cue::Reference { REFERENCE_REACH } else { REACH };
        (at.saturating_sub(end) <= reach).then_some(cue)
    }
}

/// Returns the cue of a phrase, by its beginning.
fn kind(phrase: &str) -> Cue {
    let phrase = phrase.to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| phrase.starts_with(word));
    if begins(&["date", "birth", "born", "dob", "d."]) {
        Cue::Birth
    } else if begins(&["social", "ssn", "itin"]) {
        Cue::SocialSecurity
    } else if begins(&["nhs"]) {
        Cue::Health
    } else if begins(&["tax", "tfn"]) {
        Cue::TaxFile
    } else if begins(&["medicare"]) {
        Cue::Medicare
    } else if begins(&["credit", "debit", "visa", "master", "amex", "american", "bank", "card"])
        || begins(&["payment"])
    {
        Cue::Card
    } else if is_reference(&phrase) {
        Cue::Reference
    } else {
        Cue::Phone
    }
}

fn is_reference(phrase: &str) -> bool {
    const REFERENCES: [&str; 23] = [
        "order",
        "item",
        "ref",
        "reference",
        "invoice",
        "ticket",
        "case",
        "booking",
        "confirmation",
        "tracking",
        "sku",
        "part",
        "model",
        "serial",
        "product",
        "transaction",
        "receipt",
        "voucher",
        "coupon",
        "batch",
        "lot",
        "account",
        "session",
    ];
    phrase.split(' ').next().is_some_and(|first| first == "code" || REFERENCES.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_cue_applies() {
        for (text, cue) in [
            ("my order, phone number ", Some(Cue::Phone)),
            ("phone order ", Some(Cue::Reference)),
            ("order number: ", Some(Cue::Reference)),
            ("order for pick-up ", None),
            ("the SSN is ", Some(Cue::SocialSecurity)),
            ("visa card ", Some(Cue::Card)),
            ("D.O.B. ", Some(Cue::Birth)),
            ("call me on ", Some(Cue::Phone)),
            ("really ", None),
            ("phone, that was such a very long story before it ", None),
        ] {
            assert_eq!(Cues::of(text).before(text.len()), cue, "{text}");
        }
    }
}
