//! Pushes that run at the same time: so many of a tenant, so that one leaves room for others, and so
//! many in all.

use earshot_domain::TenantId;

use crate::{access::Places, intake::readers::CallMemory};

/// Most pushes at the same time, each of which occupies a thread.
const MAX_PUSHES: usize = 32;
/// Most pushes of one tenant at the same time.
const MAX_PUSHES_OF_TENANT: usize = 4;

/// The pushes that run, and the memory that they share with receivers. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pushes {
    pub(super) running: Places<TenantId>,
    pub(in crate::intake) memory: CallMemory,
}

impl Default for Pushes {
    fn default() -> Self {
        let running = Places::new(MAX_PUSHES_OF_TENANT, MAX_PUSHES);
        Self { running, memory: CallMemory::default() }
    }
}
