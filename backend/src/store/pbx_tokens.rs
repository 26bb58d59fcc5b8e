//! Tokens of the PBX interface's clients, and the files they asked for.

use earshot_domain::ApiKeyId;
use sqlx::AssertSqlSafe;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A pair of tokens about to be stored.
pub(crate) struct NewPbxTokens<'a> {
    pub(crate) access_hash: &'a [u8],
    pub(crate) refresh_hash: &'a [u8],
    pub(crate) api_key_id: ApiKeyId,
    pub(crate) expires_at: i64,
    pub(crate) refresh_expires_at: i64,
}

/// A pair of tokens as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PbxTokensRow {
    pub(crate) access_hash: Vec<u8>,
    #[sqlx(try_from = "Stored<ApiKeyId>")]
    pub(crate) api_key_id: ApiKeyId,
    pub(crate) expires_at: i64,
    pub(crate) refresh_expires_at: i64,
}

/// What a file will hold.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PbxDownloadRow {
    pub(crate) file_name: String,
    pub(crate) tenant_id: String,
    pub(crate) api_key_id: String,
    pub(crate) filter_encrypted: Vec<u8>,
    pub(crate) ingest_bound: i64,
    pub(crate) expires_at: i64,
}

const TOKENS: &str =
    "SELECT access_hash, api_key_id, expires_at, refresh_expires_at FROM pbx_tokens";

impl Db {
    /// The tokens with this access token; those that were taken back expired in 1970.
    pub(crate) async fn pbx_tokens(&self, access: &[u8]) -> Result<Option<PbxTokensRow>, Error> {
        let sql = AssertSqlSafe(format!("{TOKENS} WHERE access_hash = $1"));
        let row = on_db!(self, |pool| sqlx::query_as(sql).bind(access).fetch_optional(pool).await)?;
        Ok(row)
    }

    /// The tokens with this refresh token, unless they were taken back.
    pub(crate) async fn pbx_refreshable(
        &self,
        refresh: &[u8],
    ) -> Result<Option<PbxTokensRow>, Error> {
        let sql = AssertSqlSafe(format!("{TOKENS} WHERE refresh_hash = $1 AND expires_at > 0"));
        let row =
            on_db!(self, |pool| sqlx::query_as(sql).bind(refresh).fetch_optional(pool).await)?;
        Ok(row)
    }

    /// How the tenant's PBX displays time: date order and clock.
    pub(crate) async fn display_format(&self, tenant_id: &str) -> Result<(String, String), Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT date_order, clock_face FROM tenants WHERE id = $1",
        )
        .bind(tenant_id)
        .fetch_one(pool)
        .await)?;
        Ok(row)
    }

    /// What a file will hold.
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
    /// Stores a pair of tokens, unless `most` access tokens of the client are valid at `now`. What is
    /// over is cleared away.
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
            let (valid,): (i64,) = sqlx::query_as(
                "SELECT count(*) FROM pbx_tokens WHERE api_key_id = $1 AND expires_at > $2",
            )
            .bind(Stored(tokens.api_key_id))
            .bind(now)
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

    /// Takes a pair of tokens back; `false` when that was done already. It is remembered for as long
    /// as its refresh token would have been good, so that neither is taken for a guess.
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

    /// Stores what a file will hold; files that are over are cleared away.
    pub(crate) async fn add_pbx_download(
        &mut self,
        download: &PbxDownloadRow,
        now: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query("DELETE FROM pbx_downloads WHERE tenant_id = $1 AND expires_at <= $2")
                .bind(&download.tenant_id)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "INSERT INTO pbx_downloads (file_name, tenant_id, api_key_id, filter_encrypted, \
                 ingest_bound, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(&download.file_name)
            .bind(&download.tenant_id)
            .bind(&download.api_key_id)
            .bind(&download.filter_encrypted)
            .bind(download.ingest_bound)
            .bind(download.expires_at)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }

    /// Sets how the tenant's PBX displays time; `None` leaves it.
    pub(crate) async fn set_display_format(
        &mut self,
        tenant_id: &str,
        date_order: Option<&str>,
        clock_face: Option<&str>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE tenants SET date_order = COALESCE($2, date_order), \
             clock_face = COALESCE($3, clock_face) WHERE id = $1",
        )
        .bind(tenant_id)
        .bind(date_order)
        .bind(clock_face)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}
