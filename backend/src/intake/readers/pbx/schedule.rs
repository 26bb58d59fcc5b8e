//! The schedule of a call's legs, which may ring and talk at the same time
//! (docs/compatibility.md#decision-legs).

use jiff::{SignedDuration, Timestamp};

use super::{
    super::fields::in_years,
    leg::{Fields, Leg, LegStatus},
};

/// Durations of a call in seconds, and when it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Schedule {
    pub(super) ended_at: Timestamp,
    pub(super) total: u32,
    /// Until the first answer; without one, to the end of the last ringing.
    pub(super) ring: u32,
    /// During which somebody talked.
    pub(super) talk: u32,
    /// During which somebody was on hold.
    pub(super) hold: u32,
}

impl Schedule {
    /// Derives the schedule of `legs`, which are not empty.
    pub(super) fn of(legs: &[Leg]) -> Result<Self, String> {
        let [first, ..] = legs else { return Err("the call has no legs".to_owned()) };
        let started_at = legs.iter().map(|leg| leg.started_at).min().unwrap_or(first.started_at);
        let offset = |leg: &Leg| seconds_between(started_at, leg.started_at);
        let total = legs
            .iter()
            .map(|leg| offset(leg).checked_add(leg.fields.call_duration))
            .max()
            .flatten()
            .ok_or("`call_duration` ends too long after the call began")?;
        let parts = |part: fn(&Fields) -> (u32, u32)| {
            let spans = legs.iter().map(|leg| {
                let (from, length) = part(&leg.fields);
                let from = offset(leg).saturating_add(from);
                (from.min(total), from.saturating_add(length).min(total))
            });
            covered(spans.collect())
        };
        let rung = |leg: &Leg| offset(leg).saturating_add(leg.fields.ring_duration).min(total);
        let answered = legs.iter().filter(|leg| leg.is_answered()).map(rung).min();
        let ring = answered.or_else(|| legs.iter().map(rung).max()).unwrap_or(0);
        let ended_at = started_at
            .checked_add(SignedDuration::from_secs(total.into()))
            .ok()
            .filter(|end| in_years(*end))
            .ok_or("`call_duration` must end in the years 1970 to 2200")?;
        Ok(Self {
            ended_at,
            total,
            ring,
            talk: parts(|leg| (leg.ring_duration, leg.talk_duration)),
            // Sources say how long somebody was on hold, not when; it is taken to be at the end.
            hold: parts(|leg| {
                (leg.ring_duration.saturating_add(leg.talk_duration), leg.hold_duration)
            }),
        })
    }
}

/// The leg that decides about the call: of those that were answered, the one answered last; without
/// any, the last one.
pub(super) fn deciding(legs: &[Leg]) -> Option<&Leg> {
    let answered_at = |leg: &&Leg| {
        leg.started_at.checked_add(SignedDuration::from_secs(leg.fields.ring_duration.into())).ok()
    };
    let answered = legs.iter().filter(|leg| leg.is_answered());
    answered.max_by_key(answered_at).or_else(|| legs.last())
}

impl Leg {
    fn is_answered(&self) -> bool {
        matches!(self.fields.status, LegStatus::Answered)
    }
}

fn seconds_between(start: Timestamp, end: Timestamp) -> u32 {
    u32::try_from(end.duration_since(start).as_secs()).unwrap_or(0)
}

/// Seconds covered by spans, each counted once.
fn covered(mut spans: Vec<(u32, u32)>) -> u32 {
    spans.sort_unstable();
    let mut sum = 0_u32;
    let mut done = 0;
    for (from, to) in spans {
        let from = from.max(done);
        sum = sum.saturating_add(to.saturating_sub(from));
        done = done.max(to);
    }
    sum
}
