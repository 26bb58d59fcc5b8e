//! Where recordings are kept: a folder, or an object store behind the same door.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt, buffered::BufWriter, local::LocalFileSystem,
    memory::InMemory, path::Path as Key,
};
use tokio::io::AsyncWriteExt;

use crate::Error;

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

    /// Keeps media for as long as the process lives.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
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

    /// Streams bytes from `first` up to, not including, `end`. `None` when the media is gone.
    pub(super) async fn read(
        &self,
        key: &str,
        first: u64,
        end: u64,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, object_store::Error>>>, Error> {
        let options =
            GetOptions { range: Some(GetRange::Bounded(first..end)), ..GetOptions::default() };
        match self.0.get_opts(&Key::from(key), options).await {
            Ok(found) => Ok(Some(found.into_stream())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(Error::internal(error)),
        }
    }
}
