//! The file of the master key, created when an installation first starts.

use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::Context;
use earshot_backend::MasterKey;

/// The file of the master key.
pub(super) struct KeyFile<'a> {
    path: PathBuf,
    named: Option<&'a Path>,
}

impl<'a> KeyFile<'a> {
    /// The file that was named, or else the one in the data folder.
    pub(super) fn find(named: Option<&'a Path>, data: &Path) -> Self {
        let path = named.map_or_else(|| data.join("master.key"), Path::to_owned);
        Self { path, named }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is a key; a file that was named must exist.
    pub(super) fn exists(&self) -> bool {
        self.named.is_some() || self.path.exists()
    }

    /// Reads the key.
    pub(super) fn read(&self) -> anyhow::Result<MasterKey> {
        let file = self.path.display();
        let text = fs::read_to_string(&self.path)
            .with_context(|| format!("master_key_file: cannot read {file}"))?;
        let mut key = [0; 32];
        // The decoder's own message would quote a character of the key.
        hex::decode_to_slice(text.trim(), &mut key).map_err(|_| {
            anyhow::anyhow!("master_key_file: {file} must hold 64 hexadecimal digits")
        })?;
        Ok(MasterKey::new(key))
    }

    /// Writes a new key, unless another process has written one, and reads it.
    pub(super) fn create(&self) -> anyhow::Result<MasterKey> {
        write_new_key(&self.path)
            .with_context(|| format!("master_key_file: cannot write {}", self.path.display()))?;
        self.read()
    }
}

/// Writes a new master key that only its owner can read, unless the file exists by then.
fn write_new_key(file: &Path) -> anyhow::Result<()> {
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key)?;
    let text = format!("{}\n", hex::encode(key));
    // Written to a draft and linked into place, so that two processes starting at once agree on one
    // key.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_read_again_and_no_other_text_is_a_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::find(None, folder.path());
        assert!(!file.exists());
        file.create().unwrap();
        let path = folder.path().join("master.key");
        let written = fs::read_to_string(&path).unwrap();
        assert_eq!(written.len(), 65);
        file.create().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), written, "it is created once");
        for wrong in ["", "ab", &"g".repeat(64), &"a".repeat(63), &"a".repeat(66)] {
            fs::write(&path, wrong).unwrap();
            let error = KeyFile::find(Some(&path), folder.path()).read().err().unwrap().to_string();
            assert!(error.contains("64 hexadecimal digits"), "{wrong}: {error}");
        }
    }
}
