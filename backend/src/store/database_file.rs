//! The file of a SQLite database, and whether it is still the one that was opened.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use crate::Error;

/// A file that was opened, by its device and its number there.
#[derive(Debug)]
pub struct DatabaseFile {
    path: PathBuf,
    opened: (u64, u64),
}

impl DatabaseFile {
    /// Remembers the file that a path names now.
    pub(super) fn opened(path: &Path) -> Result<Self, Error> {
        let opened = identity(path).map_err(Error::internal)?;
        Ok(Self { path: path.to_owned(), opened })
    }

    /// Refuses when the path names no file or another one: what is written to a file without a name
    /// is lost when the process ends.
    pub(super) fn check(&self) -> Result<(), Error> {
        match identity(&self.path) {
            Ok(now) if now == self.opened => Ok(()),
            _ => Err(Error::Unavailable(
                format!(
                    "the database file {} was removed or replaced while it was in use: restore it \
                     and restart",
                    self.path.display()
                )
                .into(),
            )),
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let file = fs::metadata(path)?;
    Ok((file.dev(), file.ino()))
}
