//! Persons: the detector of names, and how eagerly it marks them.

use std::{
    ops::Range,
    str::FromStr,
    sync::atomic::{AtomicU8, Ordering},
};

use earshot_names::{Before, Setting};

use super::detection::{Detection, PersonalKind};

/// How eagerly names of persons are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// Not at all.
    #[default]
    Off,
    /// As few leaks as few false marks allow.
    Balanced,
    /// Fewer leaks, at the price of more false marks.
    Careful,
}

/// The setting of this process, by its place in [`Names::ALL`].
static SETTING: AtomicU8 = AtomicU8::new(0);

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
        let place = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        SETTING.store(u8::try_from(place).unwrap_or(0), Ordering::Relaxed);
    }
}

impl FromStr for Names {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|one| one.as_str() == text);
        known.ok_or_else(|| format!("{text} is not one of off, balanced and careful"))
    }
}

/// Finds the persons of a turn, which was said directly after `before`. Details of other kinds that were
/// found in the turn are given, in order and without overlaps; a person is none of them.
pub(super) fn persons(
    before: Option<&str>,
    turn: &str,
    found: &[Detection],
    names: Names,
) -> Vec<Detection> {
    let (Some(tagger), Some(setting)) = (earshot_names::Names::embedded(), names.setting()) else {
        return Vec::new();
    };
    let taken: Vec<Range<usize>> = found.iter().map(|one| one.start..one.end).collect();
    let before = before.map_or(Before::NOTHING, Before::of);
    tagger
        .find_after(before, turn, &taken, setting)
        .into_iter()
        .map(|range| Detection::new(range, PersonalKind::Person))
        .collect()
}
