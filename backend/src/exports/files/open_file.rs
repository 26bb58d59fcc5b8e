//! A file being written, with its length and digests.

use serde::{Deserialize, Serialize};

use super::{
    digest::RunningDigest,
    folder::{FolderFile, SavedFolderFile},
    place::{ExportPlace, FileName, Store},
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
    Bucket(Box<UploadFile>),
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
    /// The name it had before, in a folder.
    unfinished: Option<SavedFolderFile>,
}

impl OpenFile {
    /// Creates an empty file.
    pub(super) async fn create(place: &ExportPlace, name: &FileName<'_>) -> Result<Self, Error> {
        let key = name.key();
        let medium = match &place.store {
            Store::Folder(folder) => {
                Medium::Folder { file: FolderFile::create(folder, name.unfinished()).await?, key }
            }
            Store::Bucket(bucket) => {
                let file = UploadFile::create(bucket.clone(), name.uploads(), key);
                Medium::Bucket(Box::new(file))
            }
        };
        let (digest, crc32) = (RunningDigest::default(), crc32fast::Hasher::new());
        Ok(Self { medium, bytes: 0, digest, crc32 })
    }

    /// Continues a file from a checkpoint; `None` when it must be written again.
    pub(super) async fn resume(
        place: &ExportPlace,
        name: &FileName<'_>,
        saved: &SavedFile,
    ) -> Result<Option<Self>, Error> {
        let (bytes, digest) = (saved.bytes, saved.digest.clone());
        let medium = match (&place.store, &saved.medium) {
            (Store::Folder(folder), SavedMedium::Folder(earlier)) => {
                FolderFile::resume(folder, name.unfinished(), earlier, bytes, &digest)
                    .await?
                    .map(|file| Medium::Folder { file, key: name.key() })
            }
            (Store::Bucket(bucket), SavedMedium::Bucket(earlier)) => {
                let (bucket, log) = (bucket.clone(), name.uploads());
                let file = UploadFile::resume(bucket, log, earlier.clone());
                Some(Medium::Bucket(Box::new(file)))
            }
            // The operator moved the exported files to another place meanwhile.
            _ => None,
        };
        let crc32 = crc32fast::Hasher::new_with_initial_len(saved.crc32, bytes);
        Ok(medium.map(|medium| Self { medium, bytes, digest, crc32 }))
    }

    /// Appends bytes, and hands on what is enough for the place of the file.
    pub(in crate::exports) async fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.write(bytes).await?;
        self.hand_on().await
    }

    /// Hands on what is in memory, if it is enough: a checkpoint can be made only while there is nothing.
    pub(in crate::exports) async fn hand_on(&mut self) -> Result<(), Error> {
        match &mut self.medium {
            Medium::Folder { .. } => Ok(()),
            Medium::Bucket(upload) => upload.upload_enough().await,
        }
    }

    /// Appends bytes that belong to what follows: for a bucket they stay in memory.
    pub(in crate::exports) async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match &mut self.medium {
            Medium::Folder { file, .. } => file.append(bytes).await?,
            Medium::Bucket(upload) => upload.hold(bytes),
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

    /// Hands on what is only in memory, when nothing more is appended.
    pub(in crate::exports) async fn close(&mut self) -> Result<(), Error> {
        match &mut self.medium {
            Medium::Folder { .. } => Ok(()),
            Medium::Bucket(upload) => upload.close().await,
        }
    }

    /// Publishes the file. A checkpoint of it is valid until [`PublishedFile::settle`].
    pub(in crate::exports) async fn publish(self) -> Result<PublishedFile, Error> {
        let (key, unfinished) = match self.medium {
            Medium::Folder { file, key } => {
                file.publish(&key).await?;
                (key, Some(file.saved()))
            }
            Medium::Bucket(upload) => (upload.publish(self.bytes).await?, None),
        };
        let (sha256, crc32) = (self.digest.hex(), self.crc32.finalize());
        Ok(PublishedFile { key, bytes: self.bytes, sha256, crc32, unfinished })
    }

    /// Deletes the file; an upload is left to the sweep, which knows its id.
    pub(in crate::exports) async fn discard(self) {
        if let Medium::Folder { file, .. } = self.medium {
            file.discard().await;
        }
    }
}

impl PublishedFile {
    /// Removes the name that checkpoints of the file know, once it is listed.
    pub(in crate::exports) async fn settle(&self, place: &ExportPlace) {
        if let (Store::Folder(folder), Some(unfinished)) = (&place.store, &self.unfinished) {
            unfinished.discard(folder).await;
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
