//! The legs of one call, gathered until it is complete.

use std::{collections::HashMap, mem};

use earshot_domain::byte_size;

use super::{
    super::{BadRecord, IncomingCall, Place, ReadOptions, scan::RECORD_LIMIT},
    call::call,
    leg::Leg,
    leg_merge::{MergedLeg, merged},
};
use crate::intake::merging::Change;

/// Legs of one `uid`, each once.
#[derive(Default)]
pub(super) struct Group {
    legs: Vec<Leg>,
    /// The place of each leg, by its id.
    places: HashMap<String, usize>,
    bytes: usize,
}

/// Result of adding a leg.
pub(super) struct Added {
    /// Whether the call was changed.
    pub(super) is_changed: bool,
    /// Values of the leg that were not taken, by key.
    pub(super) ignored: Vec<(String, Change)>,
}

impl Group {
    /// Whether `leg` belongs to the call being gathered, or begins one.
    pub(super) fn accepts(&self, leg: &Leg) -> bool {
        self.legs.first().is_none_or(|first| first.fields.uid == leg.fields.uid)
    }

    /// Adds a leg. One that is known already counts once: what it adds to the known leg is taken, and
    /// everything else if it is `forced`.
    pub(super) fn add(
        &mut self,
        leg: Leg,
        options: &ReadOptions,
        forced: bool,
    ) -> Result<Added, BadRecord> {
        let place = leg.place;
        let at = self.places.get(&leg.fields.leg_id).copied();
        let Some(known) = at.and_then(|at| self.legs.get(at)) else {
            self.bytes = self.check_size(leg.bytes.len(), place)?;
            self.places.insert(leg.fields.leg_id.clone(), self.legs.len());
            self.legs.push(leg);
            return Ok(Added { is_changed: true, ignored: Vec::new() });
        };
        let MergedLeg { leg, ignored } =
            merged(known, &leg, options, forced).map_err(|reason| BadRecord { place, reason })?;
        let is_changed = leg.is_some();
        if let Some(leg) = leg {
            self.bytes =
                self.check_size(leg.bytes.len().saturating_sub(known.bytes.len()), place)?;
            if let Some(known) = at.and_then(|at| self.legs.get_mut(at)) {
                *known = leg;
            }
        }
        Ok(Added { is_changed, ignored })
    }

    /// Checks the size of the call with so many further bytes.
    fn check_size(&self, further: usize, place: Place) -> Result<usize, BadRecord> {
        let bytes = self.bytes.saturating_add(further);
        if bytes <= RECORD_LIMIT {
            return Ok(bytes);
        }
        let limit = byte_size(RECORD_LIMIT as u64);
        let reason = format!("the legs of the call are together larger than {limit}");
        Err(BadRecord { place, reason })
    }

    /// Builds the call and empties the group.
    pub(super) fn take_call(&mut self) -> Option<Result<IncomingCall, BadRecord>> {
        let legs = mem::take(self).legs;
        let place = legs.first()?.place;
        Some(call(legs).map_err(|reason| BadRecord { place, reason }))
    }
}
