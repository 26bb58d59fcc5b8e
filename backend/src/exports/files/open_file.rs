//! A file being written, with its length and digests.

use serde::{Deserialize, Serialize};

use super::{
    digest::RunningDigest,
    folder::{FolderFile, SavedFolderFile},
    place::{ExportPlace, Store},
    upload::{SavedUpload, UploadFile},
};
use crate::Error;

/// A file being written.
pub(in crate::exports) struct OpenFile {
    medium: Medium,
    bytes: u64,
    digest: RunningDigest,
    crc32: crc32fast::Hasher,
}

enum Medium {
    Folder { file: FolderFile, key: String },
    Bucket(UploadFile),
}

/// What a checkpoint stores of a file being written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::exports) struct SavedFile {
    medium: SavedMedium,
    bytes: u64,
    digest: RunningDigest,
    crc32: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedMedium {
    Folder(SavedFolderFile),
    Bucket(SavedUpload),
}

/// A published file.
pub(in crate::exports) struct PublishedFile {
    pub(in crate::exports) key: String,
    pub(in crate::exports) bytes: u64,
    pub(in crate::exports) sha256: String,
    pub(in crate::exports) crc32: u32,
}

impl OpenFile {
    /// Creates an empty file that is called `name` until it is published as `key`.
    pub(super) async fn create(
        place: &ExportPlace,
        name: String,
        key: String,
    ) -> Result<Self, Error> {
        let medium = match &place.store {
            Store::Folder(folder) => {
                Medium::Folder { file: FolderFile::create(folder, name).await?, key }
            }
            Store::Bucket(bucket) => Medium::Bucket(UploadFile::create(bucket.clone(), key)),
        };
        let (digest, crc32) = (RunningDigest::default(), crc32fast::Hasher::new());
        Ok(Self { medium, bytes: 0, digest, crc32 })
    }

    /// Continues a file from a checkpoint; `None` when it must be written again.
    pub(super) async fn resume(
        place: &ExportPlace,
        name: String,
        key: String,
        saved: &SavedFile,
    ) -> Result<Option<Self>, Error> {
        let (bytes, digest) = (saved.bytes, saved.digest.clone());
        let medium = match (&place.store, &saved.medium) {
            (Store::Folder(folder), SavedMedium::Folder(earlier)) => {
                FolderFile::resume(folder, name, earlier, bytes, &digest)
                    .await?
                    .map(|file| Medium::Folder { file, key })
            }
            (Store::Bucket(bucket), SavedMedium::Bucket(earlier)) => {
                Some(Medium::Bucket(UploadFile::resume(bucket.clone(), earlier.clone())))
            }
            // The operator moved the exported files to another place meanwhile.
            _ => None,
        };
        let crc32 = crc32fast::Hasher::new_with_initial_len(saved.crc32, bytes);
        Ok(medium.map(|medium| Self { medium, bytes, digest, crc32 }))
    }

    /// Appends bytes.
    pub(in crate::exports) async fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match &mut self.medium {
            Medium::Folder { file, .. } => file.append(bytes).await?,
            Medium::Bucket(upload) => upload.append(bytes).await?,
        }
        self.bytes += bytes.len() as u64;
        self.digest.update(bytes);
        self.crc32.update(bytes);
        Ok(())
    }

    /// Bytes appended.
    pub(in crate::exports) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What a checkpoint stores; `None` while some bytes are only in memory.
    pub(in crate::exports) fn saved(&self) -> Option<SavedFile> {
        let medium = match &self.medium {
            Medium::Folder { file, .. } => SavedMedium::Folder(file.saved()),
            Medium::Bucket(upload) => SavedMedium::Bucket(upload.saved()?),
        };
        let (bytes, digest) = (self.bytes, self.digest.clone());
        Some(SavedFile { medium, bytes, digest, crc32: self.crc32.clone().finalize() })
    }

    /// Key and id of the upload to a bucket, from its first piece on.
    pub(in crate::exports) fn upload(&self) -> Option<(&str, &str)> {
        match &self.medium {
            Medium::Folder { .. } => None,
            Medium::Bucket(upload) => upload.upload(),
        }
    }

    /// Publishes the file.
    pub(in crate::exports) async fn publish(self) -> Result<PublishedFile, Error> {
        let key = match self.medium {
            Medium::Folder { file, key } => {
                file.publish(&key).await?;
                key
            }
            Medium::Bucket(upload) => upload.publish().await?,
        };
        let (sha256, crc32) = (self.digest.hex(), self.crc32.finalize());
        Ok(PublishedFile { key, bytes: self.bytes, sha256, crc32 })
    }

    /// Deletes the file; an upload is left to the sweep, which knows its id.
    pub(in crate::exports) async fn discard(self) {
        if let Medium::Folder { file, .. } = self.medium {
            file.discard().await;
        }
    }
}

impl SavedFile {
    /// Deletes the file of an earlier run that another file continues.
    pub(in crate::exports) async fn discard(&self, place: &ExportPlace) {
        if let (Store::Folder(folder), SavedMedium::Folder(file)) = (&place.store, &self.medium) {
            file.discard(folder).await;
        }
    }
}
