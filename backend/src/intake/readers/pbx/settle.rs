//! Starts of legs whose local time occurs twice or never, settled by what else the call knows
//! (docs/compatibility.md#decision-local-times).

use jiff::{SignedDuration, Timestamp};

use super::leg::Leg;

/// Milliseconds by which a line may lie outside of its leg, since sources round.
const TOLERANCE_MS: i64 = 2000;

/// How little an assumed start fits, from the weightiest sign to the lightest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Misfit {
    /// Milliseconds by which lines lie outside of their legs.
    lines: i64,
    /// Milliseconds by which legs begin before the leg ahead of them.
    order: i64,
    /// Milliseconds until somebody spoke.
    silence: i64,
    /// Starts that are not the first of the two.
    second: i64,
}

impl Misfit {
    fn plus(self, other: Self) -> Self {
        Self {
            lines: self.lines.saturating_add(other.lines),
            order: self.order.saturating_add(other.order),
            silence: self.silence.saturating_add(other.silence),
            second: self.second.saturating_add(other.second),
        }
    }
}

/// One of the starts that a leg may have, and the best start of the leg ahead of it for this one.
#[derive(Clone, Copy)]
struct Step {
    start: Timestamp,
    misfit: Misfit,
    ahead: usize,
}

/// Chooses the start of every leg of a call, so that together they fit best.
pub(super) fn settle(legs: &mut [Leg]) {
    if legs.iter().all(|leg| leg.other_start.is_none()) {
        return;
    }
    let mut order: Vec<usize> = (0..legs.len()).collect();
    order.sort_by_key(|index| legs[*index].fields.leg);
    let mut steps: Vec<Vec<Step>> = Vec::with_capacity(legs.len());
    for index in &order {
        let ahead = steps.last().map(Vec::as_slice).unwrap_or_default();
        let next = starts(&legs[*index]).map(|(start, own)| best_step(ahead, start, own));
        let next: Vec<Step> = next.collect();
        steps.push(next);
    }
    let best = |steps: &[Step]| (0..steps.len()).min_by_key(|choice| steps[*choice].misfit);
    let mut choice = steps.last().and_then(|last| best(last)).unwrap_or_default();
    for (steps, index) in steps.iter().zip(&order).rev() {
        legs[*index].started_at = steps[choice].start;
        choice = steps[choice].ahead;
    }
}

/// The starts that a leg may have, the likelier first, with how little each fits by itself.
fn starts(leg: &Leg) -> impl Iterator<Item = (Timestamp, Misfit)> {
    let starts = [Some(leg.started_at), leg.other_start].into_iter().flatten();
    starts.zip(0..).map(|(start, second)| (start, Misfit { second, ..of_lines(leg, start) }))
}

/// The best way to a start from those of the leg ahead.
fn best_step(ahead: &[Step], start: Timestamp, own: Misfit) -> Step {
    let steps = ahead.iter().enumerate().map(|(index, before)| {
        let early = before.start.as_millisecond().saturating_sub(start.as_millisecond());
        let order = Misfit { order: early.max(0), ..Misfit::default() };
        Step { start, misfit: before.misfit.plus(own).plus(order), ahead: index }
    });
    steps.min_by_key(|step| step.misfit).unwrap_or(Step { start, misfit: own, ahead: 0 })
}

/// How little the lines of a leg fit a start: nobody speaks before the leg is answered or after it ends.
fn of_lines(leg: &Leg, start: Timestamp) -> Misfit {
    let after = |seconds: u32| {
        let moment = start.saturating_add(SignedDuration::from_secs(seconds.into()));
        moment.unwrap_or(start).as_millisecond()
    };
    let from = after(leg.fields.ring_duration).saturating_sub(TOLERANCE_MS);
    let to = after(leg.fields.call_duration).saturating_add(TOLERANCE_MS);
    let spoken = leg.fields.utterances().iter().filter_map(|line| line.at().ok().flatten());
    let spoken: Vec<i64> = spoken.map(Timestamp::as_millisecond).collect();
    let outside = |at: &i64| from.saturating_sub(*at).max(at.saturating_sub(to)).max(0);
    let first = spoken.iter().min().map_or(0, |at| at.saturating_sub(start.as_millisecond()));
    Misfit {
        lines: spoken.iter().map(outside).fold(0, i64::saturating_add),
        silence: first.max(0),
        ..Misfit::default()
    }
}
