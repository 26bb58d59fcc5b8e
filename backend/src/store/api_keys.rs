//! API keys, and links to recordings in exports.

use earshot_domain::{ApiKeyId, ApiKeyKind, CallId, ProjectId, SessionId, TenantId, UserId};
use sqlx::AssertSqlSafe;

use super::{
    Db, ProjectRow, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A stored API key. Lists are JSON.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ApiKeyRow {
    #[sqlx(try_from = "Stored<ApiKeyId>")]
    pub(crate) id: ApiKeyId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<ApiKeyKind>")]
    pub(crate) kind: ApiKeyKind,
    pub(crate) name: String,
    pub(crate) identifier: String,
    pub(crate) scopes: String,
    pub(crate) addresses: String,
    pub(crate) origins: String,
    pub(crate) requests_per_minute: i64,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) created_by: UserId,
    pub(crate) created_by_email: String,
    pub(crate) created_at: i64,
    pub(crate) expires_at: Option<i64>,
    pub(crate) revoked_at: Option<i64>,
    pub(crate) last_used_at: Option<i64>,
}

/// A project that a key may access.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct KeyProjectRow {
    #[sqlx(try_from = "Stored<ApiKeyId>")]
    pub(crate) api_key_id: ApiKeyId,
    #[sqlx(flatten)]
    pub(crate) project: ProjectRow,
}

/// An API key to store.
pub(crate) struct NewApiKey<'a> {
    pub(crate) id: ApiKeyId,
    pub(crate) tenant_id: TenantId,
    pub(crate) kind: ApiKeyKind,
    pub(crate) name: &'a str,
    pub(crate) identifier: &'a str,
    pub(crate) secret_hash: &'a [u8],
    pub(crate) scopes: &'a str,
    pub(crate) addresses: &'a str,
    pub(crate) origins: &'a str,
    pub(crate) requests_per_minute: i64,
    pub(crate) created_by: UserId,
    pub(crate) created_at: i64,
    pub(crate) expires_at: Option<i64>,
}

/// A link to a recording, to store.
pub(crate) struct NewRecordingLink<'a> {
    pub(crate) token_hash: &'a [u8],
    pub(crate) tenant_id: TenantId,
    pub(crate) api_key_id: Option<ApiKeyId>,
    pub(crate) user_id: Option<UserId>,
    /// The session that made it, which it ends with.
    pub(crate) session_id: Option<SessionId>,
    pub(crate) call_id: CallId,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// A stored link to a recording.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct RecordingLinkRow {
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<Option<ApiKeyId>>")]
    pub(crate) api_key_id: Option<ApiKeyId>,
    #[sqlx(try_from = "Stored<Option<UserId>>")]
    pub(crate) user_id: Option<UserId>,
    #[sqlx(try_from = "Stored<Option<SessionId>>")]
    pub(crate) session_id: Option<SessionId>,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    pub(crate) expires_at: i64,
}

const KEYS: &str = "SELECT k.id, k.tenant_id, k.kind, k.name, k.identifier, \
     k.scopes, k.addresses, k.origins, k.requests_per_minute, k.created_by, \
     u.email AS created_by_email, k.created_at, k.expires_at, k.revoked_at, k.last_used_at \
     FROM api_keys k JOIN users u ON u.id = k.created_by";

