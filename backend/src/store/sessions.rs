//! Accounts and their signed-in browsers.

use super::{
    Db,
    db::{on_db, on_tx},
};
use crate::Error;

/// What signing in needs to know of an account.
#[derive(sqlx::FromRow)]
pub(crate) struct Account {
    pub(crate) user_id: String,
    pub(crate) tenant_id: String,
    pub(crate) password_hash: String,
}

/// A session with the person, the tenant and its key.
#[derive(Clone, sqlx::FromRow)]
pub(crate) struct SessionRow {
    pub(crate) session_id: String,
    pub(crate) created_at: i64,
    pub(crate) last_seen_at: i64,
    pub(crate) user_id: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) tenant_id: String,
    pub(crate) tenant_slug: String,
    pub(crate) tenant_name: String,
    pub(crate) time_zone: String,
    pub(crate) wrapped_key: Vec<u8>,
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
        id: &str,
        token_hash: &[u8],
        user_id: &str,
        now: i64,
    ) -> Result<(), Error> {
        on_tx!(tx, |connection| sqlx::query(
            "INSERT INTO sessions (id, token_hash, user_id, created_at, last_seen_at) \
             VALUES ($1, $2, $3, $4, $4)",
        )
        .bind(id)
        .bind(token_hash)
        .bind(user_id)
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
             u.role, t.id AS tenant_id, t.slug AS tenant_slug, t.name AS tenant_name, \
             t.time_zone, t.wrapped_key \
             FROM sessions s JOIN users u ON u.id = s.user_id JOIN tenants t ON t.id = u.tenant_id \
             WHERE s.token_hash = $1 AND u.disabled_at IS NULL",
        )
        .bind(token_hash)
        .fetch_optional(pool)
        .await
        })?;
        Ok(row)
    }

    /// The person of a running export, as they are now.
    pub(crate) async fn person(&self, user_id: &str) -> Result<Option<SessionRow>, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT '' AS session_id, u.created_at, u.created_at AS last_seen_at, \
             u.id AS user_id, u.email, u.role, t.id AS tenant_id, t.slug AS tenant_slug, \
             t.name AS tenant_name, t.time_zone, t.wrapped_key \
             FROM users u JOIN tenants t ON t.id = u.tenant_id \
             WHERE u.id = $1 AND u.disabled_at IS NULL",
        )
        .bind(user_id)
        .fetch_optional(pool)
        .await)?;
        Ok(row)
    }

    /// The projects assigned to a user: id, slug, name.
    pub(crate) async fn assigned_projects(
        &self,
        user_id: &str,
    ) -> Result<Vec<(String, String, String)>, Error> {
        let rows = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT p.id, p.slug, p.name FROM projects p \
             JOIN user_projects a ON a.project_id = p.id WHERE a.user_id = $1 ORDER BY p.name, p.slug",
        )
        .bind(user_id)
        .fetch_all(pool)
        .await
        })?;
        Ok(rows)
    }

    pub(crate) async fn has_session(&self, id: &str) -> Result<bool, Error> {
        let row: Option<(String,)> =
            on_db!(self, |pool| sqlx::query_as("SELECT id FROM sessions WHERE id = $1",)
                .bind(id)
                .fetch_optional(pool)
                .await)?;
        Ok(row.is_some())
    }

    pub(crate) async fn touch_session(&self, id: &str, now: i64) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "UPDATE sessions SET last_seen_at = $2 WHERE id = $1",
        )
        .bind(id)
        .bind(now)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }

    pub(crate) async fn end_session(&self, tx: &mut super::Tx, id: &str) -> Result<(), Error> {
        on_tx!(tx, |connection| sqlx::query("DELETE FROM sessions WHERE id = $1")
            .bind(id)
            .execute(connection)
            .await?
            .rows_affected());
        Ok(())
    }

    pub(crate) async fn end_sessions_of(
        &self,
        tx: &mut super::Tx,
        user_id: &str,
    ) -> Result<u64, Error> {
        let ended = on_tx!(tx, |connection| sqlx::query("DELETE FROM sessions WHERE user_id = $1")
            .bind(user_id)
            .execute(connection)
            .await?
            .rows_affected());
        Ok(ended)
    }
}
