//! Tokens and requested downloads of PBX clients.

use earshot_domain::{ApiKeyId, TenantId};
use sqlx::AssertSqlSafe;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    leases::latest_expiry,
    stored::Stored,
};
use crate::Error;

/// A token pair to be stored.
pub(crate) struct NewPbxTokens<'a> {
    pub(crate) access_hash: &'a [u8],
    pub(crate) refresh_hash: &'a [u8],
    pub(crate) api_key_id: ApiKeyId,
    pub(crate) expires_at: i64,
    pub(crate) refresh_expires_at: i64,
}

/// A stored token pair.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PbxTokensRow {
    pub(crate) access_hash: Vec<u8>,
    #[sqlx(try_from = "Stored<ApiKeyId>")]
    pub(crate) api_key_id: ApiKeyId,
    pub(crate) expires_at: i64,
    pub(crate) refresh_expires_at: i64,
}

/// A requested download: the filter and bounds of its file.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PbxDownloadRow {
    pub(crate) file_name: String,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<ApiKeyId>")]
    pub(crate) api_key_id: ApiKeyId,
    pub(crate) filter_encrypted: Vec<u8>,
    pub(crate) ingest_bound: i64,
    pub(crate) expires_at: i64,
}

const TOKENS: &str =
    "SELECT access_hash, api_key_id, expires_at, refresh_expires_at FROM pbx_tokens";

impl Db {
    /// Finds the pair with this access token; a revoked pair has an expiry of zero.
    pub(crate) async fn pbx_tokens(&self, access: &[u8]) -> Result<Option<PbxTokensRow>, Error> {
        let sql = AssertSqlSafe(format!("{TOKENS} WHERE access_hash = $1"));
        let row = on_db!(self, |pool| sqlx::query_as(sql).bind(access).fetch_optional(pool).await)?;
        Ok(row)
    }

    /// Finds the pair with this refresh token, unless it was revoked.
    pub(crate) async fn pbx_refreshable(
        &self,
        refresh: &[u8],
    ) -> Result<Option<PbxTokensRow>, Error> {
        let sql = AssertSqlSafe(format!("{TOKENS} WHERE refresh_hash = $1 AND expires_at > 0"));
        let row =
            on_db!(self, |pool| sqlx::query_as(sql).bind(refresh).fetch_optional(pool).await)?;
        Ok(row)
    }

    /// Finds a requested download by its file name.
    pub(crate) async fn pbx_download(&self, file: &str) -> Result<Option<PbxDownloadRow>, Error> {
        let row = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT file_name, tenant_id, api_key_id, filter_encrypted, ingest_bound, expires_at \
             FROM pbx_downloads WHERE file_name = $1",
        )
        .bind(file)
        .fetch_optional(pool)
        .await
        })?;
        Ok(row)
    }
}

impl Tx {
    /// Stores a token pair, unless `most` access tokens of the client are valid at `now`, and deletes
    /// the client's expired pairs.
    pub(crate) async fn add_pbx_tokens(
        &mut self,
        tokens: &NewPbxTokens<'_>,
        now: i64,
        most: i64,
    ) -> Result<bool, Error> {
        let added = on_tx!(self, |connection| {
            // The key's row is the lock under which its tokens are counted.
            sqlx::query("UPDATE api_keys SET last_used_at = $2 WHERE id = $1")
                .bind(Stored(tokens.api_key_id))
                .bind(now)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "DELETE FROM pbx_tokens WHERE api_key_id = $1 AND refresh_expires_at <= $2",
            )
            .bind(Stored(tokens.api_key_id))
            .bind(now)
            .execute(&mut *connection)
            .await?;
            // Those that end later than a new one are of a clock that has gone back since.
            let valid: i64 = sqlx::query_scalar(
                "SELECT count(*) FROM pbx_tokens \
                 WHERE api_key_id = $1 AND expires_at > $2 AND expires_at <= $3",
            )
            .bind(Stored(tokens.api_key_id))
            .bind(now)
            .bind(latest_expiry(now, tokens.expires_at))
            .fetch_one(&mut *connection)
            .await?;
            if valid < most {
                sqlx::query(
                    "INSERT INTO pbx_tokens (access_hash, refresh_hash, api_key_id, expires_at, \
                     refresh_expires_at) VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(tokens.access_hash)
                .bind(tokens.refresh_hash)
                .bind(Stored(tokens.api_key_id))
                .bind(tokens.expires_at)
                .bind(tokens.refresh_expires_at)
                .execute(&mut *connection)
                .await?;
            }
            valid < most
        });
        Ok(added)
    }

    /// Revokes a token pair; `false` when it was revoked already. The row stays until its refresh
    /// token would have expired, so that its tokens do not count as guesses.
    pub(crate) async fn end_pbx_tokens(&mut self, access_hash: &[u8]) -> Result<bool, Error> {
        let ended = on_tx!(self, |connection| {
            sqlx::query(
                "UPDATE pbx_tokens SET expires_at = 0 WHERE access_hash = $1 AND expires_at > 0",
            )
            .bind(access_hash)
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        Ok(ended == 1)
    }

    /// Stores a requested download and deletes the tenant's expired ones.
    pub(crate) async fn add_pbx_download(
        &mut self,
        download: &PbxDownloadRow,
        now: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query("DELETE FROM pbx_downloads WHERE tenant_id = $1 AND expires_at <= $2")
                .bind(Stored(download.tenant_id))
                .bind(now)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "INSERT INTO pbx_downloads (file_name, tenant_id, api_key_id, filter_encrypted, \
                 ingest_bound, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(&download.file_name)
            .bind(Stored(download.tenant_id))
            .bind(Stored(download.api_key_id))
            .bind(&download.filter_encrypted)
            .bind(download.ingest_bound)
            .bind(download.expires_at)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }
}
