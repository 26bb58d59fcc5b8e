//! Folders and files that only their owner may read: they hold voices, texts and hashes of passwords.

use std::{
    fs::{self, DirBuilder, OpenOptions, Permissions},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use anyhow::{Context, bail};
use rustix::fs::Mode;

/// What others may do in a folder, by its mode.
const OTHERS: u32 = 0o077;

/// Creates the folder that a setting names, for its owner only. An empty one is closed to others.
///
/// # Errors
/// For a folder with files that others may read, with the command that mends it.
pub(super) fn private_folder(setting: &str, folder: &Path) -> anyhow::Result<()> {
    let name = folder.display();
    new_private_folder(folder).with_context(|| format!("{setting}: cannot create {name}"))?;
    let mode = fs::metadata(folder).map(|folder| folder.permissions().mode());
    if mode.with_context(|| format!("{setting}: cannot read {name}"))? & OTHERS == 0 {
        return Ok(());
    }
    let mut files =
        fs::read_dir(folder).with_context(|| format!("{setting}: cannot read {name}"))?;
    if files.next().is_some() {
        bail!(
            "{setting}: other users of this machine may read {name}, as earlier versions allowed. Close \
             it with: chmod -R go= '{name}'"
        );
    }
    fs::set_permissions(folder, Permissions::from_mode(0o700))
        .with_context(|| format!("{setting}: cannot close {name} to others"))
}

/// Makes every file that this process creates from now on readable by its owner only: recordings,
/// exports, archives, and the files beside a database.
pub(crate) fn close_new_files() {
    rustix::process::umask(Mode::from_raw_mode(OTHERS));
}

/// Creates a folder for its owner only, unless it exists.
fn new_private_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Creates an empty file for its owner only, unless it exists. SQLite gives the files beside a
/// database the same permissions.
pub(super) fn private_file(file: &Path) -> std::io::Result<()> {
    OpenOptions::new().append(true).create(true).mode(0o600).open(file).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_folder_is_for_its_owner_or_refused_with_the_command() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        private_folder("data", &folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        private_folder("data", &folder).unwrap();
        assert_eq!(mode(&folder), 0o700, "it was empty");
        let file = folder.join("earshot.db");
        private_file(&file).unwrap();
        assert_eq!(mode(&file), 0o600);
        for open in [0o755, 0o750, 0o701] {
            fs::set_permissions(&folder, Permissions::from_mode(open)).unwrap();
            let refused = private_folder("data", &folder).unwrap_err().to_string();
            let command = format!("chmod -R go= '{}'", folder.display());
            assert!(refused.starts_with("data: ") && refused.ends_with(&command), "{refused}");
            assert_eq!(mode(&folder), open, "nothing was changed");
        }
    }
}
