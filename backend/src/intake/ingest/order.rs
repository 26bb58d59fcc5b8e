//! Which of two records of a call is newer.

use std::{cmp::Ordering, str::FromStr};

use crate::intake::readers::CallVersion;

/// What to do where a stored call and a record that came again contradict each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnConflict {
    /// Keep what is stored, unless the record says more or is marked as newer.
    #[default]
    Keep,
    /// Replace it.
    Replace,
}

/// The words for what to do with contradictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be keep or replace")]
pub struct UnknownOnConflict;

impl FromStr for OnConflict {
    type Err = UnknownOnConflict;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "keep" => Ok(Self::Keep),
            "replace" => Ok(Self::Replace),
            _ => Err(UnknownOnConflict),
        }
    }
}

/// Place of a record among those of its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// It is marked as older than what is stored.
    Older,
    /// Nothing says which is newer.
    Unmarked,
    /// It is marked as newer than what is stored.
    Newer,
    /// It replaces what is stored, whatever its mark.
    Forced,
}

impl Order {
    pub(super) fn of(stored: CallVersion, again: CallVersion, on_conflict: OnConflict) -> Self {
        if on_conflict == OnConflict::Replace {
            return Self::Forced;
        }
        let by_revision = again.revision.zip(stored.revision).map(|(again, of)| again.cmp(&of));
        let by_time = again.updated_at.zip(stored.updated_at).map(|(again, of)| again.cmp(&of));
        let decided = [by_revision, by_time].into_iter().flatten().find(|order| order.is_ne());
        match decided {
            Some(Ordering::Less) => Self::Older,
            Some(_) => Self::Newer,
            None if stored == CallVersion::default() && again != stored => Self::Newer,
            None => Self::Unmarked,
        }
    }
}

/// The later of each mark.
pub(super) fn latest(stored: CallVersion, again: CallVersion) -> CallVersion {
    CallVersion {
        revision: stored.revision.max(again.revision),
        updated_at: stored.updated_at.max(again.updated_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_decides_before_a_time_and_a_mark_before_none() {
        let of = |revision: Option<i64>, at: Option<&str>| CallVersion {
            revision,
            updated_at: at.map(|at| at.parse().unwrap()),
        };
        let (early, late) = (Some("2026-06-01T09:00:00Z"), Some("2026-06-01T10:00:00Z"));
        for (stored, again, expected) in [
            (of(None, None), of(None, None), Order::Unmarked),
            (of(None, None), of(Some(0), None), Order::Newer),
            (of(Some(1), None), of(None, None), Order::Unmarked),
            (of(Some(1), None), of(Some(1), None), Order::Unmarked),
            (of(Some(2), early), of(Some(1), late), Order::Older),
            (of(Some(1), early), of(Some(1), late), Order::Newer),
            (of(None, late), of(None, early), Order::Older),
            (of(None, late), of(Some(1), None), Order::Unmarked),
        ] {
            assert_eq!(
                Order::of(stored, again, OnConflict::Keep),
                expected,
                "{stored:?} {again:?}"
            );
            assert_eq!(Order::of(stored, again, OnConflict::Replace), Order::Forced);
        }
    }
}