impl Db {
    /// The API key with this secret's hash, in any state.
    pub(crate) async fn api_key_by_secret(&self, hash: &[u8]) -> Result<Option<ApiKeyRow>, Error> {
        let sql = format!("{KEYS} WHERE k.secret_hash = $1");
        let row = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(hash)
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// The API key with this id, in any state.
    pub(crate) async fn api_key(&self, id: ApiKeyId) -> Result<Option<ApiKeyRow>, Error> {
        let sql = format!("{KEYS} WHERE k.id = $1");
        let row = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(id))
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// The API keys of a tenant, newest first.
    pub(crate) async fn api_keys(&self, tenant_id: TenantId) -> Result<Vec<ApiKeyRow>, Error> {
        let sql =
            format!("{KEYS} WHERE k.tenant_id = $1 ORDER BY k.created_at DESC, k.id LIMIT 500");
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// The projects of a tenant's API keys, by name.
    pub(crate) async fn api_key_projects(
        &self,
        tenant_id: TenantId,
    ) -> Result<Vec<KeyProjectRow>, Error> {
        let rows = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT a.api_key_id, p.id, p.slug, p.name, p.country, p.number_rules FROM api_key_projects a \
             JOIN projects p ON p.id = a.project_id WHERE p.tenant_id = $1 ORDER BY p.name, p.slug",
        )
        .bind(Stored(tenant_id))
        .fetch_all(pool)
        .await
        })?;
        Ok(rows)
    }

    /// The origins of every API key that is not revoked and has any, as JSON.
    pub(crate) async fn api_key_origins(&self) -> Result<Vec<String>, Error> {
        let rows = on_db!(self, |pool| {
            sqlx::query_scalar(
            "SELECT DISTINCT origins FROM api_keys WHERE revoked_at IS NULL AND origins <> '[]'",
        )
        .fetch_all(pool)
        .await
        })?;
        Ok(rows)
    }

    /// Updates the time of a key's last use.
    pub(crate) async fn touch_api_key(&self, id: ApiKeyId, now: i64) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "UPDATE api_keys SET last_used_at = $2 WHERE id = $1",
        )
        .bind(Stored(id))
        .bind(now)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }

    /// The link with this token's hash.
    pub(crate) async fn recording_link(
        &self,
        token_hash: &[u8],
    ) -> Result<Option<RecordingLinkRow>, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT tenant_id, api_key_id, user_id, session_id, call_id, expires_at \
             FROM recording_links WHERE token_hash = $1",
        )
        .bind(token_hash)
        .fetch_optional(pool)
        .await)?;
        Ok(row)
    }
}

impl Tx {
    /// Stores an API key and its projects.
    pub(crate) async fn add_api_key(
        &mut self,
        key: &NewApiKey<'_>,
        project_ids: &[ProjectId],
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO api_keys (id, tenant_id, kind, name, identifier, secret_hash, scopes, \
                 addresses, origins, requests_per_minute, created_by, created_at, expires_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            )
            .bind(Stored(key.id))
            .bind(Stored(key.tenant_id))
            .bind(Stored(key.kind))
            .bind(key.name)
            .bind(key.identifier)
            .bind(key.secret_hash)
            .bind(key.scopes)
            .bind(key.addresses)
            .bind(key.origins)
            .bind(key.requests_per_minute)
            .bind(Stored(key.created_by))
            .bind(key.created_at)
            .bind(key.expires_at)
            .execute(&mut *connection)
            .await?;
            for project_id in project_ids {
                sqlx::query(
                    "INSERT INTO api_key_projects (api_key_id, project_id) VALUES ($1, $2)",
                )
                .bind(Stored(key.id))
                .bind(Stored(*project_id))
                .execute(&mut *connection)
                .await?;
            }
        });
        Ok(())
    }

    /// Revokes an API key of a tenant; `false` when it does not exist or is already revoked.
    pub(crate) async fn revoke_api_key(
        &mut self,
        tenant_id: TenantId,
        id: ApiKeyId,
        now: i64,
    ) -> Result<bool, Error> {
        let revoked = on_tx!(self, |connection| sqlx::query(
            "UPDATE api_keys SET revoked_at = $3 \
             WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(id))
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(revoked == 1)
    }

    /// Stores a link to a recording.
    pub(crate) async fn add_recording_link(
        &mut self,
        link: &NewRecordingLink<'_>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO recording_links (token_hash, tenant_id, api_key_id, user_id, session_id, \
             call_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(link.token_hash)
        .bind(Stored(link.tenant_id))
        .bind(Stored(link.api_key_id))
        .bind(Stored(link.user_id))
        .bind(Stored(link.session_id))
        .bind(Stored(link.call_id))
        .bind(link.created_at)
        .bind(link.expires_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}
