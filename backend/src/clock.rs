//! Where the time comes from; everything else takes a [`Clock`].

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

/// A source of the present moment.
#[derive(Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that a test sets and moves.
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands at `now` until it is moved.
    pub fn fixed(now: Timestamp) -> Self {
        Self::Fixed(Arc::new(Mutex::new(now)))
    }

    /// The present moment, in whole milliseconds as the store keeps it.
    pub fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
        let now = match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Moves a fixed clock forward; the machine's clock is left alone.
    pub fn advance(&self, by: SignedDuration) {
        if let Self::Fixed(at) = self {
            let mut at = at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *at = at.saturating_add(by).unwrap_or(*at);
        }
    }
}
