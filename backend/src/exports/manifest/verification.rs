//! Verification of an export's package in a folder, without the portal's database.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Read,
    path::Path,
};

use earshot_domain::ExportFormat;
use sha2::{Digest, Sha256};

use super::{
    call_ids::{CallIds, digest_of_ids},
    document::{FilePart, Manifest},
    package::{DATA, MANIFEST, digest},
};
use crate::Error;

/// Result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Number of exported files.
    pub files: usize,
    /// Number of calls in them.
    pub calls: u64,
    /// What is wrong, a sentence each; empty when the package is what was exported.
    pub faults: Vec<String>,
}

/// Verifies the package in `folder`: every file is there, nothing else is, every byte is as it was
/// exported, and the calls of a CSV, JSON or JSON Lines file are those of the manifest.
///
/// # Errors
/// [`Error::Invalid`] when the folder has no readable manifest.
pub fn verify_package(folder: &Path) -> Result<Verification, Error> {
    let text = fs::read(folder.join(MANIFEST)).map_err(|error| {
        Error::field("folder", format!("has no {MANIFEST} that can be read ({error})"))
    })?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| {
        Error::field("folder", format!("has a {MANIFEST} that is not one of an export ({error})"))
    })?;
    let mut faults = Vec::new();
    let mut expected = BTreeSet::new();
    for file in manifest.package()? {
        check_bytes(folder, &file.path, &file.content, &mut faults);
        expected.insert(file.path);
    }
    for file in &manifest.files {
        // A row per message leaves out the calls without messages.
        let format = (manifest.mode == "calls").then_some(manifest.format);
        check_exported(folder, format, file, &mut faults);
        expected.insert(format!("{DATA}/{}", file.name));
    }
    let calls = manifest.files.iter().map(|file| file.calls).sum();
    if calls != manifest.written {
        faults.push(format!(
            "The manifest says {} calls were written, and its files have {calls}.",
            manifest.written
        ));
    }
    for path in paths(folder, Path::new(""))? {
        if !expected.contains(&path) {
            faults.push(format!("{path} does not belong to this export."));
        }
    }
    Ok(Verification { files: manifest.files.len(), calls, faults })
}

/// Compares a file that follows from the manifest.
fn check_bytes(folder: &Path, path: &str, content: &[u8], faults: &mut Vec<String>) {
    match fs::read(folder.join(path)) {
        Ok(found) if digest(&found) == digest(content) => {}
        Ok(_) => faults.push(format!("{path} is not what was exported.")),
        Err(error) => faults.push(format!("{path} cannot be read ({error}).")),
    }
}

fn check_exported(
    folder: &Path,
    format: Option<ExportFormat>,
    file: &FilePart,
    faults: &mut Vec<String>,
) {
    let path = format!("{DATA}/{}", file.name);
    match digest_of_file(&folder.join(&path)) {
        Err(error) => faults.push(format!("{path} cannot be read ({error}).")),
        Ok(found) if found != file.sha256 => {
            faults.push(format!("{path} is not what was exported: its SHA-256 differs."));
        }
        Ok(_) => match format
            .map_or(CallIds::NotInFormat, |format| digest_of_ids(&folder.join(&path), format))
        {
            CallIds::Digest(found) if found != file.calls_sha256 => {
                faults.push(format!("{path} does not have the calls that the manifest says."));
            }
            CallIds::Unreadable(error) => faults.push(format!("{path} cannot be read: {error}")),
            CallIds::Digest(_) | CallIds::NotInFormat => {}
        },
    }
}

fn digest_of_file(path: &Path) -> std::io::Result<String> {
    let (mut file, mut digest) = (File::open(path)?, Sha256::new());
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(hex::encode(digest.finalize()));
        }
        digest.update(&piece[..read]);
    }
}

/// Paths of all files in a folder, with `/`.
fn paths(folder: &Path, inner: &Path) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder.join(inner)).map_err(Error::internal)? {
        let entry = entry.map_err(Error::internal)?;
        let path = inner.join(entry.file_name());
        if entry.file_type().map_err(Error::internal)?.is_dir() {
            found.extend(paths(folder, &path)?);
        } else {
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(found)
}
