//! Detector of postal addresses, postcodes and national ids with letters.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{
    detection::{Detection, PersonalKind},
    number_words::{NumberWord, number_word},
    pattern::compile,
    postcode,
    traits::Traits,
};

/// Greatest distance between an announcement and its address, in bytes.
pub(super) const REACH: usize = 60;

pub(super) static STREET: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(?-u:\b)(?:(?:flat|apt\.?|apartment|unit|suite|ste\.?|room) #?[a-z0-9]{1,5}(?:,? |/))?",
        r"(?:(?P<digits>[0-9]{1,5}[a-z]?(?:\s?[-/]\s?[0-9]{1,5}[a-z]?)?)|(?P<spoken>",
        r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|",
        r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|",
        r"triple)(?:[ -](?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|",
        r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|",
        r"eighty|ninety|hundred|and|double|triple))*)),?(?-u:\s)",
        r"(?P<name>(?:(?:[0-9]{1,3}(?:st|nd|rd|th)|(?:[a-z]|[^\x00-\x7f])(?:[a-z'.-]|[^\x00-\x7f])*)",
        r"(?-u:\s)){1,4})",
        r"(?:(?P<clear>street|road|avenue|lane|boulevard|crescent|terrace|highway|parkway|esplanade|",
        r"rd|ave|blvd|ln|cres|tce|hwy|pkwy)|(?P<vague>st|drive|dr|close|court|ct|way|place|pl|",
        r"square|sq|gardens|gdns|grove|row|park|hill|mews|green|rise|parade|pde|circle|cir|loop|",
        r"trail|walk|quay|plaza))(?-u:\b)",
    ))
});

/// Unit, town and postcode after a street.
pub(super) static REST: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u)\A(?:\.?,?\s(?i:apt\.?|apartment|unit|suite|ste\.?|flat|floor|#)\s?#?[A-Za-z0-9]{1,5}\b)?",
        r"(?:\.?(?:,?\s[A-Z][A-Za-z'.-]{1,24}(?:\s[A-Z][A-Za-z'.-]{1,24}){0,2}){0,2},?\s",
        r"(?:[A-Z]{2},?\s[0-9]{5}(?:-[0-9]{4})?",
        r"|(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT|Vic|Qld|Tas),?\s[0-9]{4}",
        r"|[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][ABD-HJLNP-UW-Z]{2})\b",
        r"|(?i:(?:,?\s[a-z]{2,20}){0,2},?\s[a-z]{1,2}[0-9][a-z0-9]?\s?[0-9][abd-hjlnp-uw-z]{2})\b)?",
    ))
});

/// Details that need no street: British postcodes, post office boxes, announced codes.
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u)\b(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}",
        r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]|GIR 0AA)\s?[0-9][ABD-HJLNP-UW-Z]{2}\b",
        r"|\b(?i:p\.?\s?o\.?\s?box)\s[0-9]{1,6}\b",
        r"|\b(?i:zip(?: ?code)?|post ?code|postal code)(?i:'s|[\s:]+is)?[\s:,]{1,3}",
        r"(?i:[0-9]{5}(?:-[0-9]{4})?|[0-9]{4}|[a-z]{1,2}[0-9][a-z0-9]?\s?[0-9][a-z]{2})\b",
    ))
});

/// Streets as they are written in German, French and Spanish, and houses with a name. Letters are those of
/// ASCII and whatever lies beyond it, and words have no greatest length: with the letters of Unicode and
/// bounded words, the automaton outgrows its memory and each text takes forty times as long.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(?-u:\b)(?:(?:[a-z]|[^\x00-\x7f]){2,}(?:stra(?:ß|ss)e|str\.|gasse|allee|platz) [0-9]{1,4}",
        r"(?: ?[a-z](?-u:\b))?",
        r"|[0-9]{1,4},? (?:bis |ter )?(?:rue|boulevard|chemin|impasse|quai)",
        r"(?: (?:[a-z]|[^\x00-\x7f])(?:[a-z'-]|[^\x00-\x7f])*){1,4}",
        r"|(?:calle|avenida|paseo|via|viale|piazza)",
        r"(?: (?:[a-z]|[^\x00-\x7f])(?:[a-z'-]|[^\x00-\x7f])*){1,4},? [0-9]{1,4}",
        r"|(?-i:[A-Z][a-z'-]{2,} (?:Cottage|House|Farm|Lodge|Villa|Barn),? [A-Z][a-z'-]{2,} (?:Street|",
        r"Road|Avenue|Lane|Close|Drive|Gardens|Grove|Square|Mews|Hill|Row)))(?-u:\b)",
    ))
});

