//! Files being written in a folder: appended to under a temporary name, published when whole.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncWriteExt},
};

use super::digest::RunningDigest;
use crate::Error;

/// Folder of the files being written.
pub(super) const UNFINISHED: &str = ".unfinished";
/// Kinds of the errors of a full disk.
pub(in crate::exports) const FULL_DISK: [ErrorKind; 2] =
    [ErrorKind::StorageFull, ErrorKind::QuotaExceeded];
/// Bytes copied at once.
const PIECE: usize = 256 * 1024;

/// A file that is being written. Each run writes a file of its own, so that a run that was thought
/// dead cannot write into another's.
pub(super) struct FolderFile {
    folder: PathBuf,
    name: String,
    file: File,
}

/// What a checkpoint stores of a file being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedFolderFile {
    name: String,
}

impl FolderFile {
    /// Creates an empty file; `name` is unique to the run.
    pub(super) async fn create(folder: &Path, name: String) -> Result<Self, Error> {
        let unfinished = folder.join(UNFINISHED);
        fs::create_dir_all(&unfinished).await.map_err(unwritable)?;
        let file = File::create(unfinished.join(&name)).await.map_err(unwritable)?;
        Ok(Self { folder: folder.to_owned(), name, file })
    }

    /// Copies the first `bytes` bytes of an earlier run's file into a file of this run. `None` when
    /// they are not what the checkpoint says: the file must be written again.
    pub(super) async fn resume(
        folder: &Path,
        name: String,
        saved: &SavedFolderFile,
        bytes: u64,
        expected: &RunningDigest,
    ) -> Result<Option<Self>, Error> {
        let Ok(earlier) = File::open(folder.join(UNFINISHED).join(&saved.name)).await else {
            return Ok(None);
        };
        let mut resumed = Self::create(folder, name).await?;
        let (mut earlier, mut digest) = (earlier.take(bytes), RunningDigest::default());
        let mut piece = vec![0; PIECE];
        loop {
            let read = earlier.read(&mut piece).await.map_err(Error::internal)?;
            if read == 0 {
                break;
            }
            digest.update(&piece[..read]);
            resumed.append(&piece[..read]).await?;
        }
        if earlier.limit() > 0 || digest.hex() != expected.hex() {
            resumed.discard().await;
            return Ok(None);
        }
        Ok(Some(resumed))
    }

    /// Appends bytes.
    pub(super) async fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).await.map_err(unwritable)?;
        self.file.flush().await.map_err(unwritable)
    }

    /// What a checkpoint stores.
    pub(super) fn saved(&self) -> SavedFolderFile {
        SavedFolderFile { name: self.name.clone() }
    }

    /// Makes the file durable and gives it its final name. It keeps the temporary one, by which the
    /// last checkpoint knows it, until [`SavedFolderFile::discard`].
    pub(super) async fn publish(&self, key: &str) -> Result<(), Error> {
        self.file.sync_all().await.map_err(unwritable)?;
        let target = self.folder.join(key);
        let parent = target.parent().unwrap_or(&self.folder).to_owned();
        fs::create_dir_all(&parent).await.map_err(unwritable)?;
        match fs::hard_link(self.path(), &target).await {
            Ok(()) => {}
            // What is there may be this very file, which a copy would empty first.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(unwritable(error));
            }
            // Not every file system has links.
            Err(_) => {
                fs::copy(self.path(), &target).await.map_err(unwritable)?;
                let copy = File::open(&target).await.map_err(unwritable)?;
                copy.sync_all().await.map_err(unwritable)?;
            }
        }
        File::open(&parent).await.map_err(unwritable)?.sync_all().await.map_err(unwritable)
    }

    /// Deletes the file; what cannot be deleted is left to the sweep.
    pub(super) async fn discard(self) {
        drop(fs::remove_file(self.path()).await);
    }

    fn path(&self) -> PathBuf {
        self.folder.join(UNFINISHED).join(&self.name)
    }
}

impl SavedFolderFile {
    /// Deletes the file of an earlier run.
    pub(super) async fn discard(&self, folder: &Path) {
        drop(fs::remove_file(folder.join(UNFINISHED).join(&self.name)).await);
    }
}

/// Names of the files being written.
pub(super) async fn unfinished(folder: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let Ok(mut entries) = fs::read_dir(folder.join(UNFINISHED)).await else { return Ok(names) };
    while let Some(entry) = entries.next_entry().await.map_err(Error::internal)? {
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

/// Deletes a file being written.
pub(super) async fn discard_unfinished(folder: &Path, name: &str) {
    drop(fs::remove_file(folder.join(UNFINISHED).join(name)).await);
}

/// The error of a write. A full disk is told apart from a fault of the portal, because the operator can
/// mend it.
pub(in crate::exports) fn unwritable(error: std::io::Error) -> Error {
    if FULL_DISK.contains(&error.kind()) { Error::StorageFull } else { Error::internal(error) }
}
