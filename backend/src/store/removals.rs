//! Removal of recordings: first the row is marked, then, after its media is deleted, its key is
//! cleared.

use earshot_domain::{CallId, TenantId};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// Media of a removed recording that may not be deleted yet.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct RemainingMedia {
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    pub(crate) object_key: String,
}

impl Db {
    /// Calls of a tenant that began before a time and have media.
    pub(crate) async fn recorded_before(
        &self,
        tenant_id: TenantId,
        before: i64,
    ) -> Result<Vec<CallId>, Error> {
        let ids: Vec<Stored<CallId>> = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT r.call_id FROM recordings r JOIN calls c ON c.id = r.call_id \
             WHERE r.tenant_id = $1 AND c.tenant_id = $1 AND c.started_at < $2 \
             AND r.media_state <> 'removed' ORDER BY c.started_at, r.call_id",
        )
        .bind(Stored(tenant_id))
        .bind(before)
        .fetch_all(pool)
        .await)?;
        Ok(ids.into_iter().map(CallId::from).collect())
    }

    /// Whether a call belongs to a tenant.
    pub(crate) async fn has_call(
        &self,
        tenant_id: TenantId,
        call_id: CallId,
    ) -> Result<bool, Error> {
        let found: i64 = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT count(*) FROM calls WHERE tenant_id = $1 AND id = $2",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(call_id))
        .fetch_one(pool)
        .await)?;
        Ok(found > 0)
    }

    /// Media of a tenant's removed recordings whose deletion was not confirmed.
    pub(crate) async fn remaining_media(
        &self,
        tenant_id: TenantId,
    ) -> Result<Vec<RemainingMedia>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT call_id, object_key FROM recordings \
             WHERE tenant_id = $1 AND media_state = 'removed' AND object_key IS NOT NULL \
             UNION ALL SELECT call_id, original_key FROM recordings \
             WHERE tenant_id = $1 AND media_state = 'removed' AND original_key IS NOT NULL",
        )
        .bind(Stored(tenant_id))
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// Marks a recording as removed, whether or not its media had been stored, and deletes all data
    /// derived from its audio. `false` when it was already removed.
    pub(crate) async fn remove_recording(
        &mut self,
        tenant_id: TenantId,
        call_id: CallId,
        now: i64,
    ) -> Result<bool, Error> {
        let removed = on_tx!(self, |connection| {
            sqlx::query(
                "UPDATE calls SET has_recording = FALSE, recording_named = FALSE \
                 WHERE id = $1 AND tenant_id = $2",
            )
            .bind(Stored(call_id))
            .bind(Stored(tenant_id))
            .execute(&mut *connection)
            .await?;
            sqlx::query(
                "INSERT INTO recordings (call_id, tenant_id, media_state, stored_at) \
                 VALUES ($1, $2, 'removed', $3) \
                 ON CONFLICT (call_id) DO UPDATE SET media_state = 'removed', \
                 content_type = NULL, bytes = NULL, duration_ms = NULL, peaks = NULL, \
                 codec = NULL, original_type = NULL, original_bytes = NULL, \
                 stored_at = excluded.stored_at WHERE recordings.media_state <> 'removed'",
            )
            .bind(Stored(call_id))
            .bind(Stored(tenant_id))
            .bind(now)
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        Ok(removed == 1)
    }

    /// Clears the key of deleted media.
    pub(crate) async fn forget_media(&mut self, left: &RemainingMedia) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE recordings SET object_key = NULLIF(object_key, $2), \
             original_key = NULLIF(original_key, $2) WHERE call_id = $1",
        )
        .bind(Stored(left.call_id))
        .bind(&left.object_key)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}