static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:address|liv(?:e|es|ed|ing) (?:at|on|in)|deliver(?:ed|y|ing)? (?:it )?to|",
        r"located at|send it to|ship(?:ped)? (?:it )?to|reside(?:s|d)? at|home is)\b",
        r"|\b(?:at|to|(?:i|we) have|i'm|we're|it's|is|from|got)[ ,]{1,2}\z",
    ))
});

/// National Insurance numbers, including the prefix of official examples.
static NATIONAL_INSURANCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)[\s-]?[0-9]{2}[\s-]?[0-9]{2}[\s-]?[0-9]{2}",
        r"[\s-]?[A-D]\b",
    ))
});

/// Adds the addresses of `text`, and the national ids with letters, to `found`.
pub(super) fn find(text: &str, traits: Traits, found: &mut Vec<Detection>) {
    if traits.has_street() {
        find_streets(text, found);
    }
    if traits.has_spelled() {
        postcode::find_spoken(text, found);
    }
    if traits.has_foreign_street() {
        let streets = FOREIGN.find_iter(text);
        found.extend(streets.map(|one| Detection::new(one.range(), PersonalKind::Address)));
    }
    if traits.has_digit() {
        find_codes(text, found);
    }
}

fn find_streets(text: &str, found: &mut Vec<Detection>) {
    for street in STREET.captures_iter(text) {
        if let Some(whole) = street.get(0)
            && is_street(text, &street)
        {
            let rest = REST.find(&text[whole.end()..]).map_or(0, |rest| rest.end());
            let end = whole.end().saturating_add(rest);
            let end = end.saturating_add(town(&text[end..]));
            found.push(Detection::new(whole.start()..end, PersonalKind::Address));
        }
    }
}

/// Adds what has digits: postcodes, post office boxes, national ids with letters.
fn find_codes(text: &str, found: &mut Vec<Detection>) {
    postcode::find_written(text, found);
    for one in ALONE.find_iter(text) {
        let is_box = one.as_str().as_bytes().get(1).is_some_and(|second| b".oO ".contains(second))
            && one.as_str().to_ascii_lowercase().contains("box");
        let kind = if is_box { PersonalKind::Address } else { PersonalKind::Postcode };
        found.push(Detection::new(one.range(), kind));
    }
    let insurance = NATIONAL_INSURANCE.find_iter(text).filter(|one| is_issued_prefix(one.as_str()));
    found.extend(insurance.map(|one| Detection::new(one.range(), PersonalKind::NationalId)));
}

/// Town after a street: written with a capital letter behind a comma, or all that follows.
static TOWN: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u)\A(?:,\s(?P<proper>[A-Z][a-z'-]{2,19}(?:\s[A-Z][a-z'-]{2,19})?)\b",
        r"|,?\s(?P<last>[a-z'-]{3,20}(?: [a-z'-]{3,20})??)(?:,? (?:please|thanks|is (?:that|it|this)|right|correct)\b[a-z' ,]{0,40})?[\s,.?]{0,2}\z)",
    ))
});

