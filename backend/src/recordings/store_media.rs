//! Storage of one call's recording: its media is analysed, stored and recorded.

use std::{
    io::Cursor,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use earshot_domain::{CallId, MediaState, TenantId};

use super::audio::{Audio, Examined, analyse, examine};
use crate::{Backend, Error, ids, store::NewRecording};

/// Stores recordings of a tenant's calls.
pub(super) struct RecordingWriter {
    pub(super) backend: Backend,
    pub(super) tenant_id: TenantId,
}

/// Outcome of storing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingFile {
    /// Stored.
    Taken,
    /// Not stored, because the call has a recording already.
    Unchanged,
}

impl RecordingWriter {
    /// Stores a file as a call's recording.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the fault of the file, which is not stored.
    pub(super) async fn store_file(
        &self,
        call_id: CallId,
        path: &Path,
    ) -> Result<RecordingFile, Error> {
        match self.state(call_id).await? {
            Some(MediaState::Removed) => return Err(removed()),
            Some(MediaState::Available) => return Ok(RecordingFile::Unchanged),
            _ => {}
        }
        let (examined, content_type) = examined(path.to_owned()).await?;
        let Examined { bytes, audio, codec, converted, .. } = examined;
        let (original_key, copy_key) = (self.fresh_key(), self.fresh_key());
        let original = StoredFile { key: &original_key, content_type, bytes };
        self.backend.media.put_file(original.key, path).await?;
        let copy = match &converted {
            None => None,
            Some(copy) => {
                if let Err(error) = self.backend.media.put_file(&copy_key, copy.file.path()).await {
                    self.backend.media.remove(&original_key).await?;
                    return Err(error);
                }
                Some(StoredFile { key: &copy_key, content_type: "audio/wav", bytes: copy.bytes })
            }
        };
        let (played, original) = match copy {
            None => (original, None),
            Some(copy) => (copy, Some(original)),
        };
        self.record(call_id, &played, original.as_ref(), codec.as_deref(), audio.as_ref()).await?;
        Ok(RecordingFile::Taken)
    }

    /// Stores a generated recording, unless the call has one.
    pub(super) async fn store_generated(
        &self,
        call_id: CallId,
        media: Vec<u8>,
    ) -> Result<(), Error> {
        if self.state(call_id).await?.is_some() {
            return Ok(());
        }
        let media = Bytes::from(media);
        let bytes = u64::try_from(media.len()).map_err(Error::internal)?;
        let audio = analyse(Box::new(Cursor::new(media.clone())));
        let key = self.fresh_key();
        self.backend.media.put(&key, media).await?;
        let stored = StoredFile { key: &key, content_type: "audio/wav", bytes };
        self.record(call_id, &stored, None, None, audio.as_ref()).await
    }

    /// The state of a call's media; `None` where none was stored. Media that was lost can be stored
    /// again.
    async fn state(&self, call_id: CallId) -> Result<Option<MediaState>, Error> {
        let known = self.backend.db.recording(self.tenant_id, call_id).await?;
        let Some(state) = known.media_state else { return Ok(None) };
        let (Some(key), Some(bytes)) = (known.object_key, known.bytes) else {
            return Ok(Some(state));
        };
        let bytes = u64::try_from(bytes).map_err(Error::internal)?;
        let lost = state == MediaState::Available && self.backend.media.has_lost(&key, bytes).await;
        Ok(Some(if lost { MediaState::Unretrievable } else { state }))
    }

    fn fresh_key(&self) -> String {
        format!("{}/{}", self.tenant_id, ids::fresh())
    }

    /// Records media that was put into the store.
    async fn record(
        &self,
        call_id: CallId,
        played: &StoredFile<'_>,
        original: Option<&StoredFile<'_>>,
        codec: Option<&str>,
        audio: Option<&Audio>,
    ) -> Result<(), Error> {
        let size = |bytes: u64| i64::try_from(bytes).map_err(Error::internal);
        let recording = NewRecording {
            call_id,
            tenant_id: self.tenant_id,
            object_key: played.key,
            content_type: played.content_type,
            bytes: size(played.bytes)?,
            duration_ms: audio.map(|audio| audio.duration_ms),
            peaks: audio.map(|audio| audio.peaks.as_slice()).filter(|peaks| !peaks.is_empty()),
            codec,
            original_key: original.map(|file| file.key),
            original_type: original.map(|file| file.content_type),
            original_bytes: original.map(|file| size(file.bytes)).transpose()?,
            stored_at: self.backend.now_ms(),
        };
        let mut tx = self.backend.db.begin().await?;
        if !tx.add_recording(&recording).await? {
            // The recording was removed while its media was being stored.
            for file in std::iter::once(played).chain(original) {
                self.backend.media.remove(file.key).await?;
            }
            return Err(removed());
        }
        tx.commit().await
    }
}

/// Media as it was put into the store.
struct StoredFile<'a> {
    key: &'a str,
    content_type: &'static str,
    bytes: u64,
}

async fn examined(path: PathBuf) -> Result<(Examined, &'static str), Error> {
    let read =
        tokio::task::spawn_blocking(move || examine(&path)).await.map_err(Error::internal)?;
    let examined = read.map_err(|error| unreadable(&error))?;
    if examined.is_empty {
        return Err(Error::field("file", "is empty: it holds no sound"));
    }
    match examined.content_type {
        Some(content_type) => Ok((examined, content_type)),
        None => Err(Error::field(
            "file",
            "is not a recording: it must be WAV, MP3, M4A, AAC, FLAC, OGG, WebM or GSM",
        )),
    }
}

fn removed() -> Error {
    Error::field("file", "belongs to a call whose recording was permanently removed")
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::field("file", format!("cannot be read: {error}"))
}
