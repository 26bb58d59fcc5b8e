//! Addresses that were asked for: streets without a number, and parts of an address over several turns.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    address::{REACH, REST, STREET, is_direction_word, is_number, town},
    detection::{Detection, PersonalKind},
    pattern::compile,
};

/// A street without a number, and a house with a name, as an answer to a question for an address.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:[a-z'-]{2,20} (?:cottage|house|farm|lodge|villa|barn|hall|court)\b(?:, ?|\s))?",
        r"(?:[a-z'-]{2,20} ){1,3}(?:street|road|avenue|lane|boulevard|crescent|terrace|close|drive|",
        r"gardens|grove|square|mews)\b(?:,? [a-z'-]{3,20}){0,2}",
        r"|\b[a-z'-]{2,20} (?:cottage|farm|lodge|villa)\b",
    ))
});

/// A part of an address: what may be all that a turn says of it.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\A(?:(?:um|uh|er|it's|its|the|i'm at|at|yes|sure|okay),? ){0,2}",
        r"((?:(?:flat|apt|apartment|unit|suite) (?:[0-9]{1,4}[a-z]?,? )?)?(?:[0-9]{1,5}[a-z]?(?:/[0-9]{1,4})?|(?:zero|oh|one|two|three|four|five|six|",
        r"seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|",
        r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|double|triple)(?:[ -](?:zero|oh|one|",
        r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|",
        r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|and|",
        r"double|triple))*)(?:,? [a-z'-]{2,20}){0,3})[ ,.]*\z",
    ))
});

/// What continues an address in the next turn: the rest of a street, its town, its state and postcode.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u)\A((?:[A-Za-z'-]{1,20} ){0,3}(?i:street|road|avenue|lane|boulevard|crescent|terrace|highway|",
        r"parkway|drive|court|close|way|place|square|gardens|grove|mews|parade|rise|hill|st|rd|ave|dr|ct)",
        r"(?:,? [A-Za-z0-9'-]{1,20}){0,5}",
        r"|(?:[A-Za-z'-]{2,20},? ){1,3}(?:(?:[A-Z]{2,3} )?[0-9]{4,5}|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}))",
        r"[ ,.]*\z",
    ))
});

/// Adds the part of an address behind the words that announce it, where it is all that follows.
pub(super) fn find_announced_part(text: &str, found: &mut Vec<Detection>) {
    let Some(cue) = ADDRESS_IS.find(text) else { return };
    let mut part = Vec::new();
    find_part(&text[cue.end()..], true, false, &mut part);
    found.extend(part.into_iter().map(|one| one.shifted(cue.end())));
}

static ADDRESS_IS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i-u)\b(?:address is|address's|i live at|we live at|we're at)[ ,:]{1,3}")
});

/// Adds the part of an address that a turn gives after a question for one, or after another part of it.
pub(super) fn find_part(text: &str, is_asked: bool, is_further: bool, found: &mut Vec<Detection>) {
    if text.len() > REACH {
        return;
    }
    let part = || PART.captures(text).filter(|_| is_asked);
    let further = || FURTHER.captures(text).filter(|_| is_further);
    let Some(part) = part().or_else(further).and_then(|part| part.get(1)) else {
        return;
    };
    let is_other = |word: &str| {
        !["way", "and"].contains(&word.to_ascii_lowercase().as_str()) && is_direction_word(word)
    };
    if !part.as_str().split([' ', ',']).any(is_other) {
        found.push(Detection::new(part.range(), PersonalKind::Address));
    }
}

/// Adds what answers a question for an address.
pub(super) fn find_answer(text: &str, offset: usize, found: &mut Vec<Detection>) {
    let mut push = |start: usize, end: usize| {
        let place = offset.saturating_add(start)..offset.saturating_add(end);
        found.push(Detection::new(place, PersonalKind::Address));
    };
    let mut any = false;
    for street in STREET.captures_iter(text) {
        let (Some(whole), Some(name)) = (street.get(0), street.name("name")) else { continue };
        let words = || name.as_str().split_ascii_whitespace();
        let is_vague = street.name("vague").is_some();
        if words().any(is_direction_word) || (is_vague && words().any(is_number)) {
            continue;
        }
        any = true;
        let rest = REST.find(&text[whole.end()..]).map_or(0, |rest| rest.end());
        let town = town(&text[whole.end().saturating_add(rest)..]);
        push(whole.start(), whole.end().saturating_add(rest).saturating_add(town));
    }
    if any {
        return;
    }
    for one in NAMED.find_iter(text) {
        let words = || one.as_str().split(|ch: char| !ch.is_ascii_alphabetic() && ch != '\'');
        if !words().any(|word| is_direction_word(word) || word.eq_ignore_ascii_case("the")) {
            push(one.start(), one.end());
        }
    }
}