/// The length of a town at the beginning of what follows a street.
pub(super) fn town(text: &str) -> usize {
    const NO_TOWN: &[&str] = &[
        "and", "the", "please", "thanks", "thank", "you", "yes", "yeah", "that", "that's", "today",
        "now", "okay", "here", "there", "tomorrow", "but", "is", "it", "it's", "are", "was", "for",
        "near", "next", "by", "with", "then", "right", "still", "correct", "if", "when", "we",
        "i'm", "just", "not", "so", "on", "in", "at", "number",
    ];
    let Some(found) = TOWN.captures(text) else { return 0 };
    let Some(name) = found.name("proper").or_else(|| found.name("last")) else { return 0 };
    let is_town = |word: &str| {
        !NO_TOWN.iter().any(|known| word.eq_ignore_ascii_case(known)) && !is_direction_word(word)
    };
    if name.as_str().split_ascii_whitespace().all(is_town) { name.end() } else { 0 }
}

/// Whether the match is a street, unlike "2 minutes down the road".
fn is_street(text: &str, street: &Captures) -> bool {
    let (Some(whole), Some(name)) = (street.get(0), street.name("name")) else { return false };
    let words = || name.as_str().split_ascii_whitespace();
    if words().any(is_direction_word) || is_drive_through(&text[whole.end()..]) {
        return false;
    }
    // "2 one way tickets"
    if street.name("vague").is_some() && words().any(is_number) {
        return false;
    }
    let proper = words().next_back().is_some_and(|word| {
        word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
    });
    if proper && (street.name("digits").is_some() || street.name("clear").is_some()) {
        return true;
    }
    if words().any(is_number) {
        return false;
    }
    let is_long =
        |number: &str| number.contains("teen") || number.contains(['-', ' ']) || number.len() > 5;
    let number = street.name("digits").is_some()
        || street.name("spoken").is_some_and(|number| {
            let number = number.as_str().to_ascii_lowercase();
            is_long(&number) || number == "eleven"
        });
    let is_spoken = street.name("spoken").is_some();
    let usual = street.name("clear").is_some()
        || is_spoken && street.name("vague").is_some_and(|kind| is_mostly_street(kind.as_str()));
    (number && usual && words().count() <= 2) || is_announced(text, whole.start())
}

/// Whether a word that is no clear sign of a street stands for one behind a long number.
fn is_mostly_street(word: &str) -> bool {
    ["drive", "close", "court", "way", "place", "gardens", "grove", "mews", "parade", "rise"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

pub(super) fn is_number(word: &str) -> bool {
    word.split('-').all(|part| {
        number_word(part.as_bytes()).is_some_and(|word| !matches!(word, NumberWord::Homophone(_)))
    })
}

fn is_drive_through(after: &str) -> bool {
    [" thru", "-thru", " through", "-through", " Thru", "-Thru"]
        .iter()
        .any(|word| after.starts_with(word))
}

fn is_announced(text: &str, at: usize) -> bool {
    let from = text.ceil_char_boundary(at.saturating_sub(REACH));
    ANNOUNCED.is_match(&text[from..at])
}

/// Whether a word belongs to directions or orders rather than the name of a street; a capitalised
/// "The" can begin a name.
pub(super) fn is_direction_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "a", "about", "after", "all", "along", "am", "an", "and", "are", "around", "at", "away",
        "before", "big", "block", "blocks", "by", "can", "cents", "coffee", "coffees", "cup",
        "cups", "days", "dollars", "doors", "down", "drink", "drinks", "for", "from", "hour",
        "hours", "i", "in", "into", "is", "it", "just", "km", "latte", "lattes", "mile", "miles",
        "min", "mins", "minute", "minutes", "more", "my", "of", "off", "on", "or", "other", "our",
        "ounce", "out", "over", "oz", "past", "people", "percent", "please", "pm", "pounds",
        "dollar", "pound", "euro", "euros", "star", "bed", "bedroom", "car", "night", "nights",
        "week", "weeks", "month", "months", "ticket", "tickets", "year", "years", "day", "piece",
        "seat", "seats", "inch", "foot", "bus", "right", "shots", "that", "this", "to", "up",
        "want", "way", "we", "with", "you", "your",
    ];
    word == "the" || WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether the prefix is not one of those that are never issued.
fn is_issued_prefix(number: &str) -> bool {
    let prefix = number[..2].to_ascii_uppercase();
    !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&prefix.as_str())
}
