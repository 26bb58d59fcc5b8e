//! Storage of one call's recording: its media is analysed, stored and recorded.

use std::{
    io::Cursor,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use earshot_domain::{CallId, MediaState, TenantId};

use super::audio::{Audio, Examined, Sound, analyse, examine};
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
        let known = self.known(call_id).await?;
        match known.state {
            Some(MediaState::Removed) => return Err(removed()),
            Some(MediaState::Available) => return Ok(RecordingFile::Unchanged),
            _ => {}
        }
        let sound = sound_of(path.to_owned()).await?;
        let files = self.put(path, &sound).await?;
        self.record(call_id, &files, sound.codec.as_deref(), sound.audio.as_ref()).await?;
        self.drop_rest(&known).await;
        Ok(RecordingFile::Taken)
    }

    /// Stores a generated recording, unless the call has one.
    pub(super) async fn store_generated(
        &self,
        call_id: CallId,
        media: Vec<u8>,
    ) -> Result<(), Error> {
        if self.known(call_id).await?.state.is_some() {
            return Ok(());
        }
        let media = Bytes::from(media);
        let bytes = u64::try_from(media.len()).map_err(Error::internal)?;
        let audio = analyse(Box::new(Cursor::new(media.clone())));
        let key = self.fresh_key();
        self.backend.media.put(&key, media).await?;
        let played = StoredFile { key, content_type: "audio/wav", bytes };
        let files = StoredFiles { played, original: None };
        self.record(call_id, &files, None, audio.as_ref()).await
    }

    /// What the database has of a call's recording. Media that was lost, be it what is played or what is
    /// downloaded, can be stored again.
    async fn known(&self, call_id: CallId) -> Result<Known, Error> {
        let row = self.backend.db.recording(self.tenant_id, call_id).await?;
        let stored = [(row.object_key, row.bytes), (row.original_key, row.original_bytes)];
        let mut known = Known { state: row.media_state, keys: Vec::new() };
        for (key, bytes) in stored {
            let (Some(key), Some(bytes)) = (key, bytes) else { continue };
            let bytes = u64::try_from(bytes).map_err(Error::internal)?;
            let available = known.state == Some(MediaState::Available);
            if available && self.backend.media.has_lost(&key, bytes).await {
                known.state = Some(MediaState::Unretrievable);
            }
            known.keys.push(key);
        }
        Ok(known)
    }

    fn fresh_key(&self) -> String {
        format!("{}/{}", self.tenant_id, ids::fresh())
    }

    /// Puts a file into the store, and the copy of it that is played, if there is one.
    async fn put(&self, path: &Path, sound: &Sound) -> Result<StoredFiles, Error> {
        let key = self.fresh_key();
        self.backend.media.put_file(&key, path).await?;
        let Sound { content_type, bytes, converted, .. } = sound;
        let file = StoredFile { key, content_type, bytes: *bytes };
        let Some(copy) = converted else {
            return Ok(StoredFiles { played: file, original: None });
        };
        let key = self.fresh_key();
        if let Err(error) = self.backend.media.put_file(&key, copy.file.path()).await {
            self.backend.media.remove(&file.key).await?;
            return Err(error);
        }
        let played = StoredFile { key, content_type: "audio/wav", bytes: copy.bytes };
        Ok(StoredFiles { played, original: Some(file) })
    }

    /// Records media that was put into the store.
    async fn record(
        &self,
        call_id: CallId,
        files: &StoredFiles,
        codec: Option<&str>,
        audio: Option<&Audio>,
    ) -> Result<(), Error> {
        let size = |bytes: u64| i64::try_from(bytes).map_err(Error::internal);
        let StoredFiles { played, original } = files;
        let recording = NewRecording {
            call_id,
            tenant_id: self.tenant_id,
            object_key: &played.key,
            content_type: played.content_type,
            bytes: size(played.bytes)?,
            duration_ms: audio.map(|audio| audio.duration_ms),
            peaks: audio.map(|audio| audio.peaks.as_slice()).filter(|peaks| !peaks.is_empty()),
            codec,
            original_key: original.as_ref().map(|file| file.key.as_str()),
            original_type: original.as_ref().map(|file| file.content_type),
            original_bytes: original.as_ref().map(|file| size(file.bytes)).transpose()?,
            stored_at: self.backend.now_ms(),
        };
        let mut tx = self.backend.db.begin().await?;
        if !tx.add_recording(&recording).await? {
            // The recording was removed while its media was being stored.
            for file in std::iter::once(played).chain(original) {
                self.backend.media.remove(&file.key).await?;
            }
            return Err(removed());
        }
        tx.commit().await
    }

    /// Deletes what was left of a recording that was lost, now that it was stored again. What cannot be
    /// deleted takes room, and nobody can reach it.
    async fn drop_rest(&self, lost: &Known) {
        for key in &lost.keys {
            if let Err(error) = self.backend.media.remove(key).await {
                error.log();
            }
        }
    }
}

/// What the database has of a recording.
struct Known {
    /// `None` where none was stored.
    state: Option<MediaState>,
    keys: Vec<String>,
}

/// Media as it was put into the store.
struct StoredFile {
    key: String,
    content_type: &'static str,
    bytes: u64,
}

/// The media of one recording.
struct StoredFiles {
    played: StoredFile,
    /// The file as it came, where a copy of it is played.
    original: Option<StoredFile>,
}

async fn sound_of(path: PathBuf) -> Result<Sound, Error> {
    let read =
        tokio::task::spawn_blocking(move || examine(&path)).await.map_err(Error::internal)?;
    match read.map_err(|error| unreadable(&error))? {
        Examined::Recording(sound) => Ok(sound),
        Examined::Empty => Err(Error::field("file", "is empty: it holds no sound")),
        Examined::Unknown => Err(Error::field(
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
