//! Keeping the recording of one call: measured, put where recordings are, and noted.

use std::{
    fs::File,
    io::{Cursor, Read, Seek},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use earshot_domain::{CallId, MediaState, TenantId};

use super::sound::{HEAD, Sound, content_type, measure};
use crate::{Backend, Error, ids, store::NewRecording};

/// Keeps recordings of a tenant's calls.
pub(super) struct Keeper {
    pub(super) backend: Backend,
    pub(super) tenant_id: TenantId,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingFile {
    /// It is kept now.
    Taken,
    /// Its call has a recording already; nothing was changed.
    Unchanged,
}

impl Keeper {
    /// Keeps a file as a call's recording.
    ///
    /// # Errors
    /// [`Error::Invalid`] names what is wrong with the file; nothing is kept of it then.
    pub(super) async fn keep(&self, call_id: CallId, path: &Path) -> Result<RecordingFile, Error> {
        match self.state(call_id).await? {
            Some(MediaState::Removed) => return Err(removed()),
            Some(MediaState::Available) => return Ok(RecordingFile::Unchanged),
            _ => {}
        }
        let measured = measured(path.to_owned()).await?;
        let object_key = self.fresh_key();
        self.backend.media.keep(&object_key, path).await?;
        self.store(call_id, &object_key, &measured).await?;
        Ok(RecordingFile::Taken)
    }

    /// Keeps a recording that was made here, unless the call has one.
    pub(super) async fn keep_made(&self, call_id: CallId, media: Vec<u8>) -> Result<(), Error> {
        if self.state(call_id).await?.is_some() {
            return Ok(());
        }
        let media = Bytes::from(media);
        let measured = Measured {
            kind: "audio/wav",
            bytes: media.len() as u64,
            sound: measure(Box::new(Cursor::new(media.clone()))),
        };
        let object_key = self.fresh_key();
        self.backend.media.put(&object_key, media).await?;
        self.store(call_id, &object_key, &measured).await
    }

    /// What became of a call's media; `None` where none has come. Media that is not where it was
    /// put can be brought in again.
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

    async fn store(
        &self,
        call_id: CallId,
        object_key: &str,
        Measured { kind, bytes, sound }: &Measured,
    ) -> Result<(), Error> {
        let recording = NewRecording {
            call_id,
            tenant_id: self.tenant_id,
            object_key,
            content_type: kind,
            bytes: i64::try_from(*bytes).map_err(Error::internal)?,
            duration_ms: sound.as_ref().map(|sound| sound.duration_ms),
            peaks: sound.as_ref().map(|sound| sound.peaks.as_slice()),
            stored_at: self.backend.now_ms(),
        };
        let mut tx = self.backend.db.begin().await?;
        if !tx.add_recording(&recording).await? {
            // It was removed while its media was on the way.
            self.backend.media.remove(object_key).await?;
            return Err(removed());
        }
        tx.commit().await
    }
}

/// What a look into a file tells.
struct Measured {
    kind: &'static str,
    bytes: u64,
    sound: Option<Sound>,
}

async fn measured(path: PathBuf) -> Result<Measured, Error> {
    let look = move || {
        let mut file = File::open(&path)?;
        let bytes = file.metadata()?.len();
        let mut head = Vec::new();
        file.by_ref().take(HEAD).read_to_end(&mut head)?;
        file.rewind()?;
        let kind = content_type(&head);
        Ok((kind, bytes, kind.and_then(|_| measure(Box::new(file)))))
    };
    let looked = tokio::task::spawn_blocking(look).await.map_err(Error::internal)?;
    let (kind, bytes, sound) = looked.map_err(|error| unreadable(&error))?;
    let kind = kind.ok_or_else(|| {
        Error::field("file", "is not a recording: it must be WAV, MP3, OGG or WebM")
    })?;
    Ok(Measured { kind, bytes, sound })
}

fn removed() -> Error {
    Error::field("file", "belongs to a call whose recording was removed for good")
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::field("file", format!("cannot be read: {error}"))
}
