//! Word sequences without names, drawn from the frequencies of pairs of words: what stands beside a word
//! such as "rose" or "mark" when it is no name.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;

use super::{archive::read_text, dice::Dice, lists::Frequencies, sources::FREQUENCIES};

/// Words that stand before names.
const BEFORE_NAMES: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "doctor",
    "sir",
    "lord",
    "lady",
    "st",
    "saint",
    "king",
    "queen",
    "judge",
    "captain",
    "president",
    "professor",
    "uncle",
    "aunt",
    "dear",
    "prince",
    "father",
];

/// Pairs of words, by the first one.
#[derive(Debug)]
pub(super) struct Chains {
    followers: BTreeMap<String, Vec<(String, u64)>>,
    starts: Vec<String>,
}

impl Chains {
    /// Reads the pairs of which both are `words`.
    pub(super) fn load(folder: &Path, words: &Frequencies) -> Result<Self> {
        let archive = FREQUENCIES.fetch(folder)?;
        let text = read_text(&archive, "symspellpy/frequency_bigramdictionary_en_243_342.txt")?;
        let is_word = |word: &str| words.get(word).is_some_and(|frequency| *frequency >= 1.0);
        let mut followers: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
        for line in text.lines() {
            let parts: Vec<&str> = line.trim_start_matches('\u{feff}').split(' ').collect();
            let [first, second, count] = parts.as_slice() else { continue };
            if is_word(first) && is_word(second) && !BEFORE_NAMES.contains(first) {
                // The root, so that rare pairs come too.
                let count = count.trim().parse::<u64>()?.isqrt();
                let list = followers.entry((*first).to_owned()).or_default();
                let sum = list.last().map_or(0, |(_, sum)| *sum);
                list.push(((*second).to_owned(), sum + count));
            }
        }
        let starts = followers.keys().cloned().collect();
        Ok(Self { followers, starts })
    }

    /// Returns a sequence of words.
    pub(super) fn draw(&self, dice: &mut Dice) -> String {
        let mut word = dice.pick::<String>(&self.starts).as_str();
        let mut words = vec![word];
        for _ in 0..dice.between(3, 10) {
            let Some(list) = self.followers.get(word) else { break };
            let roll = dice.next() % list.last().map_or(1, |(_, sum)| *sum);
            word = list[list.partition_point(|(_, sum)| *sum <= roll)].0.as_str();
            words.push(word);
        }
        words.join(" ")
    }
}
