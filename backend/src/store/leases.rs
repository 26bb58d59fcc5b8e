//! Leases: one owner per resource, until the lease is released or expires.

use super::{
    Db, Tx,
    db::{on_db, on_tx},
};
use crate::Error;

/// Identity of an acquired lease.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AcquiredLease {
    pub(crate) resource: String,
    pub(crate) owner: String,
    /// Fencing number: higher than that of every earlier owner.
    pub(crate) fence: i64,
}

/// What decides which leases are in force: the time now, and when a lease that is taken now expires.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LeaseTime {
    pub(crate) now: i64,
    pub(crate) expires_at: i64,
}

/// Latest expiry of a lease that can be in force at `now`, when one that is taken now lasts until
/// `expires_at`. Clocks of several machines differ, so twice as long is still in force.
pub(super) const fn latest_expiry(now: i64, expires_at: i64) -> i64 {
    expires_at.saturating_add(expires_at.saturating_sub(now))
}

impl Tx {
    /// Acquires the lease of a resource that is free at `now`; returns the fencing number, which is
    /// at least `least_fence`. A lease that would last longer than this one twice is of a clock that
    /// has gone back since, and over: its owner would have renewed it.
    pub(crate) async fn take_lease(
        &mut self,
        (resource, owner): (&str, &str),
        least_fence: i64,
        now: i64,
        expires_at: i64,
    ) -> Result<Option<i64>, Error> {
        let fence = on_tx!(self, |connection| sqlx::query_scalar(
            "INSERT INTO leases (resource, owner, fence, expires_at, cancel_requested) \
             VALUES ($1, $2, $3, $4, FALSE) \
             ON CONFLICT (resource) DO UPDATE SET owner = excluded.owner, \
             fence = CASE WHEN leases.fence >= $3 THEN leases.fence + 1 ELSE $3 END, \
             expires_at = excluded.expires_at, cancel_requested = FALSE \
             WHERE leases.expires_at <= $5 OR leases.expires_at > $6 RETURNING fence",
        )
        .bind(resource)
        .bind(owner)
        .bind(least_fence)
        .bind(expires_at)
        .bind(now)
        .bind(latest_expiry(now, expires_at))
        .fetch_optional(&mut *connection)
        .await?);
        Ok(fence)
    }

    /// Current or last owner of a resource.
    pub(crate) async fn lease_owner(&mut self, resource: &str) -> Result<Option<String>, Error> {
        let owner = on_tx!(self, |connection| sqlx::query_scalar(
            "SELECT owner FROM leases WHERE resource = $1",
        )
        .bind(resource)
        .fetch_optional(&mut *connection)
        .await?);
        Ok(owner)
    }

    /// Releases a lease; does nothing when it has another owner.
    pub(crate) async fn end_lease(&mut self, lease: &AcquiredLease) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "DELETE FROM leases WHERE resource = $1 AND owner = $2 AND fence = $3",
        )
        .bind(&lease.resource)
        .bind(&lease.owner)
        .bind(lease.fence)
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Deletes the lease of a resource, whoever its owner is.
    pub(crate) async fn drop_lease(&mut self, resource: &str) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("DELETE FROM leases WHERE resource = $1")
            .bind(resource)
            .execute(&mut *connection)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Requests cancellation from the owner of a resource, or only from `owner` if given; `false`
    /// when there is no such owner at `now`.
    pub(crate) async fn request_cancel(
        &mut self,
        resource: &str,
        owner: Option<&str>,
        now: i64,
    ) -> Result<bool, Error> {
        let requested = on_tx!(self, |connection| sqlx::query(
            "UPDATE leases SET cancel_requested = TRUE \
             WHERE resource = $1 AND owner = COALESCE($2, owner) AND expires_at > $3",
        )
        .bind(resource)
        .bind(owner)
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(requested == 1)
    }
}

impl Db {
    /// Renews a lease until `expires_at` and tells whether cancellation was requested; `None` when it
    /// has expired or has another owner.
    pub(crate) async fn renew_lease(
        &self,
        lease: &AcquiredLease,
        now: i64,
        expires_at: i64,
    ) -> Result<Option<bool>, Error> {
        let mut tx = self.begin().await?;
        let cancel = on_tx!(&mut tx, |connection| sqlx::query_scalar(
            "UPDATE leases SET expires_at = $5 \
             WHERE resource = $1 AND owner = $2 AND fence = $3 AND expires_at > $4 \
             RETURNING cancel_requested",
        )
        .bind(&lease.resource)
        .bind(&lease.owner)
        .bind(lease.fence)
        .bind(now)
        .bind(expires_at)
        .fetch_optional(&mut *connection)
        .await?);
        tx.commit().await?;
        Ok(cancel)
    }

    /// Whether cancellation of a lease was requested; `None` when it has expired or has another
    /// owner.
    pub(crate) async fn lease_cancel_requested(
        &self,
        lease: &AcquiredLease,
        now: i64,
    ) -> Result<Option<bool>, Error> {
        let cancel = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT cancel_requested FROM leases \
             WHERE resource = $1 AND owner = $2 AND fence = $3 AND expires_at > $4",
        )
        .bind(&lease.resource)
        .bind(&lease.owner)
        .bind(lease.fence)
        .bind(now)
        .fetch_optional(pool)
        .await)?;
        Ok(cancel)
    }

    /// Owner of an unexpired lease of a resource, whose leases of `now` last until `expires_at`.
    pub(crate) async fn active_lease_owner(
        &self,
        resource: &str,
        now: i64,
        expires_at: i64,
    ) -> Result<Option<String>, Error> {
        let owner = on_db!(self, |pool| {
            sqlx::query_scalar(
            "SELECT owner FROM leases WHERE resource = $1 AND expires_at > $2 AND expires_at <= $3",
        )
        .bind(resource)
        .bind(now)
        .bind(latest_expiry(now, expires_at))
        .fetch_optional(pool)
        .await
        })?;
        Ok(owner)
    }
}
