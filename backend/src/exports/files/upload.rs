//! Files being written to a bucket: uploaded in pieces, visible when the upload is completed.

use std::sync::Arc;

use earshot_domain::ExportId;
use object_store::{
    Error as StoreError, ObjectStore, ObjectStoreExt,
    multipart::{MultipartStore, PartId},
    path::Path as Key,
};
use serde::{Deserialize, Serialize};

use crate::{Backend, Error};

/// Bytes of a piece. Later pieces are larger, because an upload has at most 10,000.
const PIECE: usize = 8 * 1024 * 1024;
/// Pieces after which the next ones grow by [`PIECE`].
const GROW_AFTER: usize = 1_000;

/// A bucket with the interface for uploads in pieces.
#[derive(Clone)]
pub(super) struct Uploads {
    pub(super) objects: Arc<dyn ObjectStore>,
    pub(super) uploads: Arc<dyn MultipartStore>,
    pub(super) prefix: Key,
}

/// Records the uploads of an export as they begin, so that none is unknown when its run dies.
pub(super) struct UploadLog {
    backend: Backend,
    export: ExportId,
}

impl UploadLog {
    pub(super) const fn new(backend: Backend, export: ExportId) -> Self {
        Self { backend, export }
    }

    async fn began(&self, key: &str, upload_id: &str) -> Result<(), Error> {
        let mut tx = self.backend.db.begin().await?;
        tx.add_export_upload(self.export, key, upload_id, self.backend.now_ms()).await?;
        tx.commit().await
    }
}

/// A file that is being uploaded. A small one is kept in memory and stored at once.
pub(super) struct UploadFile {
    bucket: Uploads,
    log: UploadLog,
    saved: SavedUpload,
    buffer: Vec<u8>,
}

/// What a checkpoint stores of a file being uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedUpload {
    pub(super) key: String,
    /// `None` until the first piece is uploaded.
    pub(super) upload_id: Option<String>,
    pieces: Vec<String>,
}

impl Uploads {
    /// The key of an object in the bucket, which the interface for pieces does not prefix.
    fn full_key(&self, key: &str) -> Key {
        self.prefix.parts().chain(Key::from(key).parts()).collect()
    }

    /// Aborts an upload; one that does not exist is not an error.
    pub(super) async fn abort(&self, key: &str, upload_id: &str) -> Result<(), Error> {
        let key = self.full_key(key);
        match self.uploads.abort_multipart(&key, &upload_id.to_owned()).await {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(unusable(&error)),
        }
    }
}

impl UploadFile {
    pub(super) fn create(bucket: Uploads, log: UploadLog, key: String) -> Self {
        let saved = SavedUpload { key, upload_id: None, pieces: Vec::new() };
        Self { bucket, log, saved, buffer: Vec::new() }
    }

    pub(super) fn resume(bucket: Uploads, log: UploadLog, saved: SavedUpload) -> Self {
        Self { bucket, log, saved, buffer: Vec::new() }
    }

    /// Appends bytes, which are in memory until [`UploadFile::upload_enough`].
    pub(super) fn hold(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Uploads what is in memory when that is enough for a piece.
    pub(super) async fn upload_enough(&mut self) -> Result<(), Error> {
        let enough = PIECE * (1 + self.saved.pieces.len() / GROW_AFTER);
        if self.buffer.len() >= enough { self.upload_piece().await } else { Ok(()) }
    }

    async fn upload_piece(&mut self) -> Result<(), Error> {
        let key = self.bucket.full_key(&self.saved.key);
        let store = Arc::clone(&self.bucket.uploads);
        let id = self.upload_id(&key).await?;
        let piece = std::mem::take(&mut self.buffer).into();
        let n = self.saved.pieces.len();
        let part = store.put_part(&key, &id, n, piece).await.map_err(|error| unusable(&error))?;
        self.saved.pieces.push(part.content_id);
        Ok(())
    }

    /// Id of the upload, which begins with its first piece.
    async fn upload_id(&mut self, key: &Key) -> Result<String, Error> {
        if let Some(id) = &self.saved.upload_id {
            return Ok(id.clone());
        }
        let created = self.bucket.uploads.create_multipart(key).await;
        let id = created.map_err(|error| unusable(&error))?;
        self.log.began(&self.saved.key, &id).await?;
        self.saved.upload_id = Some(id.clone());
        Ok(id)
    }

    /// What a checkpoint stores; `None` while bytes are only in memory.
    pub(super) fn saved(&self) -> Option<SavedUpload> {
        let whole = self.buffer.is_empty() && self.saved.upload_id.is_some();
        whole.then(|| self.saved.clone())
    }

    /// The upload's key and id, from its first piece on.
    pub(super) fn upload(&self) -> Option<(&str, &str)> {
        Some((self.saved.key.as_str(), self.saved.upload_id.as_deref()?))
    }

    /// Uploads the last piece; a small file stays in memory until it is published.
    pub(super) async fn close(&mut self) -> Result<(), Error> {
        if self.saved.upload_id.is_none() || self.buffer.is_empty() {
            return Ok(());
        }
        self.upload_piece().await
    }

    /// Completes the upload of a file of `bytes` bytes and returns the key of the object.
    pub(super) async fn publish(mut self, bytes: u64) -> Result<String, Error> {
        let key = self.bucket.full_key(&self.saved.key);
        if self.saved.upload_id.is_none() {
            let whole = std::mem::take(&mut self.buffer).into();
            let objects = &self.bucket.objects;
            let put = objects.put(&Key::from(self.saved.key.as_str()), whole).await;
            put.map_err(|error| unusable(&error))?;
            return Ok(self.saved.key);
        }
        self.close().await?;
        let id = self.saved.upload_id.clone().unwrap_or_default();
        let parts = self.saved.pieces.iter();
        let parts = parts.map(|id| PartId { content_id: id.clone() }).collect();
        let completed = self.bucket.uploads.complete_multipart(&key, &id, parts).await;
        match completed.map_err(|error| unusable(&error)) {
            // An earlier run completed it, and ended before it could say so.
            Err(Error::UploadLost) if self.is_published(bytes).await => Ok(self.saved.key),
            Err(error) => Err(error),
            Ok(_) => Ok(self.saved.key),
        }
    }

    /// Whether the object is in the bucket. Its key is that of this upload alone.
    async fn is_published(&self, bytes: u64) -> bool {
        let found = self.bucket.objects.head(&Key::from(self.saved.key.as_str())).await;
        found.is_ok_and(|object| object.size == bytes)
    }
}

/// Tells an upload that the bucket does not know any more from a bucket that does not answer.
fn unusable(error: &StoreError) -> Error {
    let lost = matches!(error, StoreError::NotFound { .. })
        || ["NoSuchUpload", "InvalidPart"].iter().any(|code| error.to_string().contains(code));
    tracing::warn!(%error, lost, "writing to the bucket of exports failed");
    if lost { Error::UploadLost } else { Error::ExportsUnreachable }
}
