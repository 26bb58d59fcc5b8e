//! The store of recordings' media: a folder or an object store.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

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
pub struct MediaStore {
    objects: Arc<dyn ObjectStore>,
    /// The folder of a store on this machine.
    folder: Option<Arc<Folder>>,
}

/// A folder of recordings, which may go away while it is used.
struct Folder {
    path: PathBuf,
    is_missing: AtomicBool,
}

impl MediaStore {
    /// A store in a folder, which is created, and said to be, if it is missing.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        if !folder.exists() {
            std::fs::create_dir_all(folder).map_err(Error::internal)?;
            tracing::warn!(folder = %folder.display(), "a new folder of recordings was created");
        }
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        let folder = Folder { path: folder.to_owned(), is_missing: AtomicBool::new(false) };
        Ok(Self { objects: Arc::new(store), folder: Some(Arc::new(folder)) })
    }

    /// A store in `s3://bucket/prefix` or `gs://bucket/prefix`. Credentials, region and
    /// endpoint come from `AWS_*` or `GOOGLE_*` among the variables.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the setting at fault. The bucket is not accessed yet; use
    /// [`MediaStore::check`] for that.
    pub fn bucket(url: &str, variables: &[(String, String)]) -> Result<Self, Error> {
        Ok(Self { objects: bucket::open("recordings", url, variables)?.objects, folder: None })
    }

    /// A store in memory, for tests and the demo.
    pub fn in_memory() -> Self {
        Self { objects: Arc::new(InMemory::new()), folder: None }
    }

    /// Writes and reads a probe object, so that a wrong configuration is found at start-up.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the settings to check.
    pub async fn check(&self) -> Result<(), Error> {
        let tried = async {
            self.objects
                .put(
                    &Key::from(PROBE),
                    Bytes::from_static(b"Earshot stores recordings here.\n").into(),
                )
                .await?;
            self.objects.get_range(&Key::from(PROBE), 0..7).await
        };
        tried.await.map(drop).map_err(|error| self.refusal(&error))
    }

    fn refusal(&self, error: &StoreError) -> Error {
        match &self.folder {
            None => bucket::refusal("recordings", error),
            Some(folder) => Error::field(
                "recordings",
                format!(
                    "cannot be stored in the folder {}: check its owner, its permissions and the \
                     free space ({})",
                    folder.path.display(),
                    innermost(error)
                ),
            ),
        }
    }

    /// A folder that is missing is not made anew, where the recordings of before are not.
    fn check_present(&self) -> Result<(), Error> {
        if self.is_present() { Ok(()) } else { Err(Error::MediaUnwritable) }
    }

    /// Stores media that is in memory.
    pub(super) async fn put(&self, key: &str, media: Bytes) -> Result<(), Error> {
        self.check_present()?;
        let put = self.objects.put(&Key::from(key), media.into()).await;
        put.map(drop).map_err(|error| unwritable(&error))
    }

    /// Stores a copy of a file, read in pieces.
    pub(super) async fn put_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        self.check_present()?;
        let mut file = tokio::fs::File::open(file).await.map_err(Error::internal)?;
        let mut object = BufWriter::new(Arc::clone(&self.objects), Key::from(key));
        if let Err(error) = tokio::io::copy(&mut file, &mut object).await {
            // What was written of it is deleted, unless the store fails again.
            drop(object.abort().await);
            return Err(unwritable(&error));
        }
        object.shutdown().await.map_err(|error| unwritable(&error))
    }

    /// Deletes media; media that does not exist is not an error.
    pub(super) async fn remove(&self, key: &str) -> Result<(), Error> {
        match self.objects.delete(&Key::from(key)).await {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::internal(error)),
        }
    }

    /// Whether media is missing, or of another length than it was stored with. A store that does not
    /// answer in time counts as having it: playback will fail if not.
    pub(super) async fn has_lost(&self, key: &str, bytes: u64) -> bool {
        let key = Key::from(key);
        match tokio::time::timeout(HEAD_TIMEOUT, self.objects.head(&key)).await {
            Ok(Ok(found)) => found.size != bytes,
            Ok(Err(StoreError::NotFound { .. })) => {
                self.is_present();
                true
            }
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

    /// Whether the folder of all recordings is there, as a bucket always is. The operator is told once when
    /// it goes and once when it is back.
    pub(crate) fn is_present(&self) -> bool {
        let Some(Folder { path, is_missing }) = self.folder.as_deref() else { return true };
        let is_present = path.is_dir();
        if is_missing.swap(!is_present, Ordering::Relaxed) == is_present {
            let folder = path.display();
            if is_present {
                tracing::info!(%folder, "the folder of `recordings` is back");
            } else {
                tracing::error!(%folder, "the folder of `recordings` is missing");
            }
        }
        is_present
    }

    /// Reads bytes from `first` up to, not including, `end` at once. `None` when the media does not
    /// exist.
    pub(super) async fn read_piece(
        &self,
        key: &str,
        first: u64,
        end: u64,
    ) -> Result<Option<Bytes>, Error> {
        match self.objects.get_range(&Key::from(key), first..end).await {
            Ok(piece) => Ok(Some(piece)),
            Err(StoreError::NotFound { .. }) => {
                self.is_present();
                Ok(None)
            }
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
        match self.objects.get_opts(&Key::from(key), options).await {
            Ok(found) => Ok(Some(found.into_stream())),
            Err(StoreError::NotFound { .. }) => {
                self.is_present();
                Ok(None)
            }
            Err(error) => {
                tracing::error!(%error, "reading a recording failed");
                Err(Error::MediaUnreachable)
            }
        }
    }
}

/// A store that takes no media for now: full, read-only, or not reached.
fn unwritable(error: &(dyn std::error::Error + 'static)) -> Error {
    let cause = innermost(error).to_string();
    tracing::error!(%error, cause, "storing a recording failed");
    Error::MediaUnwritable
}

/// The first cause of an error.
fn innermost<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> &'a (dyn std::error::Error + 'static) {
    error.source().map_or(error, innermost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_folder_that_takes_nothing_is_refused_by_name() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("sound");
        let store = MediaStore::folder(&folder).unwrap();
        store.check().await.unwrap();
        // Permissions do not stop root, which tests may run as; a file in its place stops everybody.
        std::fs::remove_dir_all(&folder).unwrap();
        std::fs::write(&folder, "").unwrap();
        let refused = store.check().await.unwrap_err().problem().detail;
        assert!(refused.contains(folder.to_str().unwrap()), "{refused}");
        assert!(!refused.contains("AWS"), "{refused}");
        let put = store.put("a/b", Bytes::from_static(b"sound")).await.unwrap_err();
        assert!(matches!(put, Error::MediaUnwritable), "{put}");
    }
}
