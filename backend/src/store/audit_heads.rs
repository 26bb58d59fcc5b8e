//! Signed heads of audit logs, and what remains of pruned events.

use earshot_domain::TenantId;

use super::{
    Db, TenantRow, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A stored head.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct AuditHeadRow {
    /// Number of events that it covers.
    pub(crate) size: i64,
    /// The signed note.
    pub(crate) note: String,
}

/// A statement that events may be deleted.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct AuditPruningRow {
    /// Number of the last deleted event.
    pub(crate) through_seq: i64,
    /// Moment before which all deleted events happened, in milliseconds UTC.
    pub(crate) before_at: i64,
    /// When they were deleted.
    pub(crate) pruned_at: i64,
    /// Hash of the last deleted event.
    pub(crate) hash: Vec<u8>,
}

impl Db {
    /// Tenants whose audit log ends with an event without an authentication code.
    pub(crate) async fn tenants_with_open_audit(&self) -> Result<Vec<TenantRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT id, slug, name, time_zone, wrapped_key, keep_raw_text FROM tenants t \
             WHERE EXISTS (SELECT 1 FROM audit_events e WHERE e.tenant_id = t.id \
             AND e.seq = t.audit_seq AND e.mac IS NULL) ORDER BY slug",
        )
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    /// The heads of a tenant's log, by size.
    pub(crate) async fn audit_heads(
        &self,
        tenant_id: TenantId,
    ) -> Result<Vec<AuditHeadRow>, Error> {
        Ok(on_db!(self, |pool| sqlx::query_as(
            "SELECT size, note FROM audit_heads WHERE tenant_id = $1 ORDER BY size",
        )
        .bind(Stored(tenant_id))
        .fetch_all(pool)
        .await)?)
    }

    /// The latest pruning of a tenant's log.
    pub(crate) async fn audit_pruning(
        &self,
        tenant_id: TenantId,
    ) -> Result<Option<AuditPruningRow>, Error> {
        Ok(on_db!(self, |pool| sqlx::query_as(
            "SELECT through_seq, before_at, pruned_at, hash FROM audit_prunings \
             WHERE tenant_id = $1 ORDER BY through_seq DESC LIMIT 1",
        )
        .bind(Stored(tenant_id))
        .fetch_optional(pool)
        .await)?)
    }

    /// Numbers and leaf hashes of pruned events after one, in order, at most `most`.
    pub(crate) async fn audit_pruned_leaves_after(
        &self,
        tenant_id: TenantId,
        seq: i64,
        most: i64,
    ) -> Result<Vec<(i64, Vec<u8>)>, Error> {
        Ok(on_db!(self, |pool| sqlx::query_as(
            "SELECT seq, leaf_hash FROM audit_pruned_leaves \
             WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        )
        .bind(Stored(tenant_id))
        .bind(seq)
        .bind(most)
        .fetch_all(pool)
        .await)?)
    }

    /// Number and hash of the last event before the first one that happened at `moment` or later.
    pub(crate) async fn audit_end_before(
        &self,
        tenant_id: TenantId,
        moment: i64,
    ) -> Result<Option<(i64, Vec<u8>)>, Error> {
        Ok(on_db!(self, |pool| sqlx::query_as(
            "SELECT seq, hash FROM audit_events WHERE tenant_id = $1 AND seq < COALESCE(\
             (SELECT MIN(seq) FROM audit_events WHERE tenant_id = $1 AND at >= $2), \
             9223372036854775807) ORDER BY seq DESC LIMIT 1",
        )
        .bind(Stored(tenant_id))
        .bind(moment)
        .fetch_optional(pool)
        .await)?)
    }
}

impl Tx {
    /// Stores a head, unless there is one of its size.
    pub(crate) async fn add_audit_head(
        &mut self,
        tenant_id: TenantId,
        head: &AuditHeadRow,
        at: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO audit_heads (tenant_id, size, at, note) VALUES ($1, $2, $3, $4) \
             ON CONFLICT DO NOTHING",
        )
        .bind(Stored(tenant_id))
        .bind(head.size)
        .bind(at)
        .bind(&head.note)
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Notes that a head is announced; `false` if it was before.
    pub(crate) async fn announce_audit_head(
        &mut self,
        tenant_id: TenantId,
        size: i64,
    ) -> Result<bool, Error> {
        let noted = on_tx!(self, |connection| sqlx::query(
            "UPDATE tenants SET audit_announced = $2 WHERE id = $1 AND audit_announced < $2",
        )
        .bind(Stored(tenant_id))
        .bind(size)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(noted == 1)
    }

    /// Stores the leaf hash of an event that will be deleted.
    pub(crate) async fn keep_audit_leaf(
        &mut self,
        tenant_id: TenantId,
        seq: i64,
        leaf_hash: &[u8],
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO audit_pruned_leaves (tenant_id, seq, leaf_hash) VALUES ($1, $2, $3)",
        )
        .bind(Stored(tenant_id))
        .bind(seq)
        .bind(leaf_hash)
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }

    /// States a pruning and deletes its events; returns their number. The database refuses to delete
    /// events without a head that covers the pruning, or without their leaf hashes.
    pub(crate) async fn prune_audit(
        &mut self,
        tenant_id: TenantId,
        pruning: &AuditPruningRow,
    ) -> Result<u64, Error> {
        let deleted = on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO audit_prunings (tenant_id, through_seq, before_at, pruned_at, hash) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(Stored(tenant_id))
            .bind(pruning.through_seq)
            .bind(pruning.before_at)
            .bind(pruning.pruned_at)
            .bind(&pruning.hash)
            .execute(&mut *connection)
            .await?;
            sqlx::query("DELETE FROM audit_events WHERE tenant_id = $1 AND seq <= $2")
                .bind(Stored(tenant_id))
                .bind(pruning.through_seq)
                .execute(&mut *connection)
                .await?
                .rows_affected()
        });
        Ok(deleted)
    }
}
