//! The build, and the checks of structure and documents.

mod browser;
mod checkout;
mod compress;
mod dependencies;
mod digest;
mod docs;
mod fault;
mod names;
mod paths;
mod server;
mod structure;
mod style;

use anyhow::{Context, Result, bail};
use paths::{Flavour, Paths};

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["build"] => build(Flavour::Quick),
        ["build", "--release"] => build(Flavour::Release),
        ["names"] => names::train(&paths::root()?),
        ["names", "--check"] => names::check(&paths::root()?),
        ["names", "--sample"] => names::sample(&paths::root()?),
        ["names", "--evaluate"] => names::evaluate(&paths::root()?),
        ["docs"] => docs::check(&paths::root()?),
        ["wasm-deps"] => dependencies::check(),
        ["structure"] => structure::check(&paths::root()?),
        _ => bail!(
            "usage: cargo xtask build [--release] | docs | names [--check | --evaluate | --sample] | structure | wasm-deps"
        ),
    }
}

fn build(flavour: Flavour) -> Result<()> {
    let paths = Paths::find(flavour)?;
    browser::compile(&paths, flavour)?;
    let browser = browser::bind(&paths, flavour)?;
    let style = style::bundle(&paths)?;
    let site = compress::write_site(&paths, flavour, &browser, &style)
        .with_context(|| format!("cannot write the site to {}", paths.site.display()))?;
    let binary = server::compile(&paths, flavour)?;
    println!(
        "{} with {} KB of compressed WebAssembly and JavaScript",
        binary.display(),
        site.script_bytes / 1024
    );
    Ok(())
}
