//! Detector of postal addresses, postcodes and national ids with letters.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{
    detection::{Detection, PersonalKind},
    pattern::compile,
    postcode,
};

/// Greatest distance between an announcement and its address, in bytes.
const REACH: usize = 60;

static STREET: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(?-u:\b)(?:(?:flat|apt\.?|apartment|unit|suite|ste\.?|room) #?[a-z0-9]{1,5}(?:,? |/))?",
        r"(?:(?P<digits>[0-9]{1,5}[a-z]?(?:\s?[-/]\s?[0-9]{1,5}[a-z]?)?)|(?P<spoken>",
        r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|",
        r"five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|",
        r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)",
        r"(?: hundred)?)),?(?-u:\s)",
        r"(?P<name>(?:(?:[0-9]{1,3}(?:st|nd|rd|th)|(?:[a-z]|[^\x00-\x7f])(?:[a-z'.-]|[^\x00-\x7f])*)",
        r"(?-u:\s)){1,4})",
        r"(?:(?P<clear>street|road|avenue|lane|boulevard|crescent|terrace|highway|parkway|esplanade|",
        r"rd|ave|blvd|ln|cres|tce|hwy|pkwy)|(?P<vague>st|drive|dr|close|court|ct|way|place|pl|",
        r"square|sq|gardens|gdns|grove|row|park|hill|mews|green|rise|parade|pde|circle|cir|loop|",
        r"trail|walk|quay|plaza))(?-u:\b)",
    ))
});

/// Unit, town and postcode after a street.
static REST: LazyLock<Regex> = LazyLock::new(|| {
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
pub(super) fn find(text: &str, found: &mut Vec<Detection>) {
    for street in STREET.captures_iter(text) {
        if let Some(whole) = street.get(0)
            && is_street(text, &street)
        {
            let rest = REST.find(&text[whole.end()..]).map_or(0, |rest| rest.end());
            let end = whole.end().saturating_add(rest);
            found.push(Detection::new(whole.start()..end, PersonalKind::Address));
        }
    }
    postcode::find_spoken(text, found);
    found.extend(
        FOREIGN.find_iter(text).map(|one| Detection::new(one.range(), PersonalKind::Address)),
    );
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    postcode::find_written(text, found);
    let alone = ALONE.find_iter(text).map(|one| Detection::new(one.range(), PersonalKind::Address));
    found.extend(alone);
    let insurance = NATIONAL_INSURANCE.find_iter(text).filter(|one| is_issued_prefix(one.as_str()));
    found.extend(insurance.map(|one| Detection::new(one.range(), PersonalKind::NationalId)));
}

/// A street without a number, and a house with a name, as an answer to a question for an address.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:[a-z'-]{2,20} (?:cottage|house|farm|lodge|villa|barn|hall|court)\b(?:, ?|\s))?",
        r"(?:[a-z'-]{2,20} ){1,3}(?:street|road|avenue|lane|boulevard|crescent|terrace|close|drive|",
        r"gardens|grove|square|mews)\b(?:,? [a-z'-]{3,20}){0,2}",
        r"|\b[a-z'-]{2,20} (?:cottage|farm|lodge|villa)\b",
    ))
});

/// Town after a street, as an answer to a question for an address.
static TOWN: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i-u)\A,?\s[a-z'-]{3,20}(?: [a-z'-]{3,20})?(?:[\s,.]{0,2}\z|[,.])")
});

/// Adds what answers a question for an address.
pub(super) fn find_answer(text: &str, offset: usize, found: &mut Vec<Detection>) {
    let mut push = |start: usize, end: usize| {
        let place = offset.saturating_add(start)..offset.saturating_add(end);
        found.push(Detection::new(place, PersonalKind::Address));
    };
    let mut any = false;
    for street in STREET.captures_iter(text) {
        let (Some(whole), Some(name)) = (street.get(0), street.name("name")) else { continue };
        if name.as_str().split_ascii_whitespace().any(is_direction_word) {
            continue;
        }
        any = true;
        let rest = REST.find(&text[whole.end()..]).map_or(0, |rest| rest.end());
        let town = TOWN
            .find(&text[whole.end().saturating_add(rest)..])
            .map_or(0, |town| town.as_str().trim_end_matches([' ', ',', '.', '\n']).len());
        push(whole.start(), whole.end().saturating_add(rest).saturating_add(town));
    }
    if any {
        return;
    }
    for one in NAMED.find_iter(text) {
        let words = || one.as_str().split(|ch: char| !ch.is_ascii_alphabetic() && ch != '\'');
        if !words().any(is_direction_word) {
            push(one.start(), one.end());
        }
    }
}

/// Whether the match is a street, unlike "2 minutes down the road".
fn is_street(text: &str, street: &Captures) -> bool {
    let (Some(whole), Some(name)) = (street.get(0), street.name("name")) else { return false };
    let words = || name.as_str().split_ascii_whitespace();
    if words().any(is_direction_word) || is_drive_through(&text[whole.end()..]) {
        return false;
    }
    let proper = words().next_back().is_some_and(|word| {
        word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
    });
    if proper && (street.name("digits").is_some() || street.name("clear").is_some()) {
        return true;
    }
    let small =
        |number: &str| !number.contains("teen") && !number.contains(['-', ' ']) && number.len() < 6;
    let number = street.name("digits").is_some()
        || street.name("spoken").is_some_and(|number| {
            let number = number.as_str().to_ascii_lowercase();
            !small(&number) || number == "twelve" || number == "eleven"
        });
    let plain = number && street.name("clear").is_some();
    (plain && words().count() <= 2) || is_announced(text, whole.start())
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
fn is_direction_word(word: &str) -> bool {
    const WORDS: [&str; 78] = [
        "a", "about", "after", "all", "along", "am", "an", "and", "are", "around", "at", "away",
        "before", "big", "block", "blocks", "by", "can", "cents", "coffee", "coffees", "cup",
        "cups", "days", "dollars", "doors", "down", "drink", "drinks", "for", "from", "hour",
        "hours", "i", "in", "into", "is", "it", "just", "km", "latte", "lattes", "mile", "miles",
        "min", "mins", "minute", "minutes", "more", "my", "of", "off", "on", "or", "other", "our",
        "ounce", "out", "over", "oz", "past", "people", "percent", "please", "pm", "pounds",
        "right", "shots", "that", "this", "to", "up", "want", "way", "we", "with", "you", "your",
    ];
    word == "the" || WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether the prefix is not one of those that are never issued.
fn is_issued_prefix(number: &str) -> bool {
    let prefix = number[..2].to_ascii_uppercase();
    !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&prefix.as_str())
}
