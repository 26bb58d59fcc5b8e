//! The check of file sizes.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::rules::{MAX_LINES, SOURCE_ENDINGS};
use crate::{checkout, fault::Fault};

/// Lists the source files of a checkout, as paths from its root.
pub(super) fn source_files(root: &Path) -> Result<Vec<PathBuf>> {
    Ok(checkout::files(root)?.into_iter().filter(|file| is_source(file)).collect())
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
