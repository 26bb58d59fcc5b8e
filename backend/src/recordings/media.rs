//! Access to media by grant or link: decided at each request, with the first use audited.

use bytes::Bytes;
use earshot_domain::{AuditAction, CallId, RecordingAction, RecordingBlock};
use futures::{StreamExt, stream::BoxStream};
use serde_json::json;

use super::{audio::ending, token::token_hash};
use crate::{
    Backend, Error, Viewer,
    access::local_time,
    calls::CallFileName,
    recordings::Recordings,
    store::{GrantRow, ReviewRecord, StoredMedia, Tx},
};

/// Milliseconds without a request after which a playback ends.
const PLAY_IDLE_MS: i64 = 60 * 60 * 1000;
/// Milliseconds between updates of a playback's last use.
const TOUCH_MS: i64 = 60_000;

/// The purpose of a request for media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaRequest {
    /// Type and length only, which does not use up a grant.
    Describe,
    /// Its bytes.
    Read,
}

/// A recording that may be read now.
pub struct Media {
    /// Its type, such as `audio/wav`.
    pub content_type: String,
    /// Its length in bytes.
    pub length: u64,
    /// The granted action.
    pub action: RecordingAction,
    /// Identifies these bytes; ASCII.
    pub version: String,
    /// The name for a downloaded file; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    object_key: String,
    backend: Backend,
}

impl Media {
    /// Streams bytes from `first` up to, not including, `end`.
    pub async fn read(
        &self,
        first: u64,
        end: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        let found = self.backend.media.read(&self.object_key, first, end).await?;
        let stream = found.ok_or(Error::RecordingBlocked(RecordingBlock::Unretrievable))?;
        Ok(stream.map(|chunk| chunk.map_err(Error::internal)).boxed())
    }

    /// Reads bytes from `first` up to, not including, `end` at once; an error when there are fewer.
    pub(super) async fn read_piece(&self, first: u64, end: u64) -> Result<Bytes, Error> {
        let found = self.backend.media.read_piece(&self.object_key, first, end).await?;
        found
            .filter(|piece| piece.len() as u64 == end.saturating_sub(first))
            .ok_or(Error::RecordingBlocked(RecordingBlock::Unretrievable))
    }
}

impl Recordings<'_> {
    /// Opens the recording of a grant. A grant of another person or session is not found; an expired
    /// one is [`Error::GrantExpired`].
    pub async fn open(
        self,
        viewer: &Viewer,
        token: &str,
        request: MediaRequest,
    ) -> Result<Media, Error> {
        let hash = token_hash(token);
        let grant = self.0.db.grant(&hash).await?.ok_or(Error::NotFound)?;
        let session_id = viewer.actor.session_id();
        if grant.user_id != viewer.user_id()? || grant.session_id != session_id {
            return Err(Error::NotFound);
        }
        let call = self.0.calls().record(viewer, grant.call_id).await?;
        if call.project_id != grant.project_id {
            return Err(Error::NotFound);
        }
        let media = self.media_of(viewer, &call, grant.action, request).await?;
        self.use_grant(viewer, &hash, &grant, request).await?;
        Ok(media)
    }

    /// Opens the recording of a link in an export; its recipient must still be allowed to download the
    /// recording. Every request is audited.
    pub async fn open_linked(self, token: &str, request: MediaRequest) -> Result<Media, Error> {
        let (viewer, id) = self.open_link(token).await?;
        let call = self.0.calls().record(&viewer, id).await?;
        let action = RecordingAction::Download;
        let media = self.media_of(&viewer, &call, action, request).await?;
        if request == MediaRequest::Read {
            let mut tx = self.0.db.begin().await?;
            self.audit_use(&mut tx, &viewer, id, action).await?;
            tx.commit().await?;
        }
        Ok(media)
    }

    /// The recording of a call, if the viewer may do `action` with it now.
    pub(super) async fn media_of(
        self,
        viewer: &Viewer,
        call: &ReviewRecord,
        action: RecordingAction,
        request: MediaRequest,
    ) -> Result<Media, Error> {
        let id = call.call.id;
        // A download is audited before its first byte, so its media is checked before that.
        let recording = match (action, request) {
            (RecordingAction::Download, MediaRequest::Read) => {
                self.checked_recording(viewer, id, &call.details()?, action).await?
            }
            _ => self.stored_recording(viewer, id, &call.details()?).await?,
        };
        recording.facts.decide(viewer.role, action).map_err(Error::RecordingBlocked)?;
        let StoredMedia { object_key, content_type, bytes } = recording.row.media(action);
        let (Some(object_key), Some(content_type)) = (object_key, content_type) else {
            return Err(Error::internal("a recording without media is called available"));
        };
        let started = local_time(call.call.started_at, &viewer.tenant.zone)?.rfc3339;
        let kind = ending(&content_type).to_owned();
        let named = CallFileName {
            tenant: viewer.tenant.slug.as_str(),
            project: call.project_slug.as_str(),
            started: &started,
            id,
        };
        Ok(Media {
            file_name: named.name("recording", &kind),
            length: u64::try_from(bytes.unwrap_or_default()).map_err(Error::internal)?,
            version: object_key.rsplit('/').next().unwrap_or_default().to_owned(),
            content_type,
            action,
            object_key,
            backend: self.0.clone(),
        })
    }

    /// Checks that the grant is valid and audits its first use in one step, so that a download
    /// succeeds once however many requests arrive at the same time.
    async fn use_grant(
        self,
        viewer: &Viewer,
        hash: &[u8],
        grant: &GrantRow,
        request: MediaRequest,
    ) -> Result<(), Error> {
        let (now, action) = (self.0.now_ms(), grant.action);
        if let (RecordingAction::Play, Some(last)) = (action, grant.last_used_at) {
            if now.saturating_sub(last) >= PLAY_IDLE_MS {
                return Err(Error::GrantExpired);
            }
            if now.saturating_sub(last) >= TOUCH_MS {
                self.0.db.touch_grant(hash, now).await?;
            }
            return Ok(());
        }
        if grant.used_at.is_some() || now >= grant.expires_at {
            return Err(Error::GrantExpired);
        }
        if request == MediaRequest::Describe {
            return Ok(());
        }
        let mut tx = self.0.db.begin().await?;
        let first = tx.spend_grant(hash, now).await?;
        match (first, action) {
            (true, _) => self.audit_use(&mut tx, viewer, grant.call_id, action).await?,
            // Two requests of one playback began together: the other one was audited.
            (false, RecordingAction::Play) => {}
            (false, RecordingAction::Download) => return Err(Error::GrantExpired),
        }
        tx.commit().await
    }

    async fn audit_use(
        self,
        tx: &mut Tx,
        viewer: &Viewer,
        call_id: CallId,
        action: RecordingAction,
    ) -> Result<(), Error> {
        let audited = match action {
            RecordingAction::Play => AuditAction::RecordingPlayed,
            RecordingAction::Download => AuditAction::RecordingDownloaded,
        };
        // What is heard under an unlock is a use of it.
        let unlock_id = match viewer.user_id() {
            Ok(person) => {
                let (tenant_id, now) = (viewer.tenant.id, self.0.now_ms());
                tx.use_unlocked_recording(tenant_id, person, call_id, now).await?
            }
            Err(_) => None,
        };
        let detail = unlock_id.map_or_else(|| json!({}), |id| json!({ "unlock_id": id }));
        self.0.audit().record(tx, viewer, audited, call_id, &detail, None).await
    }
}
