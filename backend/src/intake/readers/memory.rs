//! Memory that calls may take together, from their reading until they are stored.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
};

use super::{BadRecord, IncomingCall};
use crate::Error;

/// Bytes of records that are read as calls or stored at the same time. A record of more takes all of it,
/// so that large ones go one at a time: storing a call takes several times the memory of its record.
const MAX_IN_FLIGHT: u32 = 4 << 20;

/// The memory that records share, by the bytes of the records. Cheap to clone.
#[derive(Clone)]
pub struct CallMemory(Arc<Semaphore>);

/// The share of one record, until it is dropped.
pub struct CallShare {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Default for CallMemory {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MAX_IN_FLIGHT as usize)))
    }
}

impl CallMemory {
    /// Waits for the share of a record of so many bytes.
    pub(crate) async fn share(&self, bytes: usize) -> Result<CallShare, Error> {
        let permit = Arc::clone(&self.0).acquire_many_owned(permits(bytes)).await;
        Ok(CallShare { _permit: Some(permit.map_err(Error::internal)?) })
    }

    /// Waits for the share of a record that was read, on a thread that may block.
    pub fn share_of(&self, record: &Result<IncomingCall, BadRecord>) -> CallShare {
        let bytes = record.as_ref().map_or(0, |call| call.source_record.len());
        self.blocking_share(bytes)
    }

    fn blocking_share(&self, bytes: usize) -> CallShare {
        let free = Arc::clone(&self.0).try_acquire_many_owned(permits(bytes));
        // The semaphore is never closed.
        let permit = free.or_else(|_| {
            Handle::current().block_on(Arc::clone(&self.0).acquire_many_owned(permits(bytes)))
        });
        CallShare { _permit: permit.ok() }
    }

    /// The gate for the large records of one input.
    pub fn gate(&self) -> Gate {
        Gate { memory: self.clone(), held: Arc::default() }
    }
}

fn permits(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(MAX_IN_FLIGHT).min(MAX_IN_FLIGHT)
}

/// A gate at which the large records of one input wait before they are brought into memory; one passes at
/// a time. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    memory: CallMemory,
    /// The share of the record that passed last, until it is taken with its call.
    held: Arc<Mutex<Option<CallShare>>>,
}

impl Gate {
    /// Waits until a record of so many bytes may be brought into memory. A record that passed before it,
    /// of which no call was made yet, shares its place.
    pub(super) fn pass(&self, bytes: usize) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            *held = Some(self.memory.blocking_share(bytes));
        }
    }

    /// The share of a record that was read: the one with which it passed, or another.
    pub fn share_of(&self, record: &Result<IncomingCall, BadRecord>) -> CallShare {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        held.unwrap_or_else(|| self.memory.share_of(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_large_record_waits_until_all_others_are_stored() {
        let memory = CallMemory::default();
        let small = memory.share(1).await.unwrap();
        let gate = memory.gate();
        let passing = tokio::task::spawn_blocking(move || {
            gate.pass(64 << 20);
            gate.pass(64 << 20);
            gate.share_of(&Err(BadRecord {
                place: super::super::Place::Line(1),
                reason: String::new(),
            }))
        });
        tokio::task::yield_now().await;
        assert!(!passing.is_finished());
        drop(small);
        let large = passing.await.unwrap();
        assert_eq!(memory.0.available_permits(), 0);
        drop(large);
        assert_eq!(memory.0.available_permits(), MAX_IN_FLIGHT as usize);
    }
}
