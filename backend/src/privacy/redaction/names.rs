//! Persons: the detector of names, and how eagerly it marks them.

use std::{
    borrow::Cow,
    ops::Range,
    str::FromStr,
    sync::atomic::{AtomicU8, Ordering},
};

use earshot_names::{Before, Known, Question, Setting};

use super::detection::{Detection, PersonalKind, merge};

/// Times a turn is read, since a name that was replaced can make another one clearer. Few turns need two.
const MAX_READINGS: usize = 5;

/// How eagerly names of persons are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// Not at all.
    Off,
    /// As few leaks as few false marks allow.
    #[default]
    Balanced,
    /// Fewer leaks, at the price of more false marks.
    Careful,
}

/// The setting of this process, by its place in [`Names::ALL`].
static SETTING: AtomicU8 = AtomicU8::new(1);

impl Names {
    /// Every setting.
    pub const ALL: [Self; 3] = [Self::Off, Self::Balanced, Self::Careful];

    /// The name of the setting on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Balanced => "balanced",
            Self::Careful => "careful",
        }
    }

    /// How readily the tagger marks words; `None` where it is not asked.
    const fn setting(self) -> Option<Setting> {
        match self {
            Self::Off => None,
            Self::Balanced => Some(Setting::Balanced),
            Self::Careful => Some(Setting::Careful),
        }
    }

    /// The setting that texts of this process are redacted with.
    pub fn of_process() -> Self {
        let place = usize::from(SETTING.load(Ordering::Relaxed));
        Self::ALL.get(place).copied().unwrap_or_default()
    }

    /// Redacts every text of this process with this setting from now on.
    pub fn set_for_process(self) {
        let place = Self::ALL.iter().position(|one| *one == self).unwrap_or(1);
        SETTING.store(u8::try_from(place).unwrap_or(1), Ordering::Relaxed);
    }
}

impl FromStr for Names {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|one| one.as_str() == text);
        known.ok_or_else(|| format!("{text} is not one of off, balanced and careful"))
    }
}

/// Whose names are marked in the texts of a call.
#[derive(Debug, Clone, Default)]
pub(super) struct Persons {
    names: Names,
    /// The agent who takes the call: their name is no personal detail of a caller.
    agent: Known,
}

impl Persons {
    /// Marks names as `names` says, but for that of the agent.
    pub(super) fn of(names: Names, agent: Option<&str>) -> Self {
        Self { names, agent: Known::of(agent.as_slice()) }
    }

    /// Adds the persons of a turn, which was said directly after `before`, to what was found in it; other
    /// kinds have precedence. Returns that in order and without overlaps, and what the reading of the next
    /// turn needs to know.
    ///
    /// The tagger sees what is replaced as its placeholder, and reads the turn until it finds no more:
    /// redacted again, the text is the same.
    pub(super) fn add(
        &self,
        before: Before,
        turn: &str,
        found: Vec<Detection>,
    ) -> (Vec<Detection>, Before) {
        let mut found = merge(found);
        let (Some(tagger), Some(setting)) =
            (earshot_names::Names::embedded(), self.names.setting())
        else {
            return (found, before);
        };
        let is_unasked = before.question == Question::None && is_bare(turn);
        let mut next = before;
        for _ in 0..MAX_READINGS {
            let read = Replaced::of(turn, &found);
            let (mut ranges, after) = tagger.find_next(before, &read.text, setting, &self.agent);
            ranges.retain(|range| !is_unasked && is_sayable(&read.text[range.clone()]));
            next = after;
            if ranges.is_empty() {
                break;
            }
            let persons = ranges.into_iter().map(|range| read.before_it(range));
            found.extend(persons.map(|range| Detection::new(range, PersonalKind::Person)));
            found = merge(found);
        }
        (found, next)
    }
}

/// Whether a searched text reads like a name of a person, where names are replaced.
pub fn reads_like_a_name(text: &str) -> bool {
    let asked = Before { question: Question::Name, is_cased: false };
    let persons = Persons::of(Names::of_process(), None);
    !persons.add(asked, text, Vec::new()).0.is_empty()
}

/// Whether a text is one word, or nothing but single letters, without capitals. Alone and unasked for it is
/// rather a note, such as "urgent", than a name.
fn is_bare(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_letters = words.clone().all(|word| word.chars().count() == 1);
    (is_letters || words.nth(1).is_none()) && !text.contains(char::is_uppercase)
}

/// Bytes of the longest word of a name.
const MAX_WORD: usize = 32;

/// Whether one of the words can be said, as a code such as "cmd" and a run of signs cannot: it has a vowel, or
/// is an initial.
fn is_sayable(words: &str) -> bool {
    let has_vowel =
        |word: &str| word.contains(|sign: char| !sign.is_ascii() || "aeiouyAEIOUY".contains(sign));
    let mut words = words.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(|word| word.len() <= MAX_WORD && (word.len() < 3 || has_vowel(word)))
}

/// A turn with its placeholders.
struct Replaced<'t> {
    text: Cow<'t, str>,
    /// Where each part that stays begins, in this text and in the turn.
    parts: Vec<(usize, usize)>,
}

impl<'t> Replaced<'t> {
    fn of(turn: &'t str, found: &[Detection]) -> Self {
        if found.is_empty() {
            return Self { text: Cow::Borrowed(turn), parts: vec![(0, 0)] };
        }
        let (mut text, mut parts, mut done) = (String::with_capacity(turn.len()), Vec::new(), 0);
        for one in found {
            parts.push((text.len(), done));
            text.push_str(turn.get(done..one.start).unwrap_or_default());
            text.push_str(one.kind.placeholder());
            done = one.end;
        }
        parts.push((text.len(), done));
        text.push_str(turn.get(done..).unwrap_or_default());
        Self { text: Cow::Owned(text), parts }
    }

    /// Where a range of this text, which has no placeholder, is in the turn.
    fn before_it(&self, range: Range<usize>) -> Range<usize> {
        let part = self.parts.partition_point(|(start, _)| *start <= range.start);
        let (here, there) = self.parts.get(part.saturating_sub(1)).copied().unwrap_or_default();
        let place = |at: usize| at.saturating_sub(here).saturating_add(there);
        place(range.start)..place(range.end)
    }
}
