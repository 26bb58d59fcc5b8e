//! The word list that is embedded: levels of frequency of each word.

use std::collections::{BTreeMap, BTreeSet};

use earshot_names::{Entry, Lexicon, tokens};

use super::{
    lists::{Frequencies, NameLists},
    places::Places,
    words,
};

/// Frequencies, in millionths, from which a word has level 2, 3 and so on.
const LEVELS: [f64; 6] = [0.5, 2.5, 12.0, 60.0, 300.0, 1500.0];
/// Level of a word that people say, whatever books say.
const SPOKEN: u16 = 5;
/// Names rarer than this, in millionths, are left out.
const RAREST: f64 = 0.12;

/// Returns the bytes of the word list. `spoken` are words of the sentences.
pub(super) fn write(
    names: &NameLists,
    frequencies: &Frequencies,
    places: &Places,
    brands: &[String],
    spoken: &BTreeSet<String>,
) -> Vec<u8> {
    let business_words: BTreeSet<String> = words::words("BUSINESS")
        .iter()
        .chain(words::words("STREETS"))
        .flat_map(|name| name.split([' ', '&']))
        .filter(|word| word.len() >= 2 && *word != "and")
        .map(str::to_lowercase)
        .collect();
    let brand_words: BTreeSet<String> = brands
        .iter()
        .flat_map(|brand| brand.split([' ', '-', '&']))
        .map(str::to_lowercase)
        .filter(|word| word.len() >= 4 && !frequencies.contains_key(word))
        .collect();
    let mut all: BTreeMap<&str, Entry> = BTreeMap::new();
    let lists = [&names.given, &names.surnames, frequencies];
    let listed = lists.iter().flat_map(|list| list.keys().map(String::as_str));
    let others = places
        .words
        .keys()
        .chain(&business_words)
        .chain(&brand_words)
        .chain(spoken)
        .map(String::as_str);
    for word in listed.chain(others) {
        let frequency = |list: &Frequencies| list.get(word).copied().unwrap_or_default();
        let (given, surname) = (frequency(&names.given), frequency(&names.surnames));
        let place = places.words.get(word).copied().unwrap_or_default();
        let is_brand = brand_words.contains(word);
        let is_business = business_words.contains(word);
        let is_spoken = spoken.contains(word) && given < 12.0;
        let mut level = level(frequency(frequencies));
        if is_spoken {
            level = level.max(SPOKEN);
        }
        if level == 0 && place == 0 && !(is_business || is_brand) && given.max(surname) < RAREST {
            continue;
        }
        all.insert(
            word,
            Entry::new(
                [self::level(given), self::level(surname), level],
                place,
                is_business,
                is_brand,
            ),
        );
    }
    // The commoner word comes first, in case two have one fingerprint.
    let mut entries: Vec<(&str, Entry)> = all.into_iter().collect();
    entries.sort_by_key(|(word, entry)| {
        let most = entry.given().max(entry.surname()).max(entry.word());
        (std::cmp::Reverse(most), *word)
    });
    println!("{} words in the list", entries.len());
    Lexicon::write(entries.into_iter().filter_map(|(word, entry)| {
        // As the tagger reads it: without accents.
        let [token] = tokens(word).try_into().ok()?;
        Some((token.hash, entry))
    }))
}

/// The level of a frequency in millionths.
fn level(frequency: f64) -> u16 {
    if frequency <= 0.0 {
        return 0;
    }
    let above = LEVELS.iter().filter(|limit| frequency >= **limit).count();
    1 + u16::try_from(above).unwrap_or_default()
}
