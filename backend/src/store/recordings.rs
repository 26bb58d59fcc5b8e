//! Recordings, and decisions on their playback.

use earshot_domain::{
    CallId, Consent, MediaState, PlaybackCompliance, RecordingAction, TenantId, UserId,
};

use super::{
    Column, Db, LongColumns, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A stored recording, with the settings that its policy depends on.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct RecordingRow {
    pub(crate) staff_playback: bool,
    pub(crate) recording_download: bool,
    #[sqlx(try_from = "Stored<Option<MediaState>>")]
    pub(crate) media_state: Option<MediaState>,
    pub(crate) object_key: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Option<i64>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) peaks: Option<Vec<u8>>,
    pub(crate) stored_at: Option<i64>,
    /// The codec, if browsers do not play it.
    pub(crate) codec: Option<String>,
    /// The file as it came, where the media is a copy of it that browsers play.
    pub(crate) original_key: Option<String>,
    pub(crate) original_type: Option<String>,
    pub(crate) original_bytes: Option<i64>,
    #[sqlx(try_from = "Stored<Option<Consent>>")]
    pub(crate) consent: Option<Consent>,
    #[sqlx(try_from = "Stored<Option<PlaybackCompliance>>")]
    pub(crate) playback_compliance: Option<PlaybackCompliance>,
    #[sqlx(try_from = "Stored<Option<Consent>>")]
    pub(crate) import_consent: Option<Consent>,
    #[sqlx(try_from = "Stored<Option<PlaybackCompliance>>")]
    pub(crate) import_compliance: Option<PlaybackCompliance>,
}

/// Where media is, and what it is.
pub(crate) struct StoredMedia {
    pub(crate) object_key: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Option<i64>,
}

impl RecordingRow {
    /// The media for an action: a download is the file as it came.
    pub(crate) fn media(&self, action: RecordingAction) -> StoredMedia {
        if action == RecordingAction::Download && self.original_key.is_some() {
            return StoredMedia {
                object_key: self.original_key.clone(),
                content_type: self.original_type.clone(),
                bytes: self.original_bytes,
            };
        }
        StoredMedia {
            object_key: self.object_key.clone(),
            content_type: self.content_type.clone(),
            bytes: self.bytes,
        }
    }
}

/// A recording to store; its media is already in the media store.
pub(crate) struct NewRecording<'a> {
    pub(crate) call_id: CallId,
    pub(crate) tenant_id: TenantId,
    pub(crate) object_key: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) bytes: i64,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) peaks: Option<&'a [u8]>,
    pub(crate) codec: Option<&'a str>,
    pub(crate) original_key: Option<&'a str>,
    pub(crate) original_type: Option<&'a str>,
    pub(crate) original_bytes: Option<i64>,
    pub(crate) stored_at: i64,
}

/// A decision on the playback of a call's recording.
pub(crate) struct NewDecision<'a> {
    pub(crate) call_id: CallId,
    pub(crate) tenant_id: TenantId,
    pub(crate) consent: Consent,
    pub(crate) playback_compliance: PlaybackCompliance,
    pub(crate) evidence_encrypted: &'a [u8],
    pub(crate) decided_by: UserId,
    pub(crate) decided_at: i64,
}

/// A tenant's settings for recordings.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct RecordingSettingsRow {
    pub(crate) staff_playback: bool,
    pub(crate) recording_download: bool,
}

/// The names that a file of a call's recording may have.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CallNames {
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    pub(crate) source_id: String,
    pub(crate) names_encrypted: Option<Vec<u8>>,
    pub(crate) details: String,
}

impl LongColumns for CallNames {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        std::iter::once(Column::Text(&mut self.details))
    }
}

