//! The check that no crate of the server is part of the browser build.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::paths::cargo;

/// Crates of the server, or with large tables.
const BANNED: [&str; 7] = ["sqlx", "tokio", "axum", "regex", "jiff", "chrono", "earshot-backend"];

/// Fails when the wasm build depends on a banned crate.
pub(crate) fn check() -> Result<()> {
    let mut tree: Command = cargo();
    tree.args(["tree", "--package", "earshot-frontend", "--target", "wasm32-unknown-unknown"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        // leptos_config depends on regex, but the browser does not call it, so it is not linked.
        .args(["--prune", "leptos_config"]);
    let output = tree.output()?;
    ensure!(output.status.success(), "cargo tree failed");
    let list = String::from_utf8(output.stdout)?;
    let found: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| BANNED.contains(name))
        .collect();
    ensure!(
        found.is_empty(),
        "these crates must not be part of the browser build: {}",
        found.join(", ")
    );
    println!("the browser build contains none of {}", BANNED.join(", "));
    Ok(())
}
