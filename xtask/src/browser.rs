//! The browser's half: wasm, its bindings, and fewer bytes where wasm-opt is at hand.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::paths::{Flavour, Paths, cargo, run};

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

/// Makes the bindings, unless those of the same module are there.
pub(crate) fn bind(paths: &Paths, flavour: Flavour) -> Result<BrowserFiles> {
    let module = compiled(paths, flavour);
    let files = BrowserFiles {
        script: paths.bindings.join("earshot.js"),
        wasm: paths.bindings.join("earshot_bg.wasm"),
    };
    let made = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    if made(&files.wasm) > made(&module) {
        return Ok(files);
    }
    Bindgen::new()
        .input_path(&module)
        .out_name("earshot")
        .web(true)?
        .typescript(false)
        .generate(&paths.bindings)
        .context("wasm-bindgen failed")?;
    shrink(paths, &files.wasm)?;
    Ok(files)
}

/// Features that rustc uses and an optimiser must therefore accept.
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

fn shrink(paths: &Paths, wasm: &Path) -> Result<()> {
    let Some(tool) = find_wasm_opt(paths) else {
        eprintln!("warning: wasm-opt is not there, so pages load more bytes than they need");
        return Ok(());
    };
    let small = wasm.with_extension("small.wasm");
    run(Command::new(tool).arg("-Oz").args(FEATURES).arg(wasm).arg("-o").arg(&small))?;
    fs::rename(small, wasm)?;
    Ok(())
}

fn find_wasm_opt(paths: &Paths) -> Option<PathBuf> {
    let ours = paths.root.join("target/tools/node_modules/.bin/wasm-opt");
    [ours, PathBuf::from("wasm-opt")].into_iter().find(|tool| {
        let mut version = Command::new(tool);
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    })
}
