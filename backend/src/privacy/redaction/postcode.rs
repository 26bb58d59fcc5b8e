//! Detector of British postcodes in lower case, and of those that are spelled out.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    detection::{Detection, PersonalKind},
    number_words::{NumberWord, number_word},
    pattern::compile,
    spelled::radio,
};

/// Letters that postcodes begin with.
const AREAS: &str = "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN \
     DT DY E EC EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL \
     LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM \
     SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE";

/// Ends of words that look like the end of a postcode: "2nd", "4 gb".
const UNITS: [&str; 8] = ["st", "nd", "rd", "th", "gb", "ft", "lb", "hr"];
/// Symbols of a postcode without its space.
const SYMBOLS: std::ops::RangeInclusive<usize> = 5..=7;
/// Longest word that is a symbol ("november").
const MAX_SYMBOL: usize = 8;

static LOWER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i-u)\b([a-z]{1,2})[0-9][a-z0-9]?\s[0-9]([abd-hjlnp-uw-z]{2})\b"));

static WHOLE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?-u)\A([A-Z]{1,2})[0-9][A-Z0-9]?[0-9][ABD-HJLNP-UW-Z]{2}\z"));

/// Adds the postcodes in any case, with their space.
pub(super) fn find_written(text: &str, found: &mut Vec<Detection>) {
    for one in LOWER.captures_iter(text) {
        let (Some(whole), Some(area), Some(end)) = (one.get(0), one.get(1), one.get(2)) else {
            continue;
        };
        let is_word = UNITS.iter().any(|word| end.as_str().eq_ignore_ascii_case(word));
        if is_area(area.as_str()) && !is_word {
            found.push(Detection::new(whole.range(), PersonalKind::Postcode));
        }
    }
}

/// Adds the postcodes that are spelled out: "S W one A one A A", "sierra whiskey one alpha".
pub(super) fn find_spoken(text: &str, found: &mut Vec<Detection>) {
    let mut run: Vec<(Range<usize>, u8)> = Vec::new();
    let mut at = 0_usize;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let word = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if word > 0 {
            let end = at.saturating_add(word);
            match symbol(&bytes[at..end]) {
                Some(symbol) => run.push((at..end, symbol)),
                None => close(&mut run, found),
            }
            at = end;
        } else {
            if !matches!(bytes[at], b' ' | b'-' | b',' | b'\n') {
                close(&mut run, found);
            }
            at = at.saturating_add(1);
        }
    }
    close(&mut run, found);
}

/// Ends a run of symbols: the postcodes in it are found.
fn close(run: &mut Vec<(Range<usize>, u8)>, found: &mut Vec<Detection>) {
    let mut at = 0_usize;
    while let Some(rest) = run.get(at..).filter(|rest| rest.len() >= *SYMBOLS.start()) {
        let fits = |count: &usize| rest.get(..*count).is_some_and(is_postcode);
        match SYMBOLS.rev().find(fits) {
            Some(count) => {
                let last = at.saturating_add(count).saturating_sub(1);
                let place = run[at].0.start..run[last].0.end;
                found.push(Detection::new(place, PersonalKind::Postcode));
                at = at.saturating_add(count);
            }
            None => at = at.saturating_add(1),
        }
    }
    run.clear();
}

fn is_postcode(run: &[(Range<usize>, u8)]) -> bool {
    let symbols: String = run.iter().map(|(_, symbol)| char::from(*symbol)).collect();
    WHOLE.captures(&symbols).and_then(|code| code.get(1)).is_some_and(|area| is_area(area.as_str()))
}

fn is_area(letters: &str) -> bool {
    AREAS.split_ascii_whitespace().any(|area| area.eq_ignore_ascii_case(letters))
}

/// The letter or digit that a word stands for.
fn symbol(word: &[u8]) -> Option<u8> {
    if let [one] = word {
        return one.is_ascii_alphanumeric().then_some(one.to_ascii_uppercase());
    }
    if word.len() > MAX_SYMBOL {
        return None;
    }
    if let Some(NumberWord::Digits([digit])) = number_word(word) {
        return Some(*digit);
    }
    radio(word)
}
