//! Using a grant: every request is decided anew, and the first use is noted.

use bytes::Bytes;
use earshot_domain::{AuditAction, CallId, RecordingAction, RecordingBlock};
use futures::{StreamExt, stream::BoxStream};
use serde_json::json;

use super::grants::grant_hash;
use crate::{
    Backend, Error, Viewer,
    access::local_time,
    calls::CallFile,
    store::{GrantRow, ReviewRecord, Tx},
};

/// Milliseconds without a request after which a playback is over.
const PLAY_IDLE_MS: i64 = 60 * 60 * 1000;
/// How often the last use of a playback is noted.
const TOUCH_MS: i64 = 60_000;

/// Why the media is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaRequest {
    /// Its type and length alone, which uses nothing up.
    Describe,
    /// Bytes of it.
    Read,
}

/// A recording that may be read now.
pub struct Media {
    /// Its type, such as `audio/wav`.
    pub content_type: String,
    /// Its length in bytes.
    pub length: u64,
    /// What the grant was for.
    pub action: RecordingAction,
    /// Names these very bytes; ASCII.
    pub version: String,
    /// The name a file of it should get; ASCII letters, digits, `-`, `_` and `.` only.
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
}

impl Backend {
    /// Opens the recording of a grant. A grant that is not this person's, in this session, is not
    /// found; one whose time is over is [`Error::GrantExpired`].
    pub async fn open_media(
        &self,
        viewer: &Viewer,
        token: &str,
        request: MediaRequest,
    ) -> Result<Media, Error> {
        let hash = grant_hash(token);
        let grant = self.db.grant(&hash).await?.ok_or(Error::NotFound)?;
        let session_id = viewer.actor.session_id();
        if grant.user_id != viewer.user_id()? || grant.session_id != session_id {
            return Err(Error::NotFound);
        }
        let call = self.call_record(viewer, grant.call_id).await?;
        if call.project_id != grant.project_id {
            return Err(Error::NotFound);
        }
        let media = self.media_of(viewer, &call, grant.action, request).await?;
        self.use_grant(viewer, &hash, &grant, request).await?;
        Ok(media)
    }

    /// Opens the recording of a link that was given with an export; whoever it was given to must
    /// still be allowed to take the recording away. Every fetch is noted.
    pub async fn open_linked_media(
        &self,
        token: &str,
        request: MediaRequest,
    ) -> Result<Media, Error> {
        let (viewer, id) = self.recording_link(token).await?;
        let call = self.call_record(&viewer, id).await?;
        let action = RecordingAction::Download;
        let media = self.media_of(&viewer, &call, action, request).await?;
        if request == MediaRequest::Read {
            let mut tx = self.db.begin().await?;
            self.note_use(&mut tx, &viewer, id, action).await?;
            tx.commit().await?;
        }
        Ok(media)
    }

    /// The recording of a call, if the viewer may do `action` with it now.
    async fn media_of(
        &self,
        viewer: &Viewer,
        call: &ReviewRecord,
        action: RecordingAction,
        request: MediaRequest,
    ) -> Result<Media, Error> {
        let id = call.call.id;
        // A download is noted before its first byte, so its media is looked for before that.
        let recording = match (action, request) {
            (RecordingAction::Download, MediaRequest::Read) => {
                self.recording(viewer, id, &call.details()?).await?
            }
            _ => self.stored_recording(viewer, id, &call.details()?).await?,
        };
        recording.facts.decide(viewer.role, action).map_err(Error::RecordingBlocked)?;
        let row = recording.row;
        let (Some(object_key), Some(content_type)) = (row.object_key, row.content_type) else {
            return Err(Error::internal("a recording without media is called available"));
        };
        let started = local_time(call.call.started_at, &viewer.tenant.zone)?.rfc3339;
        let kind = content_type.rsplit('/').next().unwrap_or_default().replace("mpeg", "mp3");
        let named = CallFile {
            tenant: viewer.tenant.slug.as_str(),
            project: call.project_slug.as_str(),
            started: &started,
            id,
        };
        Ok(Media {
            file_name: named.name("recording", &kind),
            length: u64::try_from(row.bytes.unwrap_or_default()).map_err(Error::internal)?,
            version: object_key.rsplit('/').next().unwrap_or_default().to_owned(),
            content_type,
            action,
            object_key,
            backend: self.clone(),
        })
    }

    /// Whether the grant holds now; a first use is noted in the same step, so that a download
    /// succeeds once however many ask for it at the same time.
    async fn use_grant(
        &self,
        viewer: &Viewer,
        hash: &[u8],
        grant: &GrantRow,
        request: MediaRequest,
    ) -> Result<(), Error> {
        let (now, action) = (self.now_ms(), grant.action);
        if let (RecordingAction::Play, Some(last)) = (action, grant.last_used_at) {
            if now - last >= PLAY_IDLE_MS {
                return Err(Error::GrantExpired);
            }
            if now - last >= TOUCH_MS {
                self.db.touch_grant(hash, now).await?;
            }
            return Ok(());
        }
        if grant.used_at.is_some() || now >= grant.expires_at {
            return Err(Error::GrantExpired);
        }
        if request == MediaRequest::Describe {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        let first = tx.spend_grant(hash, now).await?;
        match (first, action) {
            (true, _) => self.note_use(&mut tx, viewer, grant.call_id, action).await?,
            // Two requests of one playback began together: the other one noted it.
            (false, RecordingAction::Play) => {}
            (false, RecordingAction::Download) => return Err(Error::GrantExpired),
        }
        tx.commit().await
    }

    async fn note_use(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        call_id: CallId,
        action: RecordingAction,
    ) -> Result<(), Error> {
        let audited = match action {
            RecordingAction::Play => AuditAction::RecordingPlayed,
            RecordingAction::Download => AuditAction::RecordingDownloaded,
        };
        self.record(tx, viewer, audited, call_id, &json!({}), None).await
    }
}
