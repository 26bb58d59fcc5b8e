//! Location of files: a folder or a bucket.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use earshot_backend::{ExportPlace, HeadPlace, MediaStore};

use super::private_folder::private_folder;
use crate::explain::explain;

/// Location of the recordings, or of exported files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    /// The setting that names it, for messages.
    setting: &'static str,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A folder on this machine.
    Folder(PathBuf),
    /// `s3://…` or `gs://…`.
    Bucket(String),
}

impl Location {
    /// A folder on this machine.
    pub(super) const fn folder(setting: &'static str, folder: PathBuf) -> Self {
        Self { setting, place: Place::Folder(folder) }
    }

    /// Parses a path, a `file:///` URL or the URL of a bucket.
    pub(super) fn parse(setting: &'static str, location: &str) -> anyhow::Result<Self> {
        if location.starts_with("s3://") || location.starts_with("gs://") {
            return Ok(Self { setting, place: Place::Bucket(location.to_owned()) });
        }
        let folder = location.strip_prefix("file://").unwrap_or(location);
        ensure!(
            !folder.contains("://"),
            "{setting}: must be a folder, or a file:///, s3:// or gs:// URL; {location} is not one"
        );
        Ok(Self::folder(setting, PathBuf::from(folder)))
    }

    /// Opens the store of recordings; a bucket takes its credentials from the variables of its cloud.
    pub(super) fn recordings(&self) -> anyhow::Result<MediaStore> {
        match &self.place {
            Place::Folder(folder) => {
                private_folder(self.setting, folder)?;
                MediaStore::folder(folder).map_err(explain).with_context(|| self.unusable(folder))
            }
            Place::Bucket(url) => MediaStore::bucket(url, &variables()).map_err(explain),
        }
    }

    /// Whether a folder holds recordings of calls. A bucket is not asked.
    pub(super) fn holds_recordings(&self) -> bool {
        let Place::Folder(folder) = &self.place else { return false };
        let Ok(entries) = std::fs::read_dir(folder) else { return false };
        // Media is in a folder for each tenant; the test of the store leaves a file.
        entries.flatten().any(|entry| entry.path().is_dir())
    }

    /// Opens the place of exported files, as [`Location::recordings`] does.
    pub(super) fn exports(&self) -> anyhow::Result<ExportPlace> {
        match &self.place {
            Place::Folder(folder) => {
                private_folder(self.setting, folder)?;
                ExportPlace::folder(folder).map_err(explain).with_context(|| self.unusable(folder))
            }
            Place::Bucket(url) => ExportPlace::bucket(url, &variables()).map_err(explain),
        }
    }

    /// Opens the place of heads of audit logs, as [`Location::recordings`] does.
    pub(super) fn audit_heads(&self) -> anyhow::Result<HeadPlace> {
        match &self.place {
            Place::Folder(folder) => {
                private_folder(self.setting, folder)?;
                HeadPlace::folder(folder).map_err(explain).with_context(|| self.unusable(folder))
            }
            Place::Bucket(url) => HeadPlace::bucket(url, &variables()).map_err(explain),
        }
    }

    fn unusable(&self, folder: &Path) -> String {
        format!("{}: cannot use {}", self.setting, folder.display())
    }
}

fn variables() -> Vec<(String, String)> {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_in_a_folder_or_a_bucket() {
        let parse = |location| Location::parse("recordings", location);
        let folder = |path: &str| Location::folder("recordings", PathBuf::from(path));
        assert_eq!(parse("sound").unwrap(), folder("sound"));
        assert_eq!(parse("file:///srv/sound").unwrap(), folder("/srv/sound"));
        for url in ["s3://calls", "gs://calls/sound"] {
            assert_eq!(parse(url).unwrap().place, Place::Bucket(url.to_owned()));
        }
        let refused = parse("ftp://calls").unwrap_err().to_string();
        assert!(refused.starts_with("recordings:"), "{refused}");
    }
}
