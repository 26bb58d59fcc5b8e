//! The words before a number that say what the number is.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::compile;

/// How far before a number, in bytes, a cue still speaks of it.
const REACH: usize = 40;

/// Words that say a number is no telephone number ("order", "ref.") must stand right before it.
const NEXT_TO: usize = 6;

/// What a cue says of the number after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Phone,
    Card,
    SocialSecurity,
    Health,
    TaxFile,
    Medicare,
    Birth,
    /// An order, an item or another thing that has a number of its own.
    Thing,
}

// Longer phrases come first, because the first alternative that fits wins.
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
    /// Finds the cues of `text`, each by where it ends.
    pub(super) fn of(text: &str) -> Self {
        Self {
            found: WORDS.find_iter(text).map(|word| (word.end(), kind(word.as_str()))).collect(),
        }
    }

    /// The last cue that speaks of what starts at `at`.
    pub(super) fn before(&self, at: usize) -> Option<Cue> {
        let after = self.found.partition_point(|(end, _)| *end <= at);
        let (end, cue) = *self.found.get(after.checked_sub(1)?)?;
        let reach = if cue == Cue::Thing { NEXT_TO } else { REACH };
        (at - end <= reach).then_some(cue)
    }
}

/// Which cue a phrase is; the start of a phrase decides.
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
    } else if is_thing(&phrase) {
        Cue::Thing
    } else {
        Cue::Phone
    }
}

fn is_thing(phrase: &str) -> bool {
    const THINGS: [&str; 23] = [
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
    phrase.split(' ').next().is_some_and(|first| first == "code" || THINGS.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_cue_speaks() {
        for (text, cue) in [
            ("my order, phone number ", Some(Cue::Phone)),
            ("phone order ", Some(Cue::Thing)),
            ("order number: ", Some(Cue::Thing)),
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
