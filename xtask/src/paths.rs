//! Where things are, and how carefully they are built.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};

/// How carefully to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// What `make run` and the tests use: quick to build.
    Quick,
    /// What is shipped and measured.
    Release,
}

/// Folders of a build.
pub(crate) struct Paths {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// What cargo compiles into; may lie outside the checkout.
    pub(crate) target: PathBuf,
    /// The site as the server embeds it.
    pub(crate) site: PathBuf,
    /// What wasm-bindgen makes.
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

/// The checkout that holds this package.
pub(crate) fn root() -> Result<PathBuf> {
    // Asked of the cargo that runs us: several checkouts may share a target folder, and with it
    // an xtask that was compiled in another one.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
    Ok(PathBuf::from(manifest).join("..").canonicalize()?)
}

/// Runs a command and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {command:?}"))?;
    ensure!(status.success(), "failed: {command:?}");
    Ok(())
}

/// The cargo that runs us, as if called from a terminal.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Leptos would bake this into file names that are hashed here already.
    command.env_remove("LEPTOS_OUTPUT_NAME");
    // What cargo told us about this package: ring's build script takes a change in it for a reason
    // to compile again, and with it everything down to the server, in turns with a plain cargo.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
