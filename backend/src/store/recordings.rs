//! Recordings, what was decided about playing them, and the grants to reach them.

use super::{
    Db, Tx,
    db::{on_db, on_tx},
};
use crate::Error;

/// What is stored of a call's recording, beside the settings that decide about it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct RecordingRow {
    pub(crate) staff_playback: bool,
    pub(crate) recording_download: bool,
    pub(crate) media_state: Option<String>,
    pub(crate) object_key: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Option<i64>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) peaks: Option<Vec<u8>>,
    pub(crate) stored_at: Option<i64>,
    pub(crate) consent: Option<String>,
    pub(crate) playback_compliance: Option<String>,
    pub(crate) import_consent: Option<String>,
    pub(crate) import_compliance: Option<String>,
}

/// A recording about to be stored; its media is kept already.
pub(crate) struct NewRecording<'a> {
    pub(crate) call_id: &'a str,
    pub(crate) tenant_id: &'a str,
    pub(crate) object_key: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) bytes: i64,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) peaks: Option<&'a [u8]>,
    pub(crate) stored_at: i64,
}

/// A decision about playing a call.
pub(crate) struct NewDecision<'a> {
    pub(crate) call_id: &'a str,
    pub(crate) tenant_id: &'a str,
    pub(crate) consent: &'a str,
    pub(crate) playback_compliance: &'a str,
    pub(crate) evidence_encrypted: &'a [u8],
    pub(crate) decided_by: &'a str,
    pub(crate) decided_at: i64,
}

/// A grant about to be stored.
pub(crate) struct NewGrant<'a> {
    pub(crate) token_hash: &'a [u8],
    pub(crate) tenant_id: &'a str,
    pub(crate) user_id: &'a str,
    pub(crate) session_id: &'a str,
    pub(crate) project_id: &'a str,
    pub(crate) call_id: &'a str,
    pub(crate) action: &'a str,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// A grant as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct GrantRow {
    pub(crate) user_id: String,
    pub(crate) session_id: String,
    pub(crate) project_id: String,
    pub(crate) call_id: String,
    pub(crate) action: String,
    pub(crate) expires_at: i64,
    pub(crate) used_at: Option<i64>,
    pub(crate) last_used_at: Option<i64>,
}

/// What a file of a call's recording may be called.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CallNames {
    pub(crate) id: String,
    pub(crate) source_id: String,
    pub(crate) details: String,
}

