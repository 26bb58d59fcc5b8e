//! Work that one process at a time may do, while others wait for their turn.

use std::time::Duration;

use super::lease::{Lease, Taken};
use crate::{Backend, Error, ids};

/// Duration of the lease, which a process that dies keeps for as long.
const LEASE: Duration = Duration::from_secs(15);
/// Interval at which a waiting process asks again.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// The turn of this process; dropping it ends it in the background.
pub struct Turn(Lease);

impl Backend {
    /// Waits until no other process has the turn of this name, and takes it.
    pub async fn turn(&self, name: &str) -> Result<Turn, Error> {
        loop {
            let owner = ids::fresh().to_string();
            match self.leases.take(format!("turn:{name}"), owner, LEASE).await {
                Ok(Taken::Lease(lease)) => return Ok(Turn(lease)),
                Ok(Taken::HeldBy(_)) | Err(Error::Busy) => tokio::time::sleep(POLL_INTERVAL).await,
                Err(error) => return Err(error),
            }
        }
    }
}

impl Turn {
    /// Ends the turn.
    pub async fn end(self) -> Result<(), Error> {
        self.0.end().await
    }
}
