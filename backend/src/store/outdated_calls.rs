//! Reading of the calls whose texts were redacted by earlier rules.

use earshot_domain::{ImportId, TenantId};

use super::{CallTexts, Db, OutdatedCall, db::on_db, stored::Stored};
use crate::Error;

impl Db {
    /// Whether a call was redacted by earlier rules than `version`.
    pub(crate) async fn has_outdated_redaction(&self, version: i64) -> Result<bool, Error> {
        let has: bool = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM calls WHERE redaction_version < $1)",
        )
        .bind(version)
        .fetch_one(pool)
        .await)?;
        Ok(has)
    }

    /// The calls of the installation, and those that were redacted by earlier rules than `version`.
    pub(crate) async fn redaction_counts(&self, version: i64) -> Result<(i64, i64), Error> {
        let counts = on_db!(self, |pool| sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM calls), \
             (SELECT COUNT(*) FROM calls WHERE redaction_version < $1)",
        )
        .bind(version)
        .fetch_one(pool)
        .await)?;
        Ok(counts)
    }

    /// The calls of a tenant that were redacted by earlier rules than `version`.
    pub(crate) async fn outdated_calls_of(
        &self,
        tenant_id: TenantId,
        version: i64,
    ) -> Result<u64, Error> {
        let count: i64 = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT COUNT(*) FROM calls WHERE redaction_version < $1 AND tenant_id = $2",
        )
        .bind(version)
        .bind(Stored(tenant_id))
        .fetch_one(pool)
        .await)?;
        Ok(count.cast_unsigned())
    }

    /// The last row up to which calls that were redacted by earlier rules are read together, of at most
    /// `limit` and with so many bytes of transcripts, or a single larger one.
    async fn last_outdated(
        &self,
        version: i64,
        after: i64,
        limit: i64,
        most_bytes: i64,
    ) -> Result<i64, Error> {
        let rows: Vec<(i64, i64)> = on_db!(self, |pool| sqlx::query_as(
            "SELECT row_id, transcript_bytes FROM calls \
             WHERE redaction_version < $1 AND row_id > $2 ORDER BY row_id LIMIT $3",
        )
        .bind(version)
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await)?;
        let (mut last, mut left) = (after, most_bytes);
        for (row_id, bytes) in rows {
            left -= bytes;
            if left < 0 && last > after {
                break;
            }
            last = row_id;
        }
        Ok(last)
    }

    /// The next calls that were redacted by earlier rules than `version`, after the row `after`.
    pub(crate) async fn outdated_calls(
        &self,
        version: i64,
        after: i64,
        limit: i64,
        most_bytes: i64,
    ) -> Result<Vec<OutdatedCall>, Error> {
        let last = self.last_outdated(version, after, limit, most_bytes).await?;
        let rows: Vec<OutdatedCall> = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT c.row_id, c.id, c.tenant_id, c.project_id, c.review_seq, c.redaction_version, \
             c.source, c.started_at, c.source_id, c.names_encrypted, c.end_reason, c.source_status, c.agent, c.outcome, c.summary, \
             c.audience, t.turns, t.details, t.source_encrypted \
             FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.redaction_version < $1 AND c.row_id > $2 AND c.row_id <= $3 ORDER BY c.row_id",
        )
        .bind(version)
        .bind(after)
        .bind(last)
        .fetch_all(pool)
        .await
        })?;
        self.whole(rows).await
    }

    /// Tags, ids of legs and texts of review events of a call.
    pub(crate) async fn call_texts(&self, call: &OutdatedCall) -> Result<CallTexts, Error> {
        let tags = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT tag FROM call_tags WHERE call_row = $1",
        )
        .bind(call.row_id)
        .fetch_all(pool)
        .await)?;
        let leg_ids = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT leg_id FROM call_legs WHERE call_row = $1",
        )
        .bind(call.row_id)
        .fetch_all(pool)
        .await)?;
        if call.review_seq == 0 {
            return Ok(CallTexts { tags, leg_ids, ..CallTexts::default() });
        }
        let events = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT seq, action, old_text, new_text, reason FROM review_events WHERE call_id = $1",
        )
        .bind(Stored(call.id))
        .fetch_all(pool)
        .await
        })?;
        let marks = self.redaction_marks(call.tenant_id, &[call.id]).await?;
        let marks = marks.into_values().next().unwrap_or_default();
        Ok(CallTexts { tags, leg_ids, events, marks })
    }

    /// The names of imported files, as JSON, of every import.
    pub(crate) async fn import_files(&self) -> Result<Vec<(ImportId, String)>, Error> {
        let rows: Vec<(Stored<ImportId>, String)> =
            on_db!(self, |pool| sqlx::query_as("SELECT id, files FROM imports")
                .fetch_all(pool)
                .await)?;
        Ok(rows.into_iter().map(|(id, files)| (id.into(), files)).collect())
    }
}
