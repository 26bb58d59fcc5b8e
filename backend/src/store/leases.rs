//! Leases: a resource has one holder at a time, until it gives it back or does not renew it.

use super::{
    Db, Tx,
    db::{on_db, on_tx},
};
use crate::Error;

/// A lease as its holder knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Holding {
    pub(crate) resource: String,
    pub(crate) owner: String,
    /// Higher than that of every holder before.
    pub(crate) fence: i64,
}

impl Tx {
    /// Takes a resource that nobody holds at `now`; gives the fence, which is at least
    /// `least_fence`.
    pub(crate) async fn take_lease(
        &mut self,
        (resource, owner): (&str, &str),
        least_fence: i64,
        now: i64,
        expires_at: i64,
    ) -> Result<Option<i64>, Error> {
        let row: Option<(i64,)> = on_tx!(self, |connection| sqlx::query_as(
            "INSERT INTO leases (resource, owner, fence, expires_at, cancel_requested) \
             VALUES ($1, $2, $3, $4, FALSE) \
             ON CONFLICT (resource) DO UPDATE SET owner = excluded.owner, \
             fence = CASE WHEN leases.fence >= $3 THEN leases.fence + 1 ELSE $3 END, \
             expires_at = excluded.expires_at, cancel_requested = FALSE \
             WHERE leases.expires_at <= $5 RETURNING fence",
        )
        .bind(resource)
        .bind(owner)
        .bind(least_fence)
        .bind(expires_at)
        .bind(now)
        .fetch_optional(&mut *connection)
        .await?);
        Ok(row.map(|(fence,)| fence))
    }

    /// Who holds a resource, or held it last.
    pub(crate) async fn lease_owner(&mut self, resource: &str) -> Result<Option<String>, Error> {
        let row: Option<(String,)> = on_tx!(self, |connection| sqlx::query_as(
            "SELECT owner FROM leases WHERE resource = $1",
        )
        .bind(resource)
        .fetch_optional(&mut *connection)
        .await?);
        Ok(row.map(|(owner,)| owner))
    }

    /// Gives a resource back; nothing happens when somebody else holds it by now.
    pub(crate) async fn end_lease(&mut self, holding: &Holding) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "DELETE FROM leases WHERE resource = $1 AND owner = $2 AND fence = $3",
        )
        .bind(&holding.resource)
        .bind(&holding.owner)
        .bind(holding.fence)
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Removes the lease of a resource, whoever held it.
    pub(crate) async fn drop_lease(&mut self, resource: &str) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("DELETE FROM leases WHERE resource = $1")
            .bind(resource)
            .execute(&mut *connection)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Asks the holder of a resource to stop, whoever it is or if it is `owner`; `false` when there
    /// is no such holder.
    pub(crate) async fn request_cancel(
        &mut self,
        resource: &str,
        owner: Option<&str>,
    ) -> Result<bool, Error> {
        let asked = on_tx!(self, |connection| sqlx::query(
            "UPDATE leases SET cancel_requested = TRUE \
             WHERE resource = $1 AND owner = COALESCE($2, owner)",
        )
        .bind(resource)
        .bind(owner)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(asked == 1)
    }
}

impl Db {
    /// Holds a lease until `expires_at`; whether a cancel was asked for. `None` when it had expired
    /// or belongs to another.
    pub(crate) async fn renew_lease(
        &self,
        holding: &Holding,
        now: i64,
        expires_at: i64,
    ) -> Result<Option<bool>, Error> {
        let mut tx = self.begin().await?;
        let row: Option<(bool,)> = on_tx!(&mut tx, |connection| sqlx::query_as(
            "UPDATE leases SET expires_at = $5 \
             WHERE resource = $1 AND owner = $2 AND fence = $3 AND expires_at > $4 \
             RETURNING cancel_requested",
        )
        .bind(&holding.resource)
        .bind(&holding.owner)
        .bind(holding.fence)
        .bind(now)
        .bind(expires_at)
        .fetch_optional(&mut *connection)
        .await?);
        tx.commit().await?;
        Ok(row.map(|(cancel,)| cancel))
    }

    /// Whether the holder of a lease was asked to stop; `None` when it has expired or belongs to
    /// another.
    pub(crate) async fn lease_cancel_requested(
        &self,
        holding: &Holding,
        now: i64,
    ) -> Result<Option<bool>, Error> {
        let row: Option<(bool,)> = on_db!(self, |pool| sqlx::query_as(
            "SELECT cancel_requested FROM leases \
             WHERE resource = $1 AND owner = $2 AND fence = $3 AND expires_at > $4",
        )
        .bind(&holding.resource)
        .bind(&holding.owner)
        .bind(holding.fence)
        .bind(now)
        .fetch_optional(pool)
        .await)?;
        Ok(row.map(|(cancel,)| cancel))
    }

    /// Who holds a resource now.
    pub(crate) async fn lease_holder(
        &self,
        resource: &str,
        now: i64,
    ) -> Result<Option<String>, Error> {
        let row: Option<(String,)> = on_db!(self, |pool| sqlx::query_as(
            "SELECT owner FROM leases WHERE resource = $1 AND expires_at > $2",
        )
        .bind(resource)
        .bind(now)
        .fetch_optional(pool)
        .await)?;
        Ok(row.map(|(owner,)| owner))
    }
}
