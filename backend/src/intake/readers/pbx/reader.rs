//! The reader of the PBX's download of call legs, which groups them into calls.

use std::iter::Peekable;

use serde::de::IgnoredAny;

use super::{
    super::{
        BadRecord, IncomingCall, Place, ReadOptions,
        elements::Elements,
        scan::{Fault, RECORD_LIMIT, Record},
    },
    group::Group,
    leg::Leg,
};
use crate::intake::merging::Change;

/// Calls from legs; the legs of a call are adjacent and share its `uid`.
pub(in super::super) struct Groups<I: Iterator> {
    records: Peekable<I>,
    options: ReadOptions,
    group: Group,
    held: Option<BadRecord>,
    stopped: bool,
}

impl<I: Iterator<Item = Result<Record, Fault>>> Groups<I> {
    pub(in super::super) fn new(records: I, options: ReadOptions) -> Self {
        let records = records.peekable();
        Self { records, options, group: Group::default(), held: None, stopped: false }
    }

    fn next_leg(&mut self) -> Option<Result<Leg, BadRecord>> {
        if self.stopped {
            return None;
        }
        let record = match self.records.next()? {
            Ok(record) => record,
            Err(fault) => return Some(Err(fault.into())),
        };
        let place = record.place;
        Some(Leg::read(record, &self.options).map_err(|(record, reason)| {
            // Where the JSON of an array is broken, strings and brackets after it can no longer be
            // told apart, so nothing that follows may be taken for a leg.
            self.stopped = matches!(place, Place::Record(_))
                && serde_json::from_slice::<IgnoredAny>(&record.bytes).is_err();
            BadRecord { place, reason }
        }))
    }

    /// Yields `bad` now, or after the last call when nothing else can follow.
    fn refuse(&mut self, bad: BadRecord) -> Result<IncomingCall, BadRecord> {
        if !self.stopped && self.records.peek().is_some() {
            return Err(bad);
        }
        match self.group.take_call() {
            Some(call) => {
                self.held = Some(bad);
                call
            }
            None => Err(bad),
        }
    }
}

impl<I: Iterator<Item = Result<Record, Fault>>> Iterator for Groups<I> {
    type Item = Result<IncomingCall, BadRecord>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(bad) = self.held.take() {
            return Some(Err(bad));
        }
        loop {
            let leg = match self.next_leg() {
                Some(Ok(leg)) => leg,
                Some(Err(bad)) => return Some(self.refuse(bad)),
                None => return self.group.take_call(),
            };
            let finished = if self.group.accepts(&leg) { None } else { self.group.take_call() };
            if let Err(bad) = self.group.add(leg, &self.options, false) {
                return Some(self.refuse(bad));
            }
            if finished.is_some() {
                return finished;
            }
        }
    }
}

/// The legs of a stored call and of a record that came again.
pub struct MergedLegs {
    /// The call rebuilt from all legs; `None` where the record adds nothing.
    pub call: Option<IncomingCall>,
    /// Values of the record that were not taken, by key.
    pub(in crate::intake) ignored: Vec<(String, Change)>,
}

/// Merges the legs of a stored call and of one read now: new legs are added, and a known one is replaced
/// by one that says more, or any other if it is `forced`.
///
/// Both records are source records of calls of this format.
pub fn merge(
    stored_record: &[u8],
    new_record: &[u8],
    options: &ReadOptions,
    forced: bool,
) -> Result<MergedLegs, BadRecord> {
    let mut group = Group::default();
    for leg in legs_of(stored_record, options) {
        group.add(leg?, options, false)?;
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

/// Builds the call of a stored record of this format again.
pub(crate) fn reread(record: &[u8], options: &ReadOptions) -> Result<IncomingCall, BadRecord> {
    let mut group = Group::default();
    for leg in legs_of(record, options) {
        group.add(leg?, options, false)?;
    }
    let no_legs =
        || BadRecord { place: Place::Record(1), reason: "the call has no legs".to_owned() };
    group.take_call().unwrap_or_else(|| Err(no_legs()))
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
