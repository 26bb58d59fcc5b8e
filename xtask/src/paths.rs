//! Paths and flavours of a build.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};

/// Flavour of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Fast to build, for `make run` and tests.
    Quick,
    /// Optimised, for releases and benchmarks.
    Release,
}

/// Folders of a build.
pub(crate) struct Paths {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder; may be outside the checkout.
    pub(crate) target: PathBuf,
    /// The site as the server embeds it.
    pub(crate) site: PathBuf,
    /// Output of wasm-bindgen.
    pub(crate) bindings: PathBuf,
}

impl Paths {
    pub(crate) fn find(flavour: Flavour) -> Result<Self> {
        let root = root()?;
        let target = root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        let name = match flavour {
            Flavour::Quick => "quick",
            Flavour::Release => "release",
        };
        let site = target.join("site").join(name);
        let bindings = target.join("bindings").join(name);
        Ok(Self { root, target, site, bindings })
    }
}

/// Returns the checkout that contains this package.
pub(crate) fn root() -> Result<PathBuf> {
    // From the running cargo: several checkouts may share a target folder and therefore an xtask
    // compiled in another one.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
    Ok(PathBuf::from(manifest).join("..").canonicalize()?)
}

/// Runs a command, and fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {command:?}"))?;
    ensure!(status.success(), "failed: {command:?}");
    Ok(())
}

/// Returns the running cargo, without the environment it sets for this program.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Leptos would add this to file names that already contain a hash.
    command.env_remove("LEPTOS_OUTPUT_NAME");
    // Variables of this package: the build script of ring would otherwise rerun, and everything up to
    // the server would be recompiled in alternation with a plain cargo.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
