//! Build of the server with the embedded site.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::paths::{Flavour, Paths, cargo, run};

/// Compiles the binary and copies it to its final path.
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
    // Copied to a temporary name and renamed, so that a running server keeps its file; the name is
    // unique, so that concurrent builds do not conflict.
    let fresh = folder.join(format!("earshot.{}", std::process::id()));
    let built = paths.target.join(profile).join("earshot");
    fs::copy(&built, &fresh).with_context(|| format!("cannot copy {}", built.display()))?;
    fs::rename(&fresh, &binary).with_context(|| format!("cannot write {}", binary.display()))?;
    Ok(binary)
}
