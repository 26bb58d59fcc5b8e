//! Unlocks of calls: requests, their end, and what they were used for.

use earshot_domain::{
    CallId, ExportId, ProjectId, ReasonCode, TenantId, UnlockArtefact, UnlockId, UnlockRefusal,
    UnlockScope, UnlockState, UserId,
};
use sqlx::AssertSqlSafe;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A request to be stored.
pub(crate) struct NewUnlock<'a> {
    pub(crate) id: UnlockId,
    pub(crate) tenant_id: TenantId,
    pub(crate) call_id: CallId,
    pub(crate) project_id: ProjectId,
    pub(crate) user_id: UserId,
    pub(crate) scope: UnlockScope,
    pub(crate) reason: ReasonCode,
    /// The other reason and the justification, sealed.
    pub(crate) words_encrypted: &'a [u8],
    pub(crate) state: UnlockState,
    pub(crate) refusal: Option<UnlockRefusal>,
    pub(crate) requested_at: i64,
    pub(crate) expires_at: i64,
}

/// A stored request.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct UnlockRow {
    #[sqlx(try_from = "Stored<UnlockId>")]
    pub(crate) id: UnlockId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) user_id: UserId,
    /// E-mail address of the account.
    pub(crate) person: String,
    #[sqlx(try_from = "Stored<UnlockScope>")]
    pub(crate) scope: UnlockScope,
    /// The state that is stored; time ends a live one by itself.
    #[sqlx(try_from = "Stored<UnlockState>")]
    pub(crate) state: UnlockState,
    pub(crate) expires_at: i64,
}

/// Outcome of the use of an unlock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnlockUsed {
    /// It is not live.
    NotLive,
    /// It was written to the files of the same export before.
    Again,
    /// Recorded.
    New,
}

impl UnlockRow {
    /// Its state at `now`.
    pub(crate) const fn state_at(&self, now: i64) -> UnlockState {
        self.state.at(now, self.expires_at)
    }
}

const COLUMNS: &str = "SELECT u.id, u.tenant_id, u.call_id, u.user_id, p.email AS person, u.scope, \
     u.state, u.expires_at FROM unlocks u JOIN users p ON p.id = u.user_id";

