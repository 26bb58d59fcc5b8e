//! Grants of access to recordings.

use earshot_domain::{CallId, ProjectId, RecordingAction, SessionId, TenantId, UserId};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A grant to store. The session's column is NULL if the actor has none.
pub(crate) struct NewGrant<'a> {
    pub(crate) token_hash: &'a [u8],
    pub(crate) tenant_id: TenantId,
    pub(crate) user_id: UserId,
    pub(crate) session_id: Option<SessionId>,
    pub(crate) project_id: ProjectId,
    pub(crate) call_id: CallId,
    pub(crate) action: RecordingAction,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// A stored grant.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct GrantRow {
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) user_id: UserId,
    #[sqlx(try_from = "Stored<Option<SessionId>>")]
    pub(crate) session_id: Option<SessionId>,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    #[sqlx(try_from = "Stored<RecordingAction>")]
    pub(crate) action: RecordingAction,
    pub(crate) expires_at: i64,
    pub(crate) used_at: Option<i64>,
    pub(crate) last_used_at: Option<i64>,
}

impl Db {
    /// Stores a grant.
    pub(crate) async fn add_grant(&self, grant: &NewGrant<'_>) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "INSERT INTO recording_grants (token_hash, tenant_id, user_id, session_id, \
             project_id, call_id, action, created_at, expires_at) \
             VALUES ($1, $2, $3, COALESCE($4, ''), $5, $6, $7, $8, $9)",
        )
        .bind(grant.token_hash)
        .bind(Stored(grant.tenant_id))
        .bind(Stored(grant.user_id))
        .bind(Stored(grant.session_id))
        .bind(Stored(grant.project_id))
        .bind(Stored(grant.call_id))
        .bind(Stored(grant.action))
        .bind(grant.created_at)
        .bind(grant.expires_at)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }

    /// A grant by the hash of its token.
    pub(crate) async fn grant(&self, token_hash: &[u8]) -> Result<Option<GrantRow>, Error> {
        let row = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT user_id, NULLIF(session_id, '') AS session_id, project_id, call_id, action, expires_at, used_at, \
             last_used_at FROM recording_grants WHERE token_hash = $1",
        )
        .bind(token_hash)
        .fetch_optional(pool)
        .await
        })?;
        Ok(row)
    }

    /// Updates the time of a playback's last request.
    pub(crate) async fn touch_grant(&self, token_hash: &[u8], now: i64) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "UPDATE recording_grants SET last_used_at = $2 WHERE token_hash = $1",
        )
        .bind(token_hash)
        .bind(now)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }
}

impl Tx {
    /// Marks a grant as used; `false` when it was used before or has expired.
    pub(crate) async fn spend_grant(&mut self, token_hash: &[u8], now: i64) -> Result<bool, Error> {
        let spent = on_tx!(self, |connection| sqlx::query(
            "UPDATE recording_grants SET used_at = $2, last_used_at = $2 \
             WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        )
        .bind(token_hash)
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(spent == 1)
    }
}
