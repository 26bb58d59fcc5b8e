//! Leases held in this process, so that a cancel reaches their holders at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use super::lease::Hold;
use crate::store::Holding;

/// The holders of this process. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Registry(Arc<Mutex<HashMap<Holding, watch::Sender<Hold>>>>);

impl Registry {
    pub(super) fn add(&self, holding: Holding, hold: watch::Sender<Hold>) {
        self.entries().insert(holding, hold);
    }

    pub(super) fn remove(&self, holding: &Holding) {
        self.entries().remove(holding);
    }

    /// Tells every holder of a resource that it was asked to stop; one that lost its lease knows
    /// more than that.
    pub(super) fn signal_cancel(&self, resource: &str) {
        for (_, hold) in self.entries().iter().filter(|(holding, _)| holding.resource == resource) {
            hold.send_if_modified(|hold| {
                let held = *hold == Hold::Held;
                if held {
                    *hold = Hold::CancelRequested;
                }
                held
            });
        }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<Holding, watch::Sender<Hold>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
