//! Accounts and sessions.

use earshot_domain::{Role, SessionId, Slug, TenantId, UserId};

use super::{
    Db, ProjectRow,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// The columns of an account that sign-in reads.
#[derive(sqlx::FromRow)]
pub(crate) struct Account {
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) user_id: UserId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    pub(crate) password_hash: String,
}

/// A session with its person, tenant and wrapped tenant key.
#[derive(Clone, sqlx::FromRow)]
pub(crate) struct SessionRow {
    #[sqlx(try_from = "Stored<Option<SessionId>>")]
    pub(crate) session_id: Option<SessionId>,
    pub(crate) created_at: i64,
    pub(crate) last_seen_at: i64,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) user_id: UserId,
    pub(crate) email: String,
    #[sqlx(try_from = "Stored<Role>")]
    pub(crate) role: Role,
    /// The audiences that the person is limited to, as JSON.
    pub(crate) audiences: Option<String>,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) tenant_slug: Slug,
    pub(crate) tenant_name: String,
    pub(crate) time_zone: String,
    pub(crate) wrapped_key: Vec<u8>,
}

/// When a session began and when it was last used, in milliseconds.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct SessionTimes {
    pub(crate) created_at: i64,
    pub(crate) last_seen_at: i64,
}

impl Db {
    pub(crate) async fn account(&self, email: &str) -> Result<Option<Account>, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT id AS user_id, tenant_id, password_hash FROM users \
             WHERE email = $1 AND disabled_at IS NULL",
        )
        .bind(email)
        .fetch_optional(pool)
        .await)?;
        Ok(row)
    }

    pub(crate) async fn add_session(
        &self,
        tx: &mut super::Tx,
        id: SessionId,
        token_hash: &[u8],
        user_id: UserId,
        now: i64,
    ) -> Result<(), Error> {
        on_tx!(tx, |connection| sqlx::query(
            "INSERT INTO sessions (id, token_hash, user_id, created_at, last_seen_at) \
             VALUES ($1, $2, $3, $4, $4)",
        )
        .bind(Stored(id))
        .bind(token_hash)
        .bind(Stored(user_id))
        .bind(now)
        .execute(connection)
        .await?
        .rows_affected());
        Ok(())
    }

    pub(crate) async fn session(&self, token_hash: &[u8]) -> Result<Option<SessionRow>, Error> {
        let row = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT s.id AS session_id, s.created_at, s.last_seen_at, u.id AS user_id, u.email, \
             u.role, u.audiences, t.id AS tenant_id, t.slug AS tenant_slug, \
             t.name AS tenant_name, t.time_zone, t.wrapped_key \
             FROM sessions s JOIN users u ON u.id = s.user_id JOIN tenants t ON t.id = u.tenant_id \
             WHERE s.token_hash = $1 AND u.disabled_at IS NULL",
        )
        .bind(token_hash)
        .fetch_optional(pool)
        .await
        })?;
        Ok(row)
    }

    /// The current account, role and tenant of a person.
    pub(crate) async fn person(&self, user_id: UserId) -> Result<Option<SessionRow>, Error> {
        let row = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT CAST(NULL AS TEXT) AS session_id, u.created_at, u.created_at AS last_seen_at, \
             u.id AS user_id, u.email, u.role, u.audiences, t.id AS tenant_id, \
             t.slug AS tenant_slug, t.name AS tenant_name, t.time_zone, t.wrapped_key \
             FROM users u JOIN tenants t ON t.id = u.tenant_id \
             WHERE u.id = $1 AND u.disabled_at IS NULL",
        )
        .bind(Stored(user_id))
        .fetch_optional(pool)
        .await
        })?;
        Ok(row)
    }

    /// The projects assigned to a user, by name.
    pub(crate) async fn assigned_projects(
        &self,
        user_id: UserId,
    ) -> Result<Vec<ProjectRow>, Error> {
        let rows = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT p.id, p.slug, p.name, p.country, p.number_rules FROM projects p \
             JOIN user_projects a ON a.project_id = p.id WHERE a.user_id = $1 ORDER BY p.name, p.slug",
        )
        .bind(Stored(user_id))
        .fetch_all(pool)
        .await
        })?;
        Ok(rows)
    }

    /// When a session began and when it was last used; `None` for one that was ended.
    pub(crate) async fn session_times(&self, id: SessionId) -> Result<Option<SessionTimes>, Error> {
        let times = on_db!(self, |pool| sqlx::query_as(
            "SELECT created_at, last_seen_at FROM sessions WHERE id = $1",
        )
        .bind(Stored(id))
        .fetch_optional(pool)
        .await)?;
        Ok(times)
    }

    pub(crate) async fn touch_session(&self, id: SessionId, now: i64) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "UPDATE sessions SET last_seen_at = $2 WHERE id = $1",
        )
        .bind(Stored(id))
        .bind(now)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }

    pub(crate) async fn end_session(&self, tx: &mut super::Tx, id: SessionId) -> Result<(), Error> {
        on_tx!(tx, |connection| sqlx::query("DELETE FROM sessions WHERE id = $1")
            .bind(Stored(id))
            .execute(connection)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Ends the session of a token, if there is one.
    pub(crate) async fn end_session_by_token(
        &self,
        tx: &mut super::Tx,
        token_hash: &[u8],
    ) -> Result<(), Error> {
        on_tx!(tx, |connection| sqlx::query("DELETE FROM sessions WHERE token_hash = $1")
            .bind(token_hash)
            .execute(connection)
            .await?
            .rows_affected());
        Ok(())
    }

    pub(crate) async fn end_sessions_of(
        &self,
        tx: &mut super::Tx,
        user_id: UserId,
    ) -> Result<u64, Error> {
        let ended = on_tx!(tx, |connection| sqlx::query("DELETE FROM sessions WHERE user_id = $1")
            .bind(Stored(user_id))
            .execute(connection)
            .await?
            .rows_affected());
        Ok(ended)
    }
}
