//! Where recordings are kept: a folder, or an object store behind the same door.

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

/// An object that shows that a bucket can be written to and read from.
const MARK: &str = "earshot-recordings";
/// How long a page waits to hear whether an object is there.
const LOOK: Duration = Duration::from_secs(2);

/// The media of recordings, by key. Cheap to clone.
#[derive(Clone)]
pub struct MediaStore(Arc<dyn ObjectStore>);

impl MediaStore {
    /// Keeps media in a folder, which is made where it is missing.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        Ok(Self(Arc::new(store)))
    }

    /// Keeps media in `s3://bucket/prefix` or `gs://bucket/prefix`. Credentials, region and
    /// endpoint come from `AWS_*` or `GOOGLE_*` among the variables.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the setting at fault. Nothing is asked of the bucket yet:
    /// [`MediaStore::check`] does.
    pub fn bucket(url: &str, variables: &[(String, String)]) -> Result<Self, Error> {
        bucket::open(url, variables).map(Self)
    }

    /// Keeps media for as long as the process lives.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Writes a mark and reads it, so that what is set up wrongly is known at the start.
    ///
    /// # Errors
    /// [`Error::Invalid`] says what to look at.
    pub async fn check(&self) -> Result<(), Error> {
        let tried = async {
            self.0
                .put(
                    &Key::from(MARK),
                    Bytes::from_static(b"Earshot keeps recordings here.\n").into(),
                )
                .await?;
            self.0.get_range(&Key::from(MARK), 0..7).await
        };
        let Err(error) = tried.await else { return Ok(()) };
        let what = match &error {
            StoreError::NotFound { .. } => "do not exist: make the bucket, or check its name",
            StoreError::PermissionDenied { .. } | StoreError::Unauthenticated { .. } => {
                "are refused: check the credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
                 or GOOGLE_SERVICE_ACCOUNT) and what they may do"
            }
            _ => {
                "cannot be reached: check the endpoint (AWS_ENDPOINT_URL or GOOGLE_BASE_URL), the region \
                  (AWS_REGION) and the credentials"
            }
        };
        Err(Error::field("recordings", format!("{what} ({error})")))
    }

    /// Keeps media that is in memory.
    pub(super) async fn put(&self, key: &str, media: Bytes) -> Result<(), Error> {
        self.0.put(&Key::from(key), media.into()).await.map_err(Error::internal)?;
        Ok(())
    }

    /// Keeps a copy of a file, read in pieces.
    pub(super) async fn keep(&self, key: &str, file: &Path) -> Result<(), Error> {
        let mut file = tokio::fs::File::open(file).await.map_err(Error::internal)?;
        let mut object = BufWriter::new(Arc::clone(&self.0), Key::from(key));
        tokio::io::copy(&mut file, &mut object).await.map_err(Error::internal)?;
        object.shutdown().await.map_err(Error::internal)
    }

    /// Takes media away; what is gone already is as good.
    pub(super) async fn remove(&self, key: &str) -> Result<(), Error> {
        match self.0.delete(&Key::from(key)).await {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::internal(error)),
        }
    }

    /// Whether media is gone, or not of the length it was kept with. A store that does not answer
    /// soon has not lost anything: playing will tell.
    pub(super) async fn has_lost(&self, key: &str, bytes: u64) -> bool {
        let key = Key::from(key);
        match tokio::time::timeout(LOOK, self.0.head(&key)).await {
            Ok(Ok(found)) => found.size != bytes,
            Ok(Err(StoreError::NotFound { .. })) => true,
            Ok(Err(error)) => {
                tracing::error!(%error, "a recording could not be looked for");
                false
            }
            Err(_) => {
                tracing::error!("the recordings' store does not answer");
                false
            }
        }
    }

    /// Streams bytes from `first` up to, not including, `end`. `None` when the media is gone.
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
                tracing::error!(%error, "a recording could not be read");
                Err(Error::MediaUnreachable)
            }
        }
    }
}
