//! Registry of the leases held in this process, through which cancellation reaches their owners.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use super::lease::LeaseStatus;
use crate::store::AcquiredLease;

/// Registry of this process's leases. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Registry(Arc<Mutex<HashMap<AcquiredLease, watch::Sender<LeaseStatus>>>>);

impl Registry {
    pub(super) fn add(&self, lease: AcquiredLease, status: watch::Sender<LeaseStatus>) {
        self.entries().insert(lease, status);
    }

    pub(super) fn remove(&self, lease: &AcquiredLease) {
        self.entries().remove(lease);
    }

    /// Signals cancellation to every owner of a resource; a lost lease stays lost.
    pub(super) fn signal_cancel(&self, resource: &str) {
        for (_, status) in self.entries().iter().filter(|(lease, _)| lease.resource == resource) {
            status.send_if_modified(|status| {
                let held = *status == LeaseStatus::Held;
                if held {
                    *status = LeaseStatus::CancelRequested;
                }
                held
            });
        }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<AcquiredLease, watch::Sender<LeaseStatus>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