impl Db {
    /// The recording of a call, whose columns are NULL if there is none.
    pub(crate) async fn recording(
        &self,
        tenant_id: TenantId,
        call_id: CallId,
    ) -> Result<RecordingRow, Error> {
        let row = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT t.staff_playback, t.recording_download, r.media_state, r.object_key, \
             r.content_type, r.bytes, r.duration_ms, r.peaks, r.stored_at, r.codec, r.original_key, r.original_type, r.original_bytes, d.consent, d.playback_compliance, \
             i.consent AS import_consent, i.playback_compliance AS import_compliance \
             FROM tenants t \
             LEFT JOIN recordings r ON r.tenant_id = t.id AND r.call_id = $2 \
             LEFT JOIN playback_decisions d ON d.tenant_id = t.id AND d.call_id = $2 \
             LEFT JOIN calls c ON c.tenant_id = t.id AND c.id = $2 \
             LEFT JOIN import_decisions i ON i.import_id = c.import_id \
             WHERE t.id = $1",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(call_id))
        .fetch_one(pool)
        .await
        })?;
        Ok(row)
    }

    /// A tenant's settings for recordings.
    pub(crate) async fn recording_settings(
        &self,
        tenant_id: TenantId,
    ) -> Result<RecordingSettingsRow, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT staff_playback, recording_download FROM tenants WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_one(pool)
        .await)?;
        Ok(row)
    }

    /// The file names for all calls of a tenant.
    pub(crate) async fn call_names(&self, tenant_id: TenantId) -> Result<Vec<CallNames>, Error> {
        let rows: Vec<CallNames> = on_db!(self, |pool| sqlx::query_as(
            "SELECT c.id, c.source_id, c.names_encrypted, t.details FROM calls c \
             JOIN transcripts t ON t.call_row = c.row_id WHERE c.tenant_id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_all(pool)
        .await)?;
        self.whole(rows).await
    }
}

impl Tx {
    /// Stores a call's recording, replacing any other; `false` when it was permanently removed.
    pub(crate) async fn add_recording(&mut self, new: &NewRecording<'_>) -> Result<bool, Error> {
        let stored = on_tx!(self, |connection| {
            sqlx::query(
            "INSERT INTO recordings (call_id, tenant_id, media_state, object_key, content_type, \
             bytes, duration_ms, peaks, stored_at, codec, original_key, original_type, original_bytes) \
             VALUES ($1, $2, 'available', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT (call_id) DO UPDATE SET media_state = excluded.media_state, \
             object_key = excluded.object_key, content_type = excluded.content_type, \
             bytes = excluded.bytes, duration_ms = excluded.duration_ms, \
             peaks = excluded.peaks, stored_at = excluded.stored_at, codec = excluded.codec, \
             original_key = excluded.original_key, original_type = excluded.original_type, \
             original_bytes = excluded.original_bytes \
             WHERE recordings.media_state <> 'removed'",
        )
        .bind(Stored(new.call_id))
        .bind(Stored(new.tenant_id))
        .bind(new.object_key)
        .bind(new.content_type)
        .bind(new.bytes)
        .bind(new.duration_ms)
        .bind(new.peaks)
        .bind(new.stored_at)
        .bind(new.codec)
        .bind(new.original_key)
        .bind(new.original_type)
        .bind(new.original_bytes)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        if stored == 0 {
            return Ok(false);
        }
        on_tx!(self, |connection| sqlx::query(
            "UPDATE calls SET has_recording = TRUE, recording_named = FALSE WHERE id = $1",
        )
        .bind(Stored(new.call_id))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(true)
    }

    /// Changes a tenant's settings for recordings; `None` leaves a setting unchanged.
    pub(crate) async fn set_recordings(
        &mut self,
        tenant_id: TenantId,
        staff_playback: Option<bool>,
        recording_download: Option<bool>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE tenants SET staff_playback = COALESCE($2, staff_playback), \
             recording_download = COALESCE($3, recording_download) WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .bind(staff_playback)
        .bind(recording_download)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Stores the decision on a call's playback.
    pub(crate) async fn set_decision(&mut self, new: &NewDecision<'_>) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
            "INSERT INTO playback_decisions (call_id, tenant_id, consent, playback_compliance, \
             evidence_encrypted, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (call_id) DO UPDATE SET consent = excluded.consent, \
             playback_compliance = excluded.playback_compliance, evidence_encrypted = excluded.evidence_encrypted, \
             decided_by = excluded.decided_by, decided_at = excluded.decided_at",
        )
        .bind(Stored(new.call_id))
        .bind(Stored(new.tenant_id))
        .bind(Stored(new.consent))
        .bind(Stored(new.playback_compliance))
        .bind(new.evidence_encrypted)
        .bind(Stored(new.decided_by))
        .bind(new.decided_at)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(())
    }
}