impl Db {
    /// The recording of a call, whose columns are empty where there is none.
    pub(crate) async fn recording(
        &self,
        tenant_id: &str,
        call_id: &str,
    ) -> Result<RecordingRow, Error> {
        let row = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT t.staff_playback, t.recording_download, r.media_state, r.object_key, \
             r.content_type, r.bytes, r.duration_ms, r.peaks, r.stored_at, d.consent, d.playback_compliance, \
             i.consent AS import_consent, i.playback_compliance AS import_compliance \
             FROM tenants t \
             LEFT JOIN recordings r ON r.tenant_id = t.id AND r.call_id = $2 \
             LEFT JOIN playback_decisions d ON d.tenant_id = t.id AND d.call_id = $2 \
             LEFT JOIN calls c ON c.tenant_id = t.id AND c.id = $2 \
             LEFT JOIN import_decisions i ON i.import_id = c.import_id \
             WHERE t.id = $1",
        )
        .bind(tenant_id)
        .bind(call_id)
        .fetch_one(pool)
        .await
        })?;
        Ok(row)
    }

    /// Whether staff may play, and whether recordings may be downloaded.
    pub(crate) async fn recording_settings(&self, tenant_id: &str) -> Result<(bool, bool), Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT staff_playback, recording_download FROM tenants WHERE id = $1",
        )
        .bind(tenant_id)
        .fetch_one(pool)
        .await)?;
        Ok(row)
    }

    /// The names of all calls of a tenant.
    pub(crate) async fn call_names(&self, tenant_id: &str) -> Result<Vec<CallNames>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT c.id, c.source_id, t.details FROM calls c \
             JOIN transcripts t ON t.call_row = c.row_id WHERE c.tenant_id = $1",
        )
        .bind(tenant_id)
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    /// Stores a grant.
    pub(crate) async fn add_grant(&self, grant: &NewGrant<'_>) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "INSERT INTO recording_grants (token_hash, tenant_id, user_id, session_id, \
             project_id, call_id, action, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(grant.token_hash)
        .bind(grant.tenant_id)
        .bind(grant.user_id)
        .bind(grant.session_id)
        .bind(grant.project_id)
        .bind(grant.call_id)
        .bind(grant.action)
        .bind(grant.created_at)
        .bind(grant.expires_at)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }

    /// A grant by what is stored of its token.
    pub(crate) async fn grant(&self, token_hash: &[u8]) -> Result<Option<GrantRow>, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT user_id, session_id, project_id, call_id, action, expires_at, used_at, \
             last_used_at FROM recording_grants WHERE token_hash = $1",
        )
        .bind(token_hash)
        .fetch_optional(pool)
        .await)?;
        Ok(row)
    }

    /// Notes that a playback goes on.
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
    /// Stores a call's recording in place of any other; `false` when it was removed for good.
    pub(crate) async fn add_recording(&mut self, new: &NewRecording<'_>) -> Result<bool, Error> {
        let stored = on_tx!(self, |connection| {
            sqlx::query(
            "INSERT INTO recordings (call_id, tenant_id, media_state, object_key, content_type, \
             bytes, duration_ms, peaks, stored_at) \
             VALUES ($1, $2, 'available', $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (call_id) DO UPDATE SET media_state = excluded.media_state, \
             object_key = excluded.object_key, content_type = excluded.content_type, \
             bytes = excluded.bytes, duration_ms = excluded.duration_ms, \
             peaks = excluded.peaks, stored_at = excluded.stored_at \
             WHERE recordings.media_state <> 'removed'",
        )
        .bind(new.call_id)
        .bind(new.tenant_id)
        .bind(new.object_key)
        .bind(new.content_type)
        .bind(new.bytes)
        .bind(new.duration_ms)
        .bind(new.peaks)
        .bind(new.stored_at)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        if stored == 0 {
            return Ok(false);
        }
        on_tx!(self, |connection| sqlx::query(
            "UPDATE calls SET has_recording = TRUE WHERE id = $1",
        )
        .bind(new.call_id)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(true)
    }

    /// Sets what a tenant may do with recordings; `None` leaves a setting as it is.
    pub(crate) async fn set_recordings(
        &mut self,
        tenant_id: &str,
        staff_playback: Option<bool>,
        recording_download: Option<bool>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE tenants SET staff_playback = COALESCE($2, staff_playback), \
             recording_download = COALESCE($3, recording_download) WHERE id = $1",
        )
        .bind(tenant_id)
        .bind(staff_playback)
        .bind(recording_download)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Sets what was decided about playing a call.
    pub(crate) async fn set_decision(&mut self, new: &NewDecision<'_>) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
            "INSERT INTO playback_decisions (call_id, tenant_id, consent, playback_compliance, \
             evidence_encrypted, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (call_id) DO UPDATE SET consent = excluded.consent, \
             playback_compliance = excluded.playback_compliance, evidence_encrypted = excluded.evidence_encrypted, \
             decided_by = excluded.decided_by, decided_at = excluded.decided_at",
        )
        .bind(new.call_id)
        .bind(new.tenant_id)
        .bind(new.consent)
        .bind(new.playback_compliance)
        .bind(new.evidence_encrypted)
        .bind(new.decided_by)
        .bind(new.decided_at)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(())
    }

    /// Uses a grant for the first time; `false` when it was used or its time was over.
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
