//! Pushes that run at the same time: so many of a tenant, so that one leaves room for others, and so
//! many in all.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use earshot_domain::TenantId;
use tokio::sync::Semaphore;

/// Most pushes at the same time, each of which occupies a thread.
const MAX_PUSHES: usize = 32;
/// Most pushes of one tenant at the same time.
const MAX_PUSHES_OF_TENANT: usize = 4;

/// Bytes of calls that were read by any push and are not stored yet. Larger calls go one at a time.
pub(super) const MAX_IN_FLIGHT: u32 = 4 << 20;

/// The pushes that run, and the memory that they share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pushes {
    running: Arc<Mutex<HashMap<TenantId, usize>>>,
    pub(super) memory: Arc<Semaphore>,
}

impl Default for Pushes {
    fn default() -> Self {
        let memory = Arc::new(Semaphore::new(MAX_IN_FLIGHT as usize));
        Self { running: Arc::default(), memory }
    }
}

/// A push that runs, until this is dropped.
pub(crate) struct RunningPush {
    pushes: Pushes,
    tenant: TenantId,
}

impl Pushes {
    /// Begins a push; `None` while too many run.
    pub(crate) fn begin(&self, tenant: TenantId) -> Option<RunningPush> {
        let mut running = self.running();
        let all: usize = running.values().sum();
        let own = running.get(&tenant).copied().unwrap_or_default();
        if all >= MAX_PUSHES || own >= MAX_PUSHES_OF_TENANT {
            return None;
        }
        running.insert(tenant, own + 1);
        Some(RunningPush { pushes: self.clone(), tenant })
    }

    fn running(&self) -> MutexGuard<'_, HashMap<TenantId, usize>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RunningPush {
    fn drop(&mut self) {
        let mut running = self.pushes.running();
        if let Some(own) = running.get_mut(&self.tenant) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                running.remove(&self.tenant);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_leaves_room_for_others() {
        let pushes = Pushes::default();
        let tenants: Vec<_> = (0..9).map(|_| TenantId::new(crate::ids::fresh())).collect();
        let begin = |tenant: &TenantId| pushes.begin(*tenant);
        let own: Vec<_> = (0..4).map(|_| begin(&tenants[0]).unwrap()).collect();
        assert!(begin(&tenants[0]).is_none());
        let others: Vec<_> = tenants[1..8]
            .iter()
            .flat_map(|tenant| [tenant; 4])
            .map(|t| begin(t).unwrap())
            .collect();
        assert!(begin(&tenants[8]).is_none(), "32 run in all");
        drop(own);
        assert!(begin(&tenants[8]).is_some());
        drop(others);
        assert!(pushes.running().is_empty());
    }
}
