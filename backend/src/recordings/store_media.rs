//! Storage of one call's recording: its media is analysed, stored and recorded.

use std::{
    fs::File,
    io::{Cursor, Read, Seek},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use earshot_domain::{CallId, MediaState, TenantId};

use super::{
    audio::{Audio, HEAD_BYTES, analyse, content_type},
    wav_sizes::SizedWav,
};
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
        let analysed = analysed(path.to_owned()).await?;
        let object_key = self.fresh_key();
        self.backend.media.put_file(&object_key, path).await?;
        self.record(call_id, &object_key, &analysed).await?;
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
        let analysed = AnalysedFile {
            kind: "audio/wav",
            bytes,
            audio: analyse(Box::new(Cursor::new(media.clone()))),
        };
        let object_key = self.fresh_key();
        self.backend.media.put(&object_key, media).await?;
        self.record(call_id, &object_key, &analysed).await
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
        object_key: &str,
        AnalysedFile { kind, bytes, audio }: &AnalysedFile,
    ) -> Result<(), Error> {
        let recording = NewRecording {
            call_id,
            tenant_id: self.tenant_id,
            object_key,
            content_type: kind,
            bytes: i64::try_from(*bytes).map_err(Error::internal)?,
            duration_ms: audio.as_ref().map(|audio| audio.duration_ms),
            peaks: audio
                .as_ref()
                .map(|audio| audio.peaks.as_slice())
                .filter(|peaks| !peaks.is_empty()),
            stored_at: self.backend.now_ms(),
        };
        let mut tx = self.backend.db.begin().await?;
        if !tx.add_recording(&recording).await? {
            // The recording was removed while its media was being stored.
            self.backend.media.remove(object_key).await?;
            return Err(removed());
        }
        tx.commit().await
    }
}

/// Type, size and audio of a file.
struct AnalysedFile {
    kind: &'static str,
    bytes: u64,
    audio: Option<Audio>,
}

async fn analysed(path: PathBuf) -> Result<AnalysedFile, Error> {
    let read = move || {
        let mut file = File::open(&path)?;
        let bytes = file.metadata()?.len();
        let mut head = Vec::new();
        file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
        file.rewind()?;
        let file = SizedWav::new(Box::new(file))?;
        let kind = content_type(&head);
        let is_empty = bytes == 0 || file.is_empty();
        let audio = kind.filter(|_| !is_empty).and_then(|_| analyse(Box::new(file)));
        Ok((kind, bytes, is_empty, audio))
    };
    let read = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
    let (kind, bytes, is_empty, audio) = read.map_err(|error| unreadable(&error))?;
    if is_empty {
        return Err(Error::field("file", "is empty: it holds no sound"));
    }
    let kind = kind.ok_or_else(|| {
        Error::field("file", "is not a recording: it must be WAV, MP3, OGG or WebM")
    })?;
    Ok(AnalysedFile { kind, bytes, audio })
}

fn removed() -> Error {
    Error::field("file", "belongs to a call whose recording was permanently removed")
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::field("file", format!("cannot be read: {error}"))
}
