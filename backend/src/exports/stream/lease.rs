//! Lease that limits a user to one export at a time, and the progress updates of the export.

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
    jobs::{Lease, LeaseStatus, Taken},
    store::Tx,
};

/// Interval of progress updates.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(500);

/// Lease of a running export. Dropping it stops the progress updates and releases the lease.
pub(super) struct ExportLease {
    pub(super) export_id: ExportId,
    /// Status of the lease, which tells when the export must stop.
    pub(super) status: watch::Receiver<LeaseStatus>,
    /// Calls written so far, recorded for other tabs.
    pub(super) written: Arc<AtomicI64>,
    lease: Lease,
    progress: JoinHandle<()>,
}

impl ExportLease {
    /// Acquires the user's lease, or reports which export owns it.
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
        let progress =
            tokio::spawn(record_progress(backend.clone(), export_id, Arc::clone(&written)));
        Ok(Self { export_id, status: lease.watch(), written, lease, progress })
    }

    /// Releases the lease.
    pub(super) async fn end(&self, backend: &Backend) -> Result<(), Error> {
        let ended = async {
            let mut tx = backend.db.begin().await?;
            self.end_in(&mut tx).await?;
            tx.commit().await
        };
        ended.await.inspect_err(|_| self.lease.reopen())
    }

    /// Releases the lease in a transaction.
    pub(super) async fn end_in(&self, tx: &mut Tx) -> Result<(), Error> {
        self.lease.end_in(tx).await
    }
}

impl Drop for ExportLease {
    fn drop(&mut self) {
        self.progress.abort();
    }
}

async fn record_progress(backend: Backend, export_id: ExportId, written: Arc<AtomicI64>) {
    let mut recorded = 0;
    loop {
        tokio::time::sleep(PROGRESS_INTERVAL).await;
        let now_written = written.load(Ordering::Relaxed);
        if now_written == recorded {
            continue;
        }
        match backend.db.record_written(export_id, now_written).await {
            Ok(()) => recorded = now_written,
            Err(error) => {
                tracing::warn!(%export_id, %error, "export progress could not be recorded");
            }
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
