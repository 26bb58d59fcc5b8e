//! The legs of one call while they are gathered.

use std::{collections::HashSet, mem};

use super::{
    super::{BadRecord, IncomingCall, raw::RECORD_LIMIT},
    call::call,
    leg::Leg,
};

/// Legs of one `uid`, each once.
#[derive(Default)]
pub(super) struct Group {
    legs: Vec<Leg>,
    leg_ids: HashSet<String>,
    bytes: usize,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.legs.len()
    }

    /// Whether `leg` is of the call being gathered, or the first of one.
    pub(super) fn takes(&self, leg: &Leg) -> bool {
        self.legs.first().is_none_or(|first| first.fields.uid == leg.fields.uid)
    }

    /// Adds a leg; one that is there already changes nothing, or its seconds would count twice.
    pub(super) fn add(&mut self, leg: Leg) -> Result<(), BadRecord> {
        if self.leg_ids.contains(&leg.fields.leg_id) {
            return Ok(());
        }
        self.bytes += leg.bytes.len();
        if self.bytes > RECORD_LIMIT {
            self.bytes -= leg.bytes.len();
            let reason = "the legs of the call are together larger than 64 MB".to_owned();
            return Err(BadRecord { place: leg.place, reason });
        }
        self.leg_ids.insert(leg.fields.leg_id.clone());
        self.legs.push(leg);
        Ok(())
    }

    /// The call, leaving the group empty for the next one.
    pub(super) fn take_call(&mut self) -> Option<Result<IncomingCall, BadRecord>> {
        let legs = mem::take(self).legs;
        let place = legs.first()?.place;
        Some(call(legs).map_err(|reason| BadRecord { place, reason }))
    }
}
