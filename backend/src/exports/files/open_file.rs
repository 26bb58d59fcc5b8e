//! A file being written, with its length and digest.

use serde::{Deserialize, Serialize};

use super::{
    digest::RunningDigest,
    folder::{FolderFile, SavedFolderFile},
    place::ExportPlace,
};
use crate::Error;

/// A file being written.
pub(in crate::exports) struct OpenFile {
    file: FolderFile,
    bytes: u64,
    digest: RunningDigest,
    crc32: crc32fast::Hasher,
}

/// What a checkpoint stores of a file being written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::exports) struct SavedFile {
    file: SavedFolderFile,
    bytes: u64,
    digest: RunningDigest,
    crc32: u32,
}

/// A published file.
pub(in crate::exports) struct PublishedFile {
    pub(in crate::exports) bytes: u64,
    pub(in crate::exports) sha256: String,
    pub(in crate::exports) crc32: u32,
}

impl OpenFile {
    pub(super) async fn create(place: &ExportPlace, name: String) -> Result<Self, Error> {
        let file = FolderFile::create(&place.folder, name).await?;
        let (digest, crc32) = (RunningDigest::default(), crc32fast::Hasher::new());
        Ok(Self { file, bytes: 0, digest, crc32 })
    }

    pub(super) async fn resume(
        place: &ExportPlace,
        name: String,
        saved: &SavedFile,
    ) -> Result<Option<Self>, Error> {
        let SavedFile { file, bytes, digest, crc32 } = saved;
        let file = FolderFile::resume(&place.folder, name, file, *bytes, digest).await?;
        let crc32 = crc32fast::Hasher::new_with_initial_len(*crc32, *bytes);
        Ok(file.map(|file| Self { file, bytes: *bytes, digest: digest.clone(), crc32 }))
    }

    /// Appends bytes.
    pub(in crate::exports) async fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.append(bytes).await?;
        self.bytes += bytes.len() as u64;
        self.digest.update(bytes);
        self.crc32.update(bytes);
        Ok(())
    }

    /// Bytes appended.
    pub(in crate::exports) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What a checkpoint stores.
    pub(in crate::exports) fn saved(&self) -> SavedFile {
        SavedFile {
            file: self.file.saved(),
            bytes: self.bytes,
            digest: self.digest.clone(),
            crc32: self.crc32.clone().finalize(),
        }
    }

    /// Publishes the file.
    pub(in crate::exports) async fn publish(self, key: &str) -> Result<PublishedFile, Error> {
        self.file.publish(key).await?;
        Ok(PublishedFile {
            bytes: self.bytes,
            sha256: self.digest.hex(),
            crc32: self.crc32.finalize(),
        })
    }

    /// Deletes the file.
    pub(in crate::exports) async fn discard(self) {
        self.file.discard().await;
    }
}

impl SavedFile {
    /// Deletes the file of an earlier run.
    pub(in crate::exports) async fn discard(&self, place: &ExportPlace) {
        self.file.discard(&place.folder).await;
    }
}
