//! The lease that keeps exports one at a time per person, and the notes of how far an export has come.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use earshot_domain::ExportId;
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    Backend, Error, Viewer,
    jobs::{Hold, Lease, Taken},
    store::Tx,
};

/// How often it is noted how many calls a running export has written.
const NOTE_EVERY: Duration = Duration::from_millis(500);

/// The lease of a running export. Dropping it ends the notes and gives the lease back.
pub(super) struct ExportLease {
    pub(super) export_id: ExportId,
    /// Says when the export must stop.
    pub(super) hold: watch::Receiver<Hold>,
    /// Calls written so far, which are noted for other tabs to see.
    pub(super) written: Arc<AtomicI64>,
    lease: Lease,
    notes: JoinHandle<()>,
}

impl ExportLease {
    /// Takes the person's lease, or says which export holds it.
    pub(super) async fn take(backend: &Backend, viewer: &Viewer) -> Result<Self, Error> {
        let export_id = ExportId::new(crate::ids::fresh());
        let duration = Duration::from_secs(backend.limits.export_lease_seconds.into());
        let taken = backend.leases.take(resource(viewer)?, export_id.to_string(), duration).await?;
        let lease = match taken {
            Taken::Lease(lease) => lease,
            Taken::HeldBy(owner) => {
                return Err(Error::AlreadyInProgress(export_of_owner(&owner)?));
            }
        };
        let written = Arc::new(AtomicI64::new(0));
        let notes = tokio::spawn(note(backend.clone(), export_id, Arc::clone(&written)));
        Ok(Self { export_id, hold: lease.watch(), written, lease, notes })
    }

    /// Gives the lease back.
    pub(super) async fn end(&self, backend: &Backend) -> Result<(), Error> {
        let mut tx = backend.db.begin().await?;
        self.end_in(&mut tx).await?;
        tx.commit().await
    }

    /// Gives the lease back with a transaction.
    pub(super) async fn end_in(&self, tx: &mut Tx) -> Result<(), Error> {
        self.lease.end_in(tx).await
    }
}

impl Drop for ExportLease {
    fn drop(&mut self) {
        self.notes.abort();
    }
}

async fn note(backend: Backend, export_id: ExportId, written: Arc<AtomicI64>) {
    let mut noted = 0;
    loop {
        tokio::time::sleep(NOTE_EVERY).await;
        let now_written = written.load(Ordering::Relaxed);
        if now_written == noted {
            continue;
        }
        match backend.db.record_written(export_id, now_written).await {
            Ok(()) => noted = now_written,
            Err(error) => tracing::warn!(%export_id, %error, "an export's progress was not noted"),
        }
    }
}

/// Reads the export's id from the owner of its lease.
pub(super) fn export_of_owner(owner: &str) -> Result<ExportId, Error> {
    owner.parse().map_err(Error::internal)
}

/// Name of the resource that a user's exports lease, one at a time.
pub(super) fn resource(viewer: &Viewer) -> Result<String, Error> {
    Ok(format!("export:{}:{}", viewer.tenant.id, viewer.user_id()?))
}
