//! Location of the recordings: a folder or a bucket.

use std::{ffi::OsString, path::PathBuf};

use anyhow::{Context, ensure};
use earshot_backend::MediaStore;

use crate::explain::explain;

/// Location of the recordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RecordingsLocation {
    /// A folder on this machine.
    Folder(PathBuf),
    /// `s3://…` or `gs://…`.
    Bucket(String),
}

impl RecordingsLocation {
    /// Parses a path, a `file:///` URL or the URL of a bucket.
    pub(super) fn parse(location: &str) -> anyhow::Result<Self> {
        if location.starts_with("s3://") || location.starts_with("gs://") {
            return Ok(Self::Bucket(location.to_owned()));
        }
        let folder = location.strip_prefix("file://").unwrap_or(location);
        ensure!(
            !folder.contains("://"),
            "recordings: must be a folder, or a file:///, s3:// or gs:// URL; {location} is not one"
        );
        Ok(Self::Folder(PathBuf::from(folder)))
    }

    /// Opens the store; a bucket takes its credentials from the variables of its cloud.
    pub(super) fn open(&self) -> anyhow::Result<MediaStore> {
        match self {
            Self::Folder(folder) => MediaStore::folder(folder)
                .map_err(explain)
                .with_context(|| format!("recordings: cannot use {}", folder.display())),
            Self::Bucket(url) => {
                let text = |(name, value): (OsString, OsString)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                };
                let variables: Vec<_> = std::env::vars_os().filter_map(text).collect();
                MediaStore::bucket(url, &variables).map_err(explain)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_are_in_a_folder_or_a_bucket() {
        let folder = |path: &str| RecordingsLocation::Folder(PathBuf::from(path));
        assert_eq!(RecordingsLocation::parse("sound").unwrap(), folder("sound"));
        assert_eq!(RecordingsLocation::parse("file:///srv/sound").unwrap(), folder("/srv/sound"));
        for url in ["s3://calls", "gs://calls/sound"] {
            assert_eq!(
                RecordingsLocation::parse(url).unwrap(),
                RecordingsLocation::Bucket(url.to_owned())
            );
        }
        let refused = RecordingsLocation::parse("ftp://calls").unwrap_err().to_string();
        assert!(refused.starts_with("recordings:"), "{refused}");
    }
}
