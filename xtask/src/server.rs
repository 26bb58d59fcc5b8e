//! The server with the site inside.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::paths::{Flavour, Paths, cargo, run};

/// Compiles the binary and puts it where people look for it.
pub(crate) fn compile(paths: &Paths, flavour: Flavour) -> Result<PathBuf> {
    let mut command = cargo();
    command.current_dir(&paths.root).env("PORTAL_SITE", &paths.site).args([
        "build",
        "--package",
        "earshot-server",
        "--bin",
        "earshot",
    ]);
    let profile = match flavour {
        Flavour::Quick => "debug",
        Flavour::Release => {
            command.arg("--release");
            "release"
        }
    };
    run(&mut command)?;
    let folder = paths.root.join("target/dist");
    fs::create_dir_all(&folder)?;
    let binary = folder.join("earshot");
    // Written aside and renamed, so that a running server keeps its file.
    let fresh = folder.join("earshot.new");
    fs::copy(paths.target.join(profile).join("earshot"), &fresh)?;
    fs::rename(fresh, &binary)?;
    Ok(binary)
}
