//! Presets of the date range.

use earshot_domain::{Bound, CallFilter, Day};

/// A named range of days that ends today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// No dates.
    AllTime,
    /// Today.
    Today,
    /// Seven days, including today.
    Week,
    /// Thirty days, including today.
    Month,
}

impl Preset {
    /// Every preset in display order.
    pub const ALL: [Self; 4] = [Self::Today, Self::Week, Self::Month, Self::AllTime];

    /// Returns the text of its button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AllTime => "All time",
            Self::Today => "Today",
            Self::Week => "7d",
            Self::Month => "30d",
        }
    }

    /// Returns the first and last day as values of the date fields.
    pub fn days(self, today: Day) -> (String, String) {
        let since = |back| (today.minus_days(back).to_string(), today.to_string());
        match self {
            Self::AllTime => (String::new(), String::new()),
            Self::Today => since(0),
            Self::Week => since(6),
            Self::Month => since(29),
        }
    }

    /// Returns the preset that matches the values of the date fields.
    pub fn of(from: &str, to: &str, today: Day) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.days(today) == (from.to_owned(), to.to_owned()))
    }

    /// Returns `filter` with this range.
    pub fn apply(self, filter: &CallFilter, today: Day) -> CallFilter {
        let (from, to) = self.days(today);
        let bound = |text: String| text.parse().ok().map(Bound::Day);
        CallFilter { from: bound(from), to: bound(to), ..filter.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_is_recognised_by_the_days_it_sets() {
        let today = "2026-11-21".parse().unwrap();
        assert_eq!(Preset::Week.days(today), ("2026-11-15".to_owned(), "2026-11-21".to_owned()));
        for preset in Preset::ALL {
            let (from, to) = preset.days(today);
            assert_eq!(Preset::of(&from, &to, today), Some(preset));
        }
        assert_eq!(Preset::of("2026-11-01", "2026-11-21", today), None);
    }
}
