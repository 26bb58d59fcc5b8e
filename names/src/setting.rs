//! How readily words are taken for names.

/// How readily words are taken for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Setting {
    /// Few names are missed, and few other words are marked.
    #[default]
    Balanced,
    /// Fewer names are missed, and more other words are marked.
    Careful,
}

impl Setting {
    /// The log-odds from which a word is a name.
    pub(crate) const fn threshold(self) -> i32 {
        match self {
            Self::Balanced => BALANCED,
            Self::Careful => CAREFUL,
        }
    }

    /// The log-odds from which a word beside a name belongs to it.
    pub(crate) const fn beside(self) -> i32 {
        self.threshold() - BESIDE
    }
}

// Log-odds in units of 1 / SCALE.
const BALANCED: i32 = -50; // a probability of 0.17
const CAREFUL: i32 = -84; // 0.07
const BESIDE: i32 = 76; // about a tenth of the probability
