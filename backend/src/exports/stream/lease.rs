//! The lease that keeps exports one at a time per person, and the heartbeat that keeps it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use earshot_domain::ExportId;
use tokio::{sync::watch, task::JoinHandle};

use crate::{Backend, Error, Viewer};

/// How often a running export shows that it lives and looks whether it was cancelled.
const BEAT: Duration = Duration::from_millis(500);

/// A held lease. Cancelling sets `stop`; dropping ends the heartbeat, and the lease runs out.
pub(super) struct Lease {
    pub(super) export_id: ExportId,
    pub(super) stop: watch::Receiver<bool>,
    /// Calls written so far, which the heartbeat notes for other tabs to see.
    pub(super) written: Arc<AtomicI64>,
    backend: Backend,
    heart: JoinHandle<()>,
}

impl Lease {
    /// Takes the person's lease, or says which export holds it.
    pub(super) async fn take(backend: &Backend, viewer: &Viewer) -> Result<Self, Error> {
        let export_id = ExportId::new(crate::ids::fresh());
        let (tenant, user) = (viewer.tenant.id.to_string(), viewer.user_id()?.to_string());
        let now = backend.now_ms();
        let holder = backend
            .db
            .take_lease(&tenant, &user, &export_id.to_string(), now, expiry(backend))
            .await?;
        if let Some(holder) = holder {
            return Err(Error::AlreadyInProgress(holder.parse().map_err(Error::internal)?));
        }
        let (stopper, stop) = watch::channel(false);
        let written = Arc::new(AtomicI64::new(0));
        if let Ok(mut running) = backend.running.lock() {
            running.insert(export_id, stopper.clone());
        }
        let heart = tokio::spawn(beat(backend.clone(), export_id, stopper, Arc::clone(&written)));
        Ok(Self { export_id, stop, written, backend: backend.clone(), heart })
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.heart.abort();
        if let Ok(mut running) = self.backend.running.lock() {
            running.remove(&self.export_id);
        }
    }
}

async fn beat(
    backend: Backend,
    export_id: ExportId,
    stopper: watch::Sender<bool>,
    written: Arc<AtomicI64>,
) {
    let id = export_id.to_string();
    let mut noted = 0;
    loop {
        tokio::time::sleep(BEAT).await;
        let now_written = written.load(Ordering::Relaxed);
        if now_written != noted && backend.db.note_written(&id, now_written).await.is_ok() {
            noted = now_written;
        }
        match backend.db.beat_lease(&id, expiry(&backend)).await {
            Ok(Some(false)) => {}
            // Cancelled by another process, or the lease was lost to one.
            Ok(Some(true) | None) => {
                stopper.send_replace(true);
                return;
            }
            Err(error) => tracing::warn!(%export_id, %error, "a heartbeat failed"),
        }
    }
}

fn expiry(backend: &Backend) -> i64 {
    backend.now_ms() + i64::from(backend.limits.export_lease_seconds) * 1000
}
