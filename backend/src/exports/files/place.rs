//! The place of the files of background exports.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use earshot_domain::ExportId;
use futures::{TryStreamExt, stream::BoxStream};
use object_store::{
    Error as StoreError, GetOptions, GetRange, ObjectStore, ObjectStoreExt, local::LocalFileSystem,
    path::Path as Key,
};

use super::{
    digest::RunningDigest,
    folder,
    open_file::{OpenFile, SavedFile},
    upload::{UploadLog, Uploads},
};
use crate::{
    Backend, Error,
    recordings::bucket::{self, Bucket},
};

/// A folder or a bucket for the files of background exports. Cheap to clone.
#[derive(Clone)]
pub struct ExportPlace {
    pub(super) store: Store,
    objects: Arc<dyn ObjectStore>,
}

/// How files are written.
#[derive(Clone)]
pub(super) enum Store {
    Folder(Arc<PathBuf>),
    Bucket(Uploads),
}

/// An object written and read to check access to a bucket.
const PROBE: &str = "earshot-exports";

impl ExportPlace {
    /// A place in a folder, which is created if it is missing.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        let store = Store::Folder(Arc::new(folder.to_owned()));
        Ok(Self { store, objects: Arc::new(objects) })
    }

    /// A place in `s3://bucket/prefix` or `gs://bucket/prefix`, with the variables of its cloud. It is
    /// not accessed yet; use [`ExportPlace::check`] for that.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the setting at fault.
    pub fn bucket(url: &str, variables: &[(String, String)]) -> Result<Self, Error> {
        let Bucket { objects, uploads, prefix } = bucket::open("exports", url, variables)?;
        let store = Store::Bucket(Uploads { objects: Arc::clone(&objects), uploads, prefix });
        Ok(Self { store, objects })
    }

    /// Writes and reads a probe object in a bucket, so that a wrong configuration is found at
    /// start-up.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the settings to check.
    pub async fn check(&self) -> Result<(), Error> {
        if matches!(self.store, Store::Folder(_)) {
            return Ok(());
        }
        let tried = async {
            let text = Bytes::from_static(b"Earshot stores exported files here.\n");
            self.objects.put(&Key::from(PROBE), text.into()).await?;
            self.objects.get_range(&Key::from(PROBE), 0..7).await
        };
        tried.await.map(drop).map_err(|error| bucket::refusal("exports", &error))
    }

    /// Creates a file; its run is unique to the run that writes it.
    pub(in crate::exports) async fn create(&self, file: &FileName<'_>) -> Result<OpenFile, Error> {
        OpenFile::create(self, file).await
    }

    /// Continues the file of a part from a checkpoint; `None` when it must be written again.
    pub(in crate::exports) async fn resume(
        &self,
        file: &FileName<'_>,
        saved: &SavedFile,
    ) -> Result<Option<OpenFile>, Error> {
        OpenFile::resume(self, file, saved).await
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

    /// Keys of the published files of an export, or of all.
    pub(in crate::exports) async fn published(
        &self,
        export: Option<ExportId>,
    ) -> Result<Vec<String>, Error> {
        let unfinished = Key::from(folder::UNFINISHED);
        let prefix = export.map(|id| Key::from(id.to_string()));
        let keys = self.objects.list(prefix.as_ref()).try_filter_map(|object| {
            let hidden = object.location.prefix_matches(&unfinished);
            std::future::ready(Ok((!hidden).then(|| object.location.to_string())))
        });
        keys.try_collect().await.map_err(Error::internal)
    }

    /// Names of the files being written; those of uploads are in the database.
    pub(in crate::exports) async fn unfinished(&self) -> Result<Vec<String>, Error> {
        match &self.store {
            Store::Folder(folder) => folder::unfinished(folder).await,
            Store::Bucket(_) => Ok(Vec::new()),
        }
    }

    /// Deletes a file being written.
    pub(in crate::exports) async fn discard_unfinished(&self, name: &str) {
        if let Store::Folder(folder) = &self.store {
            folder::discard_unfinished(folder, name).await;
        }
    }

    /// Aborts an upload that nobody continues.
    pub(in crate::exports) async fn abort(&self, key: &str, upload_id: &str) -> Result<(), Error> {
        match &self.store {
            Store::Folder(_) => Ok(()),
            Store::Bucket(bucket) => bucket.abort(key, upload_id).await,
        }
    }
}

/// The name of a file of an export, and the run that writes it.
pub(in crate::exports) struct FileName<'a> {
    pub(in crate::exports) backend: &'a Backend,
    pub(in crate::exports) export: ExportId,
    pub(in crate::exports) run: i64,
    pub(in crate::exports) name: &'a str,
}

impl FileName<'_> {
    /// Key of the published file.
    pub(super) fn key(&self) -> String {
        format!("{}/{}/{}", self.export, self.run, self.name)
    }

    /// Name of the file while it is written.
    pub(super) fn unfinished(&self) -> String {
        format!("{}-{}-{}", self.export, self.run, self.name)
    }

    /// The record of its upload.
    pub(super) fn uploads(&self) -> UploadLog {
        UploadLog::new(self.backend.clone(), self.export)
    }
}

/// Digest of a file or of the ids of its calls.
pub(in crate::exports) type Digest = RunningDigest;
