//! Times of a transcript's lines: their order, and which of them are outside of the call.

use serde::{Deserialize, Serialize};

use crate::{Turn, code::codes};

codes! {
    /// Where the time of a line lies.
    LinePlace {
        /// Within the call.
        Within = "within", "";
        /// Before the call began.
        Before = "before", "Timed before the call began";
        /// After the call ended.
        After = "after", "Timed after the call ended";
    }
}

/// A line whose time is outside of its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OutsideLine {
    /// Index of the line, from 0.
    pub line: usize,
    /// Where its time lies.
    pub place: LinePlace,
}

/// The time of a call, which its lines are within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallSpan {
    length_ms: Option<i64>,
}

impl CallSpan {
    /// Milliseconds by which a line may lie outside of its call, since sources round.
    const TOLERANCE_MS: i64 = 1000;

    /// The span of a call of so many seconds, which ended so many milliseconds after it began; a call
    /// of no length without an end may still be going on.
    pub fn new(total_seconds: i64, ended_after_ms: Option<i64>) -> Self {
        let total = Some(total_seconds.saturating_mul(1000)).filter(|total| *total > 0);
        Self { length_ms: total.max(ended_after_ms) }
    }

    /// The span of a call by its times in milliseconds since 1970.
    pub fn of_call(started_at: i64, ended_at: Option<i64>, total_seconds: i64) -> Self {
        Self::new(total_seconds, ended_at.map(|end| end.saturating_sub(started_at)))
    }

    /// The place of a line that begins so many milliseconds after the call.
    pub fn place(self, offset_ms: i64) -> LinePlace {
        if offset_ms < -Self::TOLERANCE_MS {
            LinePlace::Before
        } else if self
            .length_ms
            .is_some_and(|length| offset_ms > length.saturating_add(Self::TOLERANCE_MS))
        {
            LinePlace::After
        } else {
            LinePlace::Within
        }
    }

    /// The offset of a line as it is stored: one that was rounded to before the call begins with it.
    pub fn rounded(self, offset_ms: i64) -> i64 {
        if self.place(offset_ms) == LinePlace::Before { offset_ms } else { offset_ms.max(0) }
    }

    /// Indexes of lines in the order in which they are shown: by their time, and otherwise as given.
    /// A line without a time, or with one outside of the call, keeps its place.
    pub fn order(self, offsets: &[Option<i64>]) -> Vec<usize> {
        let is_timed = |index: &usize| {
            offsets[*index].is_some_and(|offset| self.place(offset) == LinePlace::Within)
        };
        let places: Vec<usize> = (0..offsets.len()).filter(is_timed).collect();
        let mut by_time = places.clone();
        by_time.sort_by_key(|index| offsets[*index]);
        let mut order: Vec<usize> = (0..offsets.len()).collect();
        for (place, index) in places.into_iter().zip(by_time) {
            order[place] = index;
        }
        order
    }

    /// The lines whose time is outside of the call.
    pub fn outside(self, turns: &[Turn]) -> Vec<OutsideLine> {
        let place = |(line, turn): (usize, &Turn)| {
            let place = self.place(turn.offset_ms?);
            (place != LinePlace::Within).then_some(OutsideLine { line, place })
        };
        turns.iter().enumerate().filter_map(place).collect()
    }

    /// For each line of a source, with these offsets, the index of the stored one. The lines of a call
    /// that was stored before lines were ordered are as its source gave them.
    pub fn stored_indexes(self, given: &[Option<i64>], stored: &[Turn]) -> Vec<usize> {
        let order = self.order(given);
        let ordered = order.iter().map(|index| given[*index].map(|offset| self.rounded(offset)));
        let mut indexes: Vec<usize> = (0..given.len()).collect();
        if ordered.eq(stored.iter().map(|turn| turn.offset_ms)) {
            for (stored, given) in order.into_iter().enumerate() {
                indexes[given] = stored;
            }
        }
        indexes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_ordered_by_time_and_otherwise_as_given() {
        let span = CallSpan::new(60, None);
        let order =
            |offsets: &[i64]| span.order(&offsets.iter().copied().map(Some).collect::<Vec<_>>());
        assert_eq!(order(&[0, 5000, 3000]), [0, 2, 1]);
        assert_eq!(order(&[2000, 1000, 2000, 1000]), [1, 3, 0, 2]);
        assert_eq!(order(&[]), [0_usize; 0]);
        // Outside of the call: as many hours as clocks are put back, or in another unit.
        assert_eq!(order(&[5000, 3_605_000, 3000]), [2, 1, 0]);
        assert_eq!(order(&[5000, -3_600_000, 3000]), [2, 1, 0]);
        assert_eq!(span.order(&[Some(5000), None, Some(3000), None]), [2, 1, 0, 3]);
    }

    #[test]
    fn places_allow_for_rounding_and_for_calls_without_an_end() {
        let place = |span: CallSpan, offset| span.place(offset);
        let minute = CallSpan::new(60, None);
        assert_eq!(
            [-1001, -1000, 0, 61_000, 61_001].map(|offset| place(minute, offset)),
            [
                LinePlace::Before,
                LinePlace::Within,
                LinePlace::Within,
                LinePlace::Within,
                LinePlace::After
            ]
        );
        assert_eq!([-400, -3000, 400].map(|offset| minute.rounded(offset)), [0, -3000, 400]);
        let live = CallSpan::of_call(5000, None, 0);
        assert_eq!(place(live, 3_600_000), LinePlace::Within);
        let ended = CallSpan::of_call(5000, Some(95_000), 60);
        assert_eq!(
            [90_000, 91_001].map(|at| place(ended, at)),
            [LinePlace::Within, LinePlace::After]
        );
        assert_eq!(place(CallSpan::of_call(5000, Some(5000), 0), 5000), LinePlace::After);
    }

    #[test]
    fn lines_outside_are_listed_and_those_of_a_source_are_found_again() {
        let turn =
            |offset_ms| Turn { speaker: crate::Speaker::Agent, text: String::new(), offset_ms };
        let span = CallSpan::new(60, None);
        let given = [Some(5000), Some(-3_600_000), Some(-300), Some(90_000), None];
        let stored = [Some(0), Some(-3_600_000), Some(5000), Some(90_000), None].map(turn);
        assert_eq!(span.stored_indexes(&given, &stored), [2, 1, 0, 3, 4]);
        let as_given = [Some(5000), Some(0), Some(0), Some(90_000), None].map(turn);
        assert_eq!(span.stored_indexes(&given, &as_given), [0, 1, 2, 3, 4]);
        let outside = |line, place| OutsideLine { line, place };
        let expected = [outside(1, LinePlace::Before), outside(3, LinePlace::After)];
        assert_eq!(span.outside(&stored), expected);
    }
}
