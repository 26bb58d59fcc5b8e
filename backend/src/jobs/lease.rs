//! Leases as they are held: renewed by a heartbeat of their own, lost when they are not.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use tokio::{sync::watch, task::JoinHandle};

use super::registry::Registry;
use crate::{
    Clock, Db, Error,
    store::{Holding, Tx},
};

/// How often a heartbeat looks whether a cancel was asked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How a holder stands with its lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Nothing is in the way.
    Held,
    /// Held, and somebody asked the holder to stop.
    CancelRequested,
    /// Not renewed in time, or taken over by another: the holder may change nothing any more.
    Lost,
}

impl Hold {
    /// Whether the holder should end its work.
    pub(crate) fn must_stop(self) -> bool {
        self != Self::Held
    }
}

/// Whether a lease was there to be taken.
pub(crate) enum Taken {
    /// It was.
    Lease(Lease),
    /// This owner holds it.
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

    /// Takes a resource for an owner, whose name no other holder has ever had.
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
            let holder = tx.lease_owner(&resource).await?;
            return holder.map(Taken::HeldBy).ok_or(Error::Busy);
        };
        tx.commit().await?;
        Ok(Taken::Lease(self.hold(Holding { resource, owner, fence }, duration, now)))
    }

    /// Keeps a lease that was taken at `taken_at`.
    pub(super) fn hold(&self, holding: Holding, duration: Duration, taken_at: i64) -> Lease {
        let (sender, hold) = watch::channel(Hold::Held);
        self.registry.add(holding.clone(), sender.clone());
        let heartbeat = Heartbeat {
            db: self.heartbeat_db.clone(),
            clock: self.clock.clone(),
            holding: holding.clone(),
            duration: millis(duration),
            renewed_at: taken_at,
            hold: sender,
        };
        let (leases, heartbeat) = (self.clone(), tokio::spawn(heartbeat.run()));
        Lease { leases, holding, hold, heartbeat, ended: AtomicBool::new(false) }
    }

    /// Who holds a resource now.
    pub(crate) async fn holder(&self, resource: &str) -> Result<Option<String>, Error> {
        self.db.lease_holder(resource, self.now_ms()).await
    }

    /// Asks an owner to stop, at once where it is in this process; `false` when it does not hold the
    /// resource.
    pub(crate) async fn cancel(&self, resource: &str, owner: &str) -> Result<bool, Error> {
        let mut tx = self.db.begin().await?;
        let asked = tx.request_cancel(resource, Some(owner)).await?;
        tx.commit().await?;
        if asked {
            self.signal_cancel(resource);
        }
        Ok(asked)
    }

    /// Tells holders of a resource in this process that they were asked to stop.
    pub(super) fn signal_cancel(&self, resource: &str) {
        self.registry.signal_cancel(resource);
    }

    /// Closes the connections of heartbeats.
    pub(crate) async fn close(&self) {
        self.heartbeat_db.close().await;
    }

    fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }
}

/// A held lease. Dropping it gives it back soon, [`Lease::end`] at once.
pub(crate) struct Lease {
    leases: Leases,
    holding: Holding,
    hold: watch::Receiver<Hold>,
    heartbeat: JoinHandle<()>,
    ended: AtomicBool,
}

impl Lease {
    /// How it stands, now and later.
    pub(crate) fn watch(&self) -> watch::Receiver<Hold> {
        self.hold.clone()
    }

    /// How it stands now.
    pub(crate) fn standing(&self) -> Hold {
        *self.hold.borrow()
    }

    /// The number by which a transaction recognises this holder.
    pub(super) fn fence(&self) -> i64 {
        self.holding.fence
    }

    /// Gives it back.
    pub(crate) async fn end(self) -> Result<(), Error> {
        let mut tx = self.leases.db.begin().await?;
        self.end_in(&mut tx).await?;
        tx.commit().await
    }

    /// Gives it back with a transaction. The heartbeat ends with it, which would take a lease that
    /// was given back for a lost one.
    pub(crate) async fn end_in(&self, tx: &mut Tx) -> Result<(), Error> {
        self.heartbeat.abort();
        tx.end_lease(&self.holding).await?;
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.heartbeat.abort();
        self.leases.registry.remove(&self.holding);
        if self.ended.load(Ordering::Relaxed) || self.standing() == Hold::Lost {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (db, holding) = (self.leases.db.clone(), self.holding.clone());
        runtime.spawn(async move {
            let ended = async {
                let mut tx = db.begin().await?;
                tx.end_lease(&holding).await?;
                tx.commit().await
            };
            // It expires by itself where this fails.
            if let Err(error) = ended.await {
                tracing::warn!(resource = holding.resource, %error, "a lease was not given back");
            }
        });
    }
}

/// What renews one lease, and hears what is asked of its holder.
struct Heartbeat {
    db: Db,
    clock: Clock,
    holding: Holding,
    duration: i64,
    renewed_at: i64,
    hold: watch::Sender<Hold>,
}

impl Heartbeat {
    async fn run(mut self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let now = self.clock.now().as_millisecond();
            match self.look(now).await {
                Ok(Some(false)) => {}
                Ok(Some(true)) => {
                    self.hold.send_replace(Hold::CancelRequested);
                }
                Ok(None) => return self.lose(),
                Err(error) => {
                    let resource = &self.holding.resource;
                    tracing::warn!(resource, %error, "a heartbeat failed");
                    if now >= self.renewed_at + self.duration {
                        return self.lose();
                    }
                }
            }
        }
    }

    /// Renews the lease where a third of it is over; whether a cancel was asked for, `None` when the
    /// lease is lost.
    async fn look(&mut self, now: i64) -> Result<Option<bool>, Error> {
        if now - self.renewed_at < self.duration / 3 {
            return self.db.lease_cancel_requested(&self.holding, now).await;
        }
        let renewed = self.db.renew_lease(&self.holding, now, now + self.duration).await?;
        self.renewed_at = now;
        Ok(renewed)
    }

    fn lose(&self) {
        tracing::error!(resource = self.holding.resource, "a lease was lost");
        self.hold.send_replace(Hold::Lost);
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
