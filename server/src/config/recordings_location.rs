//! Where recordings are kept, as the operator says it.

use std::{ffi::OsString, path::PathBuf};

use anyhow::{Context, ensure};
use earshot_backend::MediaStore;

use crate::explain::explain;

/// A folder or a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RecordingsPlace {
    /// A folder of this machine.
    Folder(PathBuf),
    /// `s3://…` or `gs://…`.
    Bucket(String),
}

impl RecordingsPlace {
    /// A folder, plainly or as a `file:///` URL, or a bucket.
    pub(crate) fn parse(place: &str) -> anyhow::Result<Self> {
        if place.starts_with("s3://") || place.starts_with("gs://") {
            return Ok(Self::Bucket(place.to_owned()));
        }
        let folder = place.strip_prefix("file://").unwrap_or(place);
        ensure!(
            !folder.contains("://"),
            "recordings: must be a folder, or a file:///, s3:// or gs:// URL; {place} is none"
        );
        Ok(Self::Folder(PathBuf::from(folder)))
    }

    /// Opens it; a bucket with the clouds' own variables.
    pub(crate) fn open(&self) -> anyhow::Result<MediaStore> {
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
        let folder = |path: &str| RecordingsPlace::Folder(PathBuf::from(path));
        assert_eq!(RecordingsPlace::parse("sound").unwrap(), folder("sound"));
        assert_eq!(RecordingsPlace::parse("file:///srv/sound").unwrap(), folder("/srv/sound"));
        for url in ["s3://calls", "gs://calls/sound"] {
            assert_eq!(
                RecordingsPlace::parse(url).unwrap(),
                RecordingsPlace::Bucket(url.to_owned())
            );
        }
        let refused = RecordingsPlace::parse("ftp://calls").unwrap_err().to_string();
        assert!(refused.starts_with("recordings:"), "{refused}");
    }
}
