//! Names to draw from, by their frequency; some are kept for the tests.

use earshot_names::hash;

use super::{
    dice::Dice,
    lists::{Frequencies, NameLists, fold},
};

/// Which names are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Names that sentences of the training have.
    Training,
    /// Names that only sentences of the tests have.
    Test,
}

impl Part {
    /// The part a name belongs to: one in eight is kept for the tests.
    pub(super) fn of(name: &str) -> Self {
        if (hash(fold(name).as_bytes()) >> 20).is_multiple_of(8) {
            Self::Test
        } else {
            Self::Training
        }
    }
}

/// Words with their frequency.
#[derive(Debug, Default)]
pub(super) struct Pool {
    words: Vec<String>,
    sums: Vec<u64>,
}

impl Pool {
    /// Creates a pool of the words that `belongs` accepts.
    fn new(words: &Frequencies, belongs: impl Fn(&str, f64) -> bool) -> Self {
        let mut pool = Self::default();
        let mut sum = 0;
        for (word, frequency) in words {
            if word.chars().count() >= 2 && belongs(word, *frequency) {
                sum += units(*frequency);
                pool.words.push(word.clone());
                pool.sums.push(sum);
            }
        }
        pool
    }

    /// Draws a word by its frequency.
    pub(super) fn draw(&self, dice: &mut Dice) -> &str {
        let roll = dice.next() % self.sums.last().copied().unwrap_or(1);
        &self.words[self.sums.partition_point(|sum| *sum <= roll)]
    }

    /// Draws a word, all alike.
    pub(super) fn draw_flat(&self, dice: &mut Dice) -> &str {
        dice.pick::<String>(&self.words)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive number")]
fn units(frequency: f64) -> u64 {
    (frequency * 1000.0) as u64 + 1
}

/// The names of one part.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) given: Pool,
    pub(super) surnames: Pool,
    /// Given names that are English words, such as Will and Rose.
    pub(super) word_given: Pool,
    /// Surnames that are English words.
    pub(super) word_surnames: Pool,
    /// The thousand or so commonest given names.
    pub(super) common_given: Pool,
    /// The commonest surnames.
    pub(super) common_surnames: Pool,
    /// Persons of many cultures.
    pub(super) persons: Vec<(String, String)>,
}

impl Names {
    /// Returns the names of a part.
    pub(super) fn new(lists: &NameLists, words: &Frequencies, part: Part) -> Self {
        let belongs = |word: &str| Part::of(word) == part;
        let word = |word: &str| words.get(word).copied().unwrap_or_default();
        // A word is a given name in sentences only if it is one often enough: "date" is in every census.
        let is_fair = |name: &str, frequency: f64| belongs(name) && frequency * 8.0 > word(name);
        let is_word = |name: &str, frequency: f64| {
            belongs(name) && frequency >= 20.0 && word(name) >= 4.0 && frequency * 30.0 > word(name)
        };
        let surname_word =
            |name: &str, frequency: f64| belongs(name) && frequency >= 15.0 && word(name) >= 4.0;
        // The collection has titles and nicknames too, such as "the great".
        let is_plain = |part: &str| {
            let lists = [&lists.given, &lists.surnames];
            let name: f64 = lists.iter().filter_map(|list| list.get(part)).sum();
            word(part) < 20.0 || name * 10.0 > word(part)
        };
        let persons = lists.persons.iter().filter(|(first, last)| {
            first.split([' ', '-']).chain(last.split([' ', '-'])).all(is_plain)
        });
        Self {
            given: Pool::new(&lists.given, is_fair),
            surnames: Pool::new(&lists.surnames, |name, frequency| {
                belongs(name) && frequency * 30.0 > word(name)
            }),
            word_given: Pool::new(&lists.given, is_word),
            word_surnames: Pool::new(&lists.surnames, surname_word),
            common_given: Pool::new(&lists.given, |name, frequency| {
                is_fair(name, frequency) && frequency >= 150.0 && word(name) < 4.0
            }),
            common_surnames: Pool::new(&lists.surnames, |name, frequency| {
                belongs(name) && frequency >= 100.0 && word(name) < 2.0
            }),
            persons: persons
                .filter(|(first, last)| belongs(first) && belongs(last))
                .cloned()
                .collect(),
        }
    }
}
