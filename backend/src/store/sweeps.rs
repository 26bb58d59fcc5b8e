//! Removal of expired rows in small batches.

use sqlx::AssertSqlSafe;

use super::{
    Db,
    db::{on_db, on_tx},
};
use crate::Error;

/// Kinds of rows that housekeeping removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sweepable {
    /// Events of rate limits, by their time.
    RateEvents,
    /// Sessions, by their last use.
    UnusedSessions,
    /// Sessions, by their start.
    OldSessions,
    /// Grants to recordings, by their expiry and last use.
    RecordingGrants,
    /// Links to recordings, by their expiry.
    RecordingLinks,
    /// Token pairs of PBX clients, by the expiry of the refresh token.
    PbxTokens,
    /// Files that PBX clients requested, by their expiry.
    PbxDownloads,
    /// Delivered or failed webhook messages, by their creation, and those of removed webhooks.
    WebhookDeliveries,
    /// Reports that receivers refused, by their time.
    RefusedReports,
    /// Background jobs, by their end.
    FinishedJobs,
    /// Leases that were not released, by their expiry.
    ExpiredLeases,
    /// Numbers and addresses of contacts, all of whose calls were deleted.
    UnusedIdentities,
}

impl Sweepable {
    /// Table, primary key, and the condition for removal; `$1` is the current time minus the age.
    const fn rows(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::RateEvents => ("rate_events", "id", "at <= $1"),
            Self::UnusedSessions => ("sessions", "id", "last_seen_at <= $1"),
            Self::OldSessions => ("sessions", "id", "created_at <= $1"),
            Self::RecordingGrants => (
                "recording_grants",
                "token_hash",
                "expires_at <= $1 AND COALESCE(last_used_at, 0) <= $1",
            ),
            Self::RecordingLinks => ("recording_links", "token_hash", "expires_at <= $1"),
            Self::PbxTokens => {
                ("pbx_tokens", "access_hash", "expires_at <= $1 AND refresh_expires_at <= $1")
            }
            Self::PbxDownloads => ("pbx_downloads", "file_name", "expires_at <= $1"),
            Self::WebhookDeliveries => (
                "webhook_deliveries",
                "id",
                "created_at <= $1 AND (state <> 'pending' \
                 OR webhook_id NOT IN (SELECT id FROM webhooks))",
            ),
            Self::RefusedReports => ("refused_reports", "id", "refused_at <= $1"),
            Self::FinishedJobs => ("jobs", "id", "finished_at <= $1"),
            Self::ExpiredLeases => ("leases", "resource", "expires_at <= $1"),
            // Calls that wait to be added may be of these. The time is of no importance.
            Self::UnusedIdentities => (
                "contact_identities",
                "id",
                "CAST($1 AS BIGINT) IS NOT NULL \
                 AND NOT EXISTS (SELECT 1 FROM contact_calls k WHERE k.identity_id = id) \
                 AND tenant_id IN (SELECT id FROM tenants WHERE contacts_seq = ingest_seq)",
            ),
        }
    }
}

impl Db {
    /// Deletes at most `most` rows that expired before `before`; returns their number. The condition
    /// is repeated in the deletion, so that a row used in the meantime stays.
    pub(crate) async fn sweep(
        &self,
        what: Sweepable,
        before: i64,
        most: i64,
    ) -> Result<u64, Error> {
        let (table, key, over) = what.rows();
        let some = format!("SELECT {key} FROM {table} WHERE {over} LIMIT ");
        let any: Option<i64> = on_db!(self, |pool| sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT CAST(1 AS BIGINT) FROM {table} WHERE {over} LIMIT 1"
        )))
        .bind(before)
        .fetch_optional(pool)
        .await)?;
        if any.is_none() {
            return Ok(0);
        }
        let mut tx = self.begin().await?;
        let sql = format!("DELETE FROM {table} WHERE {over} AND {key} IN ({some}$2)");
        let removed = on_tx!(&mut tx, |connection| sqlx::query(AssertSqlSafe(sql))
            .bind(before)
            .bind(most)
            .execute(&mut *connection)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(removed)
    }
}