impl Db {
    /// One unlock.
    pub(crate) async fn unlock(
        &self,
        tenant_id: TenantId,
        id: UnlockId,
    ) -> Result<Option<UnlockRow>, Error> {
        let sql = format!("{COLUMNS} WHERE u.tenant_id = $1 AND u.id = $2");
        let row = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(Stored(id))
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// The unlocks of a call that were not ended, the latest first; time may have ended some.
    pub(crate) async fn unlocks_of_call(
        &self,
        tenant_id: TenantId,
        call_id: CallId,
    ) -> Result<Vec<UnlockRow>, Error> {
        let sql = format!(
            "{COLUMNS} WHERE u.tenant_id = $1 AND u.call_id = $2 AND u.state = 'live' \
             ORDER BY u.requested_at DESC, u.id"
        );
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(Stored(call_id))
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// The live unlocks of a person at `now`.
    pub(crate) async fn live_unlocks(
        &self,
        tenant_id: TenantId,
        user_id: UserId,
        now: i64,
    ) -> Result<Vec<UnlockRow>, Error> {
        let sql = format!(
            "{COLUMNS} WHERE u.tenant_id = $1 AND u.user_id = $2 AND u.state = 'live' \
             AND u.expires_at > $3 ORDER BY u.id"
        );
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(Stored(user_id))
            .bind(now)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// Unlocks of any tenant whose time is over and whose end is not recorded, the oldest first.
    pub(crate) async fn lapsed_unlocks(
        &self,
        now: i64,
        limit: i64,
    ) -> Result<Vec<UnlockRow>, Error> {
        let sql = format!(
            "{COLUMNS} WHERE u.state = 'live' AND u.expires_at <= $1 ORDER BY u.expires_at LIMIT $2"
        );
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(now)
            .bind(limit)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// Stores a request; `false` when the person has a live unlock of the call.
    pub(crate) async fn add_unlock(&mut self, new: &NewUnlock<'_>) -> Result<bool, Error> {
        let added = on_tx!(self, |connection| sqlx::query(
            "INSERT INTO unlocks (id, tenant_id, call_id, project_id, user_id, scope, reason, \
             words_encrypted, state, refusal, requested_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
        )
        .bind(Stored(new.id))
        .bind(Stored(new.tenant_id))
        .bind(Stored(new.call_id))
        .bind(Stored(new.project_id))
        .bind(Stored(new.user_id))
        .bind(Stored(new.scope))
        .bind(Stored(new.reason))
        .bind(new.words_encrypted)
        .bind(Stored(new.state))
        .bind(Stored(new.refusal))
        .bind(new.requested_at)
        .bind(new.expires_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(added == 1)
    }

    /// Ends a live unlock; `false` when it has ended already.
    pub(crate) async fn end_unlock(
        &mut self,
        id: UnlockId,
        state: UnlockState,
        at: i64,
        by: Option<UserId>,
    ) -> Result<bool, Error> {
        let ended = on_tx!(self, |connection| sqlx::query(
            "UPDATE unlocks SET state = $2, ended_at = $3, ended_by = $4 \
             WHERE id = $1 AND state = 'live'",
        )
        .bind(Stored(id))
        .bind(Stored(state))
        .bind(at)
        .bind(Stored(by))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(ended == 1)
    }

    /// Records a use of an unlock that is live at `at`, which stays so until the transaction ends. What
    /// is in the files of an export is recorded once.
    pub(crate) async fn use_unlock(
        &mut self,
        id: UnlockId,
        at: i64,
        artefact: UnlockArtefact,
        export: Option<ExportId>,
    ) -> Result<UnlockUsed, Error> {
        let live = on_tx!(self, |connection| {
            sqlx::query(
            "UPDATE unlocks SET uses = uses + 1 WHERE id = $1 AND state = 'live' AND expires_at > $2",
        )
        .bind(Stored(id))
        .bind(at)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        if live == 0 {
            return Ok(UnlockUsed::NotLive);
        }
        let added = on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO unlock_uses (unlock_id, seq, at, artefact, export_id) \
                 SELECT u.id, u.uses, $2, $3, $4 FROM unlocks u WHERE u.id = $1 \
                 AND NOT EXISTS (SELECT 1 FROM unlock_uses o WHERE o.unlock_id = $1 \
                 AND o.export_id = $4 AND o.artefact = $3)",
            )
            .bind(Stored(id))
            .bind(at)
            .bind(Stored(artefact))
            .bind(Stored(export))
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        Ok(if added == 0 { UnlockUsed::Again } else { UnlockUsed::New })
    }

    /// Records that a person played or downloaded the recording of a call that they have unlocked;
    /// without a live unlock that covers it, nothing is recorded.
    pub(crate) async fn use_unlocked_recording(
        &mut self,
        tenant_id: TenantId,
        user_id: UserId,
        call_id: CallId,
        at: i64,
    ) -> Result<Option<UnlockId>, Error> {
        let found: Option<Stored<UnlockId>> = on_tx!(self, |connection| sqlx::query_scalar(
            "SELECT id FROM unlocks WHERE tenant_id = $1 AND user_id = $2 AND call_id = $3 \
             AND state = 'live' AND scope IN ('recording', 'all')",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(user_id))
        .bind(Stored(call_id))
        .fetch_optional(&mut *connection)
        .await?);
        let Some(Stored(id)) = found else { return Ok(None) };
        let used = self.use_unlock(id, at, UnlockArtefact::Recording, None).await?;
        Ok((used != UnlockUsed::NotLive).then_some(id))
    }
}
