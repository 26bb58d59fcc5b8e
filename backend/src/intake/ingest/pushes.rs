//! Pushes that run at the same time: so many of a tenant, so that one leaves room for others, and so
//! many in all.

use std::sync::Arc;

use earshot_domain::TenantId;
use tokio::sync::Semaphore;

use crate::access::Places;

/// Most pushes at the same time, each of which occupies a thread.
const MAX_PUSHES: usize = 32;
/// Most pushes of one tenant at the same time.
const MAX_PUSHES_OF_TENANT: usize = 4;

/// Bytes of calls that were read by any push and are not stored yet. Larger calls go one at a time.
pub(super) const MAX_IN_FLIGHT: u32 = 4 << 20;

/// The pushes that run, and the memory that they share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pushes {
    pub(super) running: Places<TenantId>,
    pub(super) memory: Arc<Semaphore>,
}

impl Default for Pushes {
    fn default() -> Self {
        let memory = Arc::new(Semaphore::new(MAX_IN_FLIGHT as usize));
        Self { running: Places::new(MAX_PUSHES_OF_TENANT, MAX_PUSHES), memory }
    }
}
