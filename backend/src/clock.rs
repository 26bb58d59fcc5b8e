//! The clock: the only source of the current time.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

/// A source of the current time.
#[derive(Clone)]
pub enum Clock {
    /// The system clock.
    System,
    /// A clock that a test sets and advances.
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// Creates a clock that stays at `now` until it is advanced.
    pub fn fixed(now: Timestamp) -> Self {
        Self::Fixed(Arc::new(Mutex::new(now)))
    }

    /// The current time in whole milliseconds, the precision of the store.
    pub fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the only reader of the system clock")]
        let now = match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Advances a fixed clock; has no effect on the system clock.
    pub fn advance(&self, by: SignedDuration) {
        if let Self::Fixed(at) = self {
            let mut at = at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *at = at.saturating_add(by).unwrap_or(*at);
        }
    }
}
