//! Acquired leases: renewed by heartbeat, lost when renewal fails.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use tokio::{sync::watch, task::JoinHandle};

use super::registry::Registry;
use crate::{
    Clock, Db, Error,
    store::{AcquiredLease, Tx, persist},
};

/// Interval at which a heartbeat checks for cancellation.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Status of an acquired lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeaseStatus {
    /// Held.
    Held,
    /// Held, with cancellation requested.
    CancelRequested,
    /// Expired or acquired by another owner: the former owner must change nothing more.
    Lost,
}

impl LeaseStatus {
    /// Whether the owner must stop its work.
    pub(crate) fn must_stop(self) -> bool {
        self != Self::Held
    }
}

/// Result of acquiring a lease.
pub(crate) enum Taken {
    /// Acquired.
    Lease(Lease),
    /// Held by another owner.
    HeldBy(String),
}

/// The leases of this process. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Leases {
    db: Db,
    heartbeat_db: Db,
    clock: Clock,
    registry: Registry,
}

impl Leases {
    pub(crate) fn new(db: Db, clock: Clock) -> Self {
        Self { heartbeat_db: db.for_heartbeats(), db, clock, registry: Registry::default() }
    }

    /// Acquires the lease of a resource for an owner with a unique name.
    pub(crate) async fn take(
        &self,
        resource: String,
        owner: String,
        duration: Duration,
    ) -> Result<Taken, Error> {
        let now = self.now_ms();
        let mut tx = self.db.begin().await?;
        let fence = tx.take_lease((&resource, &owner), 1, now, now + millis(duration)).await?;
        let Some(fence) = fence else {
            let owner = tx.lease_owner(&resource).await?;
            return owner.map(Taken::HeldBy).ok_or(Error::Busy);
        };
        tx.commit().await?;
        Ok(Taken::Lease(self.maintain(AcquiredLease { resource, owner, fence }, duration, now)))
    }

    /// Maintains a lease that was acquired at `acquired_at` by a heartbeat.
    pub(super) fn maintain(
        &self,
        lease: AcquiredLease,
        duration: Duration,
        acquired_at: i64,
    ) -> Lease {
        let (sender, status) = watch::channel(LeaseStatus::Held);
        self.registry.add(lease.clone(), sender.clone());
        let heartbeat = Heartbeat {
            db: self.heartbeat_db.clone(),
            clock: self.clock.clone(),
            lease: lease.clone(),
            duration: millis(duration),
            renewed_at: acquired_at,
            status: sender,
        };
        let (leases, heartbeat) = (self.clone(), tokio::spawn(heartbeat.run()));
        Lease { leases, lease, status, heartbeat, ended: AtomicBool::new(false) }
    }

    /// Current owner of a resource that is leased for `duration`.
    pub(crate) async fn owner(
        &self,
        resource: &str,
        duration: Duration,
    ) -> Result<Option<String>, Error> {
        let now = self.now_ms();
        self.db.active_lease_owner(resource, now, now + millis(duration)).await
    }

    /// Requests cancellation from an owner, immediately if it is in this process; `false` when it
    /// does not own the resource.
    pub(crate) async fn cancel(&self, resource: &str, owner: &str) -> Result<bool, Error> {
        let mut tx = self.db.begin().await?;
        let requested = tx.request_cancel(resource, Some(owner), self.now_ms()).await?;
        tx.commit().await?;
        if requested {
            self.signal_cancel(resource);
        }
        Ok(requested)
    }

    /// Signals cancellation to the owners of a resource in this process.
    pub(super) fn signal_cancel(&self, resource: &str) {
        self.registry.signal_cancel(resource);
    }

    /// Closes the heartbeats' connections.
    pub(crate) async fn close(&self) {
        self.heartbeat_db.close().await;
    }

    fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }
}

/// An acquired lease. Dropping it releases it in the background, [`Lease::end`] immediately.
pub(crate) struct Lease {
    leases: Leases,
    lease: AcquiredLease,
    status: watch::Receiver<LeaseStatus>,
    heartbeat: JoinHandle<()>,
    ended: AtomicBool,
}

impl Lease {
    /// Subscribes to the status.
    pub(crate) fn watch(&self) -> watch::Receiver<LeaseStatus> {
        self.status.clone()
    }

    /// Current status.
    pub(crate) fn status(&self) -> LeaseStatus {
        *self.status.borrow()
    }

    /// Fencing number of the lease.
    pub(super) fn fence(&self) -> i64 {
        self.lease.fence
    }

    /// Releases the lease.
    pub(crate) async fn end(self) -> Result<(), Error> {
        self.heartbeat.abort();
        Self::release(&self.leases.db, &self.lease).await?;
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Releases the lease in a transaction. The heartbeat ends with it, which would otherwise report
    /// the released lease as lost.
    pub(crate) async fn end_in(&self, tx: &mut Tx) -> Result<(), Error> {
        self.heartbeat.abort();
        tx.end_lease(&self.lease).await?;
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Notes that the transaction of [`Lease::end_in`] was not committed: dropping the lease releases
    /// it.
    pub(crate) fn reopen(&self) {
        self.ended.store(false, Ordering::Relaxed);
    }

    async fn release(db: &Db, lease: &AcquiredLease) -> Result<(), Error> {
        let mut tx = db.begin().await?;
        tx.end_lease(lease).await?;
        tx.commit().await
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.heartbeat.abort();
        self.leases.registry.remove(&self.lease);
        if self.ended.load(Ordering::Relaxed) || self.status() == LeaseStatus::Lost {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (db, lease) = (self.leases.db.clone(), self.lease.clone());
        runtime.spawn(async move {
            let released = persist("the release of a lease", || Self::release(&db, &lease)).await;
            // If this fails, the lease expires.
            if let Err(error) = released {
                tracing::warn!(resource = lease.resource, %error, "a lease could not be released");
            }
        });
    }
}

/// Heartbeat of one lease: renews it and checks for cancellation.
struct Heartbeat {
    db: Db,
    clock: Clock,
    lease: AcquiredLease,
    duration: i64,
    renewed_at: i64,
    status: watch::Sender<LeaseStatus>,
}

impl Heartbeat {
    async fn run(mut self) {
        loop {
            tokio::time::sleep(POLL_INTERVAL).await;
            let now = self.clock.now().as_millisecond();
            match self.beat(now).await {
                Ok(Some(false)) => {}
                Ok(Some(true)) => {
                    self.status.send_replace(LeaseStatus::CancelRequested);
                }
                Ok(None) => return self.lose(),
                Err(error) => {
                    let resource = &self.lease.resource;
                    tracing::warn!(resource, %error, "a heartbeat failed");
                    if now >= self.renewed_at + self.duration {
                        return self.lose();
                    }
                }
            }
        }
    }

    /// Renews the lease after a third of its duration and tells whether cancellation was requested;
    /// `None` when the lease is lost.
    async fn beat(&mut self, now: i64) -> Result<Option<bool>, Error> {
        // Renewed when the clock has gone back as well: a lease that ends too late counts as over.
        if (0..self.duration / 3).contains(&(now - self.renewed_at)) {
            return self.db.lease_cancel_requested(&self.lease, now).await;
        }
        let renewed = self.db.renew_lease(&self.lease, now, now + self.duration).await?;
        self.renewed_at = now;
        Ok(renewed)
    }

    fn lose(&self) {
        tracing::error!(resource = self.lease.resource, "a lease was lost");
        self.status.send_replace(LeaseStatus::Lost);
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
