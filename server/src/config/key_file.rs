//! The file of the master key, created when an installation first starts.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use anyhow::Context;
use earshot_backend::MasterKey;

/// Reads the master key from the file that was named, or else from the data folder, where a missing
/// one is created.
pub(super) fn master_key(named: Option<&Path>, data: &Path) -> anyhow::Result<MasterKey> {
    let own = data.join("master.key");
    let file = named.unwrap_or(&own);
    if !file.exists() && named.is_none() {
        write_new_key(file)
            .with_context(|| format!("master_key_file: cannot write {}", file.display()))?;
    }
    let text = fs::read_to_string(file)
        .with_context(|| format!("master_key_file: cannot read {}", file.display()))?;
    let mut key = [0; 32];
    // The decoder's own message would quote a character of the key.
    hex::decode_to_slice(text.trim(), &mut key).map_err(|_| {
        anyhow::anyhow!("master_key_file: {} must hold 64 hexadecimal digits", file.display())
    })?;
    Ok(MasterKey::new(key))
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
        master_key(None, folder.path()).unwrap();
        let file = folder.path().join("master.key");
        let written = fs::read_to_string(&file).unwrap();
        assert_eq!(written.len(), 65);
        master_key(None, folder.path()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), written, "it is created once");
        for wrong in ["", "ab", &"g".repeat(64), &"a".repeat(63), &"a".repeat(66)] {
            fs::write(&file, wrong).unwrap();
            let error = master_key(Some(&file), folder.path()).err().unwrap().to_string();
            assert!(error.contains("64 hexadecimal digits"), "{wrong}: {error}");
        }
    }
}
