//! The legs of one call, gathered until it is complete.

use std::{collections::HashSet, mem};

use earshot_domain::byte_size;

use super::{
    super::{BadRecord, IncomingCall, scan::RECORD_LIMIT},
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

    /// Whether `leg` belongs to the call being gathered, or begins one.
    pub(super) fn accepts(&self, leg: &Leg) -> bool {
        self.legs.first().is_none_or(|first| first.fields.uid == leg.fields.uid)
    }

    /// Adds a leg; a repeated one is ignored, or its seconds would count twice.
    pub(super) fn add(&mut self, leg: Leg) -> Result<(), BadRecord> {
        if self.leg_ids.contains(&leg.fields.leg_id) {
            return Ok(());
        }
        self.bytes += leg.bytes.len();
        if self.bytes > RECORD_LIMIT {
            self.bytes -= leg.bytes.len();
            let limit = byte_size(RECORD_LIMIT as u64);
            let reason = format!("the legs of the call are together larger than {limit}");
            return Err(BadRecord { place: leg.place, reason });
        }
        self.leg_ids.insert(leg.fields.leg_id.clone());
        self.legs.push(leg);
        Ok(())
    }

    /// Builds the call and empties the group.
    pub(super) fn take_call(&mut self) -> Option<Result<IncomingCall, BadRecord>> {
        let legs = mem::take(self).legs;
        let place = legs.first()?.place;
        Some(call(legs).map_err(|reason| BadRecord { place, reason }))
    }
}
