//! The place of the files of background exports.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use earshot_domain::ExportId;
use futures::stream::BoxStream;
use object_store::{
    Error as StoreError, GetOptions, GetRange, ObjectStore, ObjectStoreExt, local::LocalFileSystem,
    path::Path as Key,
};

use super::{digest::RunningDigest, folder, open_file::OpenFile, open_file::SavedFile};
use crate::Error;

/// A folder or a bucket for the files of background exports. Cheap to clone.
#[derive(Clone)]
pub struct ExportPlace {
    pub(super) folder: Arc<PathBuf>,
    objects: Arc<dyn ObjectStore>,
}

impl ExportPlace {
    /// A place in a folder, which is created if it is missing.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        Ok(Self { folder: Arc::new(folder.to_owned()), objects: Arc::new(objects) })
    }

    /// Creates the file of a part; `run` is unique to the run that writes it.
    pub(in crate::exports) async fn create(
        &self,
        export: ExportId,
        part: i64,
        run: i64,
    ) -> Result<OpenFile, Error> {
        OpenFile::create(self, unfinished_name(export, part, run)).await
    }

    /// Continues the file of a part from a checkpoint; `None` when it must be written again.
    pub(in crate::exports) async fn resume(
        &self,
        export: ExportId,
        part: i64,
        run: i64,
        saved: &SavedFile,
    ) -> Result<Option<OpenFile>, Error> {
        OpenFile::resume(self, unfinished_name(export, part, run), saved).await
    }

    /// Streams bytes of a file from `first` up to, not including, `end`. `None` when there is no such
    /// file.
    pub(in crate::exports) async fn read(
        &self,
        key: &str,
        first: u64,
        end: u64,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, StoreError>>>, Error> {
        let options =
            GetOptions { range: Some(GetRange::Bounded(first..end)), ..GetOptions::default() };
        match self.objects.get_opts(&Key::from(key), options).await {
            Ok(found) => Ok(Some(found.into_stream())),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "reading a file of an export failed");
                Err(Error::ExportsUnreachable)
            }
        }
    }

    /// Deletes a file; one that does not exist is not an error.
    pub(in crate::exports) async fn remove(&self, key: &str) -> Result<(), Error> {
        match self.objects.delete(&Key::from(key)).await {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::internal(error)),
        }
    }

    /// Keys of the published files of all exports.
    pub(in crate::exports) async fn published(&self) -> Result<Vec<String>, Error> {
        use futures::TryStreamExt;
        let unfinished = Key::from(folder::UNFINISHED);
        let objects = self.objects.list(None);
        let keys = objects.try_filter_map(|object| {
            let hidden = object.location.prefix_matches(&unfinished);
            std::future::ready(Ok((!hidden).then(|| object.location.to_string())))
        });
        keys.try_collect().await.map_err(Error::internal)
    }

    /// Names of the files being written, with the export that each belongs to.
    pub(in crate::exports) async fn unfinished(
        &self,
    ) -> Result<Vec<(String, Option<ExportId>)>, Error> {
        let names = folder::unfinished(&self.folder).await?;
        let owner = |name: &String| name.get(..36).and_then(|id| id.parse().ok());
        Ok(names.into_iter().map(|name| (name.clone(), owner(&name))).collect())
    }

    /// Deletes a file being written.
    pub(in crate::exports) async fn discard_unfinished(&self, name: &str) {
        folder::discard_unfinished(&self.folder, name).await;
    }
}

/// Key of a published file.
pub(in crate::exports) fn file_key(export: ExportId, run: i64, name: &str) -> String {
    format!("{export}/{run}/{name}")
}

fn unfinished_name(export: ExportId, part: i64, run: i64) -> String {
    format!("{export}-{part}-{run}")
}

/// Digest of a file or of the ids of its calls.
pub(in crate::exports) type Digest = RunningDigest;
