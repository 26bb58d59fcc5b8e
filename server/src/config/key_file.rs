//! The file of the master key, made when an installation first starts.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt, path::Path};

/// Writes a fresh master key that only its owner can read, unless there is one by then.
pub(crate) fn write_new_key(file: &Path) -> anyhow::Result<()> {
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key)?;
    let text = hex::encode(key) + "\n";
    // Written aside and linked into place, so that two processes starting at once agree on one key.
    let draft = file.with_extension(format!("key.{}", std::process::id()));
    let mut out =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}
