//! Browser build: WebAssembly, its bindings, and optimisation for releases.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    digest::digest,
    paths::{Flavour, Paths, cargo, run},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// The two files a browser loads.
pub(crate) struct BrowserFiles {
    pub(crate) script: PathBuf,
    pub(crate) wasm: PathBuf,
}

const fn profile(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Quick => "wasm-dev",
        Flavour::Release => "wasm-release",
    }
}

fn compiled(paths: &Paths, flavour: Flavour) -> PathBuf {
    paths.target.join(TARGET).join(profile(flavour)).join("earshot_frontend.wasm")
}

/// Compiles the frontend crate.
pub(crate) fn compile(paths: &Paths, flavour: Flavour) -> Result<()> {
    run(cargo()
        .current_dir(&paths.root)
        .args(["build", "--package", "earshot-frontend", "--target", TARGET])
        .args(["--profile", profile(flavour)]))
}

/// Generates the bindings unless they are up to date.
pub(crate) fn bind(paths: &Paths, flavour: Flavour) -> Result<BrowserFiles> {
    let module = compiled(paths, flavour);
    let optimiser = optimiser(paths, flavour);
    let files = BrowserFiles {
        script: paths.bindings.join("earshot.js"),
        wasm: paths.bindings.join("earshot_bg.wasm"),
    };
    let stamp = stamp(&module, optimiser.as_deref())?;
    let stamp_file = paths.bindings.with_extension("stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|made| made == stamp) {
        return Ok(files);
    }
    Bindgen::new()
        .input_path(&module)
        .out_name("earshot")
        .web(true)?
        .typescript(false)
        // Function names are almost half of the module.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&paths.bindings)
        .context("wasm-bindgen failed")?;
    let snippets = paths.bindings.join("snippets");
    ensure!(!snippets.exists(), "{}: the site holds no snippets", snippets.display());
    if let Some(tool) = optimiser {
        shrink(&tool, &files.wasm)?;
    }
    // Written last, so that a failed step is repeated.
    fs::write(stamp_file, stamp)?;
    Ok(files)
}

/// Returns a fingerprint of the inputs: the module, the optimiser and this program.
fn stamp(module: &Path, optimiser: Option<&Path>) -> Result<String> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let program = fs::metadata(env::current_exe()?)?.modified()?;
    Ok(format!("{} {optimiser:?} {program:?}", digest(&[&bytes])))
}

/// Finds wasm-opt for releases; it takes too long for quick builds.
fn optimiser(paths: &Paths, flavour: Flavour) -> Option<PathBuf> {
    if flavour == Flavour::Quick {
        return None;
    }
    let tool = find_wasm_opt(paths);
    if tool.is_none() {
        eprintln!("warning: wasm-opt is missing, so the WebAssembly is larger than necessary");
    }
    tool
}

/// WebAssembly features used by rustc, which the optimiser must accept.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
];

fn shrink(tool: &Path, wasm: &Path) -> Result<()> {
    let small = wasm.with_extension("small.wasm");
    run(Command::new(tool).arg("-Oz").args(FEATURES).arg(wasm).arg("-o").arg(&small))?;
    fs::rename(small, wasm)?;
    Ok(())
}

fn find_wasm_opt(paths: &Paths) -> Option<PathBuf> {
    let installed = |folder: &str| paths.root.join(folder).join("node_modules/.bin/wasm-opt");
    // The installed one first: a distribution's version is often too old for these features.
    let places = [installed("target/tools"), installed("end2end"), PathBuf::from("wasm-opt")];
    places.into_iter().find(|tool| {
        let mut version = Command::new(tool);
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    })
}
