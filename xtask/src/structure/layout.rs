//! The check of the files and folders in the root of the areas' crate.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::rules::{AREAS, AREAS_CRATE, FACADE_FILES};
use crate::fault::Fault;

/// Finds files and folders that belong to no area.
pub(super) fn check(root: &Path) -> Result<Vec<Fault>> {
    let folder = format!("{AREAS_CRATE}/src");
    let entries =
        fs::read_dir(root.join(&folder)).with_context(|| format!("cannot read {folder}"))?;
    let mut faults = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.file_type()?.is_dir() {
            // Git does not store empty folders, so one that remains after a move is not a fault.
            let is_empty = fs::read_dir(entry.path())?.next().is_none();
            if !is_empty && !AREAS.iter().any(|(area, _)| *area == name) {
                faults.push(Fault::of(
                    &path,
                    format!("`{name}` is not an area"),
                    format!("Move it into one of {}.", areas()),
                ));
            }
        } else if !FACADE_FILES.contains(&name.as_str()) {
            faults.push(Fault::of(
                &path,
                format!("`{name}` does not belong in the root of {AREAS_CRATE}"),
                format!("Move it into one of {}; only {} stay.", areas(), FACADE_FILES.join(", ")),
            ));
        }
    }
    Ok(faults)
}

/// Lists the folders of the table of areas.
fn areas() -> String {
    let folders = AREAS.iter().map(|(area, _)| *area).filter(|area| !area.contains('/'));
    folders.collect::<Vec<_>>().join(", ")
}
