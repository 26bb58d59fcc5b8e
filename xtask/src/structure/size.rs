//! The check of file sizes.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    fault::Fault,
    rules::{MAX_LINES, SKIPPED_FOLDERS, SOURCE_ENDINGS},
};

/// Lists the source files of a checkout, as paths from its root.
pub(super) fn source_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // Not followed when it is a link: what it leads to is listed where it lies.
            let kind = entry.file_type()?;
            if kind.is_dir() && !name.starts_with('.') && !SKIPPED_FOLDERS.contains(&&*name) {
                folders.push(entry.path());
            } else if kind.is_file() && is_source(&entry.path()) {
                files.push(entry.path().strip_prefix(root)?.to_path_buf());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Finds source files that are too long.
pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for file in files {
        let bytes =
            fs::read(root.join(file)).with_context(|| format!("cannot read {}", file.display()))?;
        let lines = String::from_utf8_lossy(&bytes).lines().count();
        if lines > MAX_LINES {
            faults.push(Fault::at(
                &file.to_string_lossy(),
                MAX_LINES + 1,
                format!("the file has {lines} lines; at most {MAX_LINES} are allowed"),
                "Split it by what its parts do.",
            ));
        }
    }
    Ok(faults)
}

fn is_source(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| SOURCE_ENDINGS.contains(&ending))
}
