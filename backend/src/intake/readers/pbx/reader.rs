//! The reader of the PBX's download of call legs, which groups them into calls.

use std::iter::Peekable;

use serde::de::IgnoredAny;

use super::{
    super::{
        BadRecord, IncomingCall, Place, ReadOptions,
        scan::{Fault, Record},
    },
    group::Group,
    leg::Leg,
};

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
