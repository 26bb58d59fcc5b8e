//! The store of recordings' media: a folder or an object store.

use std::{path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::{
    Error as StoreError, GetOptions, GetRange, ObjectStore, ObjectStoreExt, buffered::BufWriter,
    local::LocalFileSystem, memory::InMemory, path::Path as Key,
};
use tokio::io::AsyncWriteExt;

use super::bucket;
use crate::Error;

/// An object written and read to check access to a bucket.
const PROBE: &str = "earshot-recordings";
/// Time within which the store must say whether an object exists.
const HEAD_TIMEOUT: Duration = Duration::from_secs(2);

/// The media of recordings, by key. Cheap to clone.
#[derive(Clone)]
pub struct MediaStore(Arc<dyn ObjectStore>);

impl MediaStore {
    /// A store in a folder, which is created if it is missing.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        Ok(Self(Arc::new(store)))
    }

    /// A store in `s3://bucket/prefix` or `gs://bucket/prefix`. Credentials, region and
    /// endpoint come from `AWS_*` or `GOOGLE_*` among the variables.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the setting at fault. The bucket is not accessed yet; use
    /// [`MediaStore::check`] for that.
    pub fn bucket(url: &str, variables: &[(String, String)]) -> Result<Self, Error> {
        Ok(Self(bucket::open("recordings", url, variables)?.objects))
    }

    /// A store in memory, for tests and the demo.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Writes and reads a probe object, so that a wrong configuration is found at start-up.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the settings to check.
    pub async fn check(&self) -> Result<(), Error> {
        let tried = async {
            self.0
                .put(
                    &Key::from(PROBE),
                    Bytes::from_static(b"Earshot stores recordings here.\n").into(),
                )
                .await?;
            self.0.get_range(&Key::from(PROBE), 0..7).await
        };
        tried.await.map(drop).map_err(|error| bucket::refusal("recordings", &error))
    }

    /// Stores media that is in memory.
    pub(super) async fn put(&self, key: &str, media: Bytes) -> Result<(), Error> {
        self.0.put(&Key::from(key), media.into()).await.map_err(Error::internal)?;
        Ok(())
    }

    /// Stores a copy of a file, read in pieces.
    pub(super) async fn put_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        let mut file = tokio::fs::File::open(file).await.map_err(Error::internal)?;
        let mut object = BufWriter::new(Arc::clone(&self.0), Key::from(key));
        tokio::io::copy(&mut file, &mut object).await.map_err(Error::internal)?;
        object.shutdown().await.map_err(Error::internal)
    }

    /// Deletes media; media that does not exist is not an error.
    pub(super) async fn remove(&self, key: &str) -> Result<(), Error> {
        match self.0.delete(&Key::from(key)).await {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::internal(error)),
        }
    }

    /// Whether media is missing, or of another length than it was stored with. A store that does not
    /// answer in time counts as having it: playback will fail if not.
    pub(super) async fn has_lost(&self, key: &str, bytes: u64) -> bool {
        let key = Key::from(key);
        match tokio::time::timeout(HEAD_TIMEOUT, self.0.head(&key)).await {
            Ok(Ok(found)) => found.size != bytes,
            Ok(Err(StoreError::NotFound { .. })) => true,
            Ok(Err(error)) => {
                tracing::error!(%error, "checking for a recording failed");
                false
            }
            Err(_) => {
                tracing::error!("the store of recordings did not answer in time");
                false
            }
        }
    }

    /// Reads bytes from `first` up to, not including, `end` at once. `None` when the media does not
    /// exist.
    pub(super) async fn read_piece(
        &self,
        key: &str,
        first: u64,
        end: u64,
    ) -> Result<Option<Bytes>, Error> {
        match self.0.get_range(&Key::from(key), first..end).await {
            Ok(piece) => Ok(Some(piece)),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "reading a recording failed");
                Err(Error::MediaUnreachable)
            }
        }
    }

    /// Streams bytes from `first` up to, not including, `end`. `None` when the media does not exist.
    pub(super) async fn read(
        &self,
        key: &str,
        first: u64,
        end: u64,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, StoreError>>>, Error> {
        let options =
            GetOptions { range: Some(GetRange::Bounded(first..end)), ..GetOptions::default() };
        match self.0.get_opts(&Key::from(key), options).await {
            Ok(found) => Ok(Some(found.into_stream())),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "reading a recording failed");
                Err(Error::MediaUnreachable)
            }
        }
    }
}
