//! Legs of stored calls, read again from the records that are kept of them.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{
    super::{BadRecord, IncomingCall, Place, ReadOptions, elements::Elements, scan::RECORD_LIMIT},
    group::Group,
    leg::Leg,
    settle::settle,
    time::nearest_format,
};
use crate::intake::merging::Change;

/// The legs of a stored call and of a record that came again.
pub struct MergedLegs {
    /// The call rebuilt from all legs; `None` where the record adds nothing.
    pub call: Option<IncomingCall>,
    /// Values of the record that were not taken, by key.
    pub(in crate::intake) ignored: Vec<(String, Change)>,
}

/// Merges the legs of a stored call, which began at `started_at`, and of one read now: new legs are added,
/// and a known one is replaced by one that says more, or any other if it is `forced`.
///
/// Both records are source records of calls of this format; the stored one may have been read in another
/// display format.
pub fn merge(
    (stored_record, started_at): (&[u8], Timestamp),
    new_record: &[u8],
    options: &ReadOptions,
    forced: bool,
) -> Result<MergedLegs, BadRecord> {
    let stored_options = as_stored(stored_record, started_at, options);
    let mut group = Group::default();
    for leg in legs_of(stored_record, &stored_options) {
        group.add(leg?, &stored_options, false)?;
    }
    let (mut is_changed, mut ignored) = (false, Vec::new());
    for leg in legs_of(new_record, options) {
        let leg = leg?;
        if !group.accepts(&leg) {
            let reason = "`uid` is another call's".to_owned();
            return Err(BadRecord { place: leg.place, reason });
        }
        let added = group.add(leg, options, forced)?;
        is_changed |= added.is_changed;
        for value in added.ignored {
            if !ignored.contains(&value) {
                ignored.push(value);
            }
        }
    }
    let call = if is_changed { group.take_call().transpose()? } else { None };
    Ok(MergedLegs { call, ignored })
}

/// Builds the call of a stored record, which began at `started_at`, again.
pub(crate) fn reread(
    record: &[u8],
    started_at: Timestamp,
    options: &ReadOptions,
) -> Result<IncomingCall, BadRecord> {
    let stored_options = as_stored(record, started_at, options);
    let mut group = Group::default();
    for leg in legs_of(record, &stored_options) {
        group.add(leg?, &stored_options, false)?;
    }
    let no_legs =
        || BadRecord { place: Place::Record(1), reason: "the call has no legs".to_owned() };
    group.take_call().unwrap_or_else(|| Err(no_legs()))
}

/// Starts of the legs of a stored call, which began at `started_at`, in the record's order. Where it was
/// read in another time zone than that of `options`, they are as far apart as their local times.
pub(crate) fn leg_starts(
    record: &[u8],
    started_at: Timestamp,
    options: &ReadOptions,
) -> Option<Vec<Timestamp>> {
    let stored_options = as_stored(record, started_at, options);
    let legs: Result<Vec<Leg>, BadRecord> = legs_of(record, &stored_options).collect();
    let mut legs = legs.ok()?;
    settle(&mut legs);
    let first = legs.first()?;
    if first.started_at == started_at {
        return Some(legs.iter().map(|leg| leg.started_at).collect());
    }
    let later = |leg: &Leg| -> SignedDuration { leg.local.duration_since(first.local) };
    legs.iter().map(|leg| started_at.checked_add(later(leg)).ok()).collect()
}

/// The options with the display format in which a record was read when its call was stored; none where
/// its legs are in several.
fn as_stored(record: &[u8], started_at: Timestamp, options: &ReadOptions) -> ReadOptions {
    #[derive(Deserialize)]
    struct Timed {
        time: String,
    }
    let legs: Vec<Timed> = serde_json::from_slice(record).unwrap_or_default();
    let texts: Vec<String> = legs.into_iter().map(|leg| leg.time).collect();
    let found = nearest_format(&texts, options.display, &options.time_zone, started_at);
    ReadOptions { display: found, ..ReadOptions::in_zone(options.time_zone.clone()) }
}

fn legs_of<'a>(
    source_record: &'a [u8],
    options: &'a ReadOptions,
) -> impl Iterator<Item = Result<Leg, BadRecord>> + 'a {
    Elements::new(source_record, RECORD_LIMIT).map(|record| {
        let record = record?;
        let place: Place = record.place;
        Leg::read(record, options).map_err(|(_, reason)| BadRecord { place, reason })
    })
}
