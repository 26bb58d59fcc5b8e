//! Recordings in exported archives: access is decided for each when it is read, and audited.

use bytes::Bytes;
use earshot_domain::{AuditAction, CallId, ExportId, RecordingAction, RecordingBlock};
use serde_json::json;

use super::media::{Media, MediaRequest};
use crate::{Error, Viewer, recordings::Recordings};

/// Bytes of a recording that are read at once.
const PIECE: u64 = 2 * 1024 * 1024;

/// A recording that may be exported now.
pub(crate) struct ExportedRecording {
    /// Its type, such as `audio/wav`.
    pub(crate) content_type: String,
    /// Its length in bytes.
    pub(crate) bytes: u64,
    /// Its length in milliseconds, where it could be read.
    pub(crate) duration_ms: Option<i64>,
    media: Media,
}

impl ExportedRecording {
    /// Reads the next bytes from `first` on, as they are stored: at most [`PIECE`].
    pub(crate) async fn piece(&self, first: u64) -> Result<Bytes, Error> {
        self.media.read_piece(first, self.bytes.min(first.saturating_add(PIECE))).await
    }
}

impl Recordings<'_> {
    /// The recording of a call as its media is now; `None` for a call that was not recorded.
    ///
    /// # Errors
    /// [`Error::RecordingBlocked`] with the reason why the viewer may not download it;
    /// [`Error::NotFound`] for a call that is not in the viewer's scope any more.
    pub(crate) async fn for_export(
        self,
        viewer: &Viewer,
        id: CallId,
    ) -> Result<Option<ExportedRecording>, Error> {
        let call = self.0.calls().record(viewer, id).await?;
        let action = RecordingAction::Download;
        match self.media_of(viewer, &call, action, MediaRequest::Read).await {
            Err(Error::RecordingBlocked(RecordingBlock::NotGenerated)) => Ok(None),
            Err(error) => Err(error),
            Ok(media) => {
                let duration_ms = self.0.db.recording(viewer.tenant.id, id).await?.duration_ms;
                let (content_type, bytes) = (media.content_type.clone(), media.length);
                Ok(Some(ExportedRecording { content_type, bytes, duration_ms, media }))
            }
        }
    }

    /// Records that a recording is copied into an export, before its first byte is.
    pub(crate) async fn record_export(
        self,
        viewer: &Viewer,
        id: CallId,
        export: ExportId,
    ) -> Result<(), Error> {
        let detail = json!({ "export_id": export });
        let action = AuditAction::RecordingDownloaded;
        let mut tx = self.0.db.begin().await?;
        self.0.audit().record(&mut tx, viewer, action, id, &detail, None).await?;
        tx.commit().await
    }
}
