//! The site's folder: every file with its entity tag and its compressed variants.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};

use crate::{
    browser::BrowserFiles,
    digest::digest,
    paths::{Flavour, Paths},
};

/// Result of writing the site.
pub(crate) struct Site {
    /// Size of WebAssembly and JavaScript, compressed with Brotli.
    pub(crate) script_bytes: usize,
}

/// Writes the site unless it is up to date.
pub(crate) fn write_site(
    paths: &Paths,
    flavour: Flavour,
    browser: &BrowserFiles,
    style: &str,
) -> Result<Site> {
    let script = fs::read(&browser.script)?;
    let wasm = fs::read(&browser.wasm)?;
    let hash = digest(&[&script, &wasm, style.as_bytes()]);
    let pkg = paths.site.join("pkg").join(&hash);
    let mut files: Vec<(PathBuf, Vec<u8>)> = vec![
        (pkg.join("earshot.js"), script),
        (pkg.join("earshot_bg.wasm"), wasm),
        (pkg.join("earshot.css"), style.as_bytes().to_vec()),
    ];
    files.extend(public_files(paths)?);
    let stamp = stamp(&files);
    let stamp_file = paths.site.with_extension("stamp");
    if fs::read_to_string(&stamp_file).ok().as_deref() != Some(stamp.as_str()) {
        if paths.site.exists() {
            fs::remove_dir_all(&paths.site)?;
        }
        fs::create_dir_all(&pkg)?;
        for (path, bytes) in &files {
            write_file(path, bytes, flavour)?;
        }
        fs::write(stamp_file, stamp)?;
    }
    let size = |name: &str| fs::metadata(pkg.join(name)).map(|data| data.len());
    let script_bytes = size("earshot.js.br")? + size("earshot_bg.wasm.br")?;
    Ok(Site { script_bytes: usize::try_from(script_bytes)? })
}

/// Lists the files of `public/`, sorted.
fn public_files(paths: &Paths) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(paths.root.join("public"))? {
        let entry = entry?;
        let bytes = fs::read(entry.path())
            .with_context(|| format!("cannot read {}", entry.path().display()))?;
        files.push((paths.site.join(entry.file_name()), bytes));
    }
    files.sort();
    Ok(files)
}

/// Returns a fingerprint of the paths and contents of all files.
fn stamp(files: &[(PathBuf, Vec<u8>)]) -> String {
    let parts: Vec<&[u8]> = files
        .iter()
        .flat_map(|(path, bytes)| [path.as_os_str().as_encoded_bytes(), bytes.as_slice()])
        .collect();
    digest(&parts)
}

fn write_file(path: &Path, bytes: &[u8], flavour: Flavour) -> Result<()> {
    let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", path.display()));
    fs::write(path, bytes)?;
    fs::write(beside(".tag"), digest(&[bytes]))?;
    let quality = match flavour {
        Flavour::Quick => 5,
        Flavour::Release => 11,
    };
    let params = BrotliEncoderParams { quality, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut brotli = CompressorWriter::with_params(Vec::new(), 1 << 16, &params);
    brotli.write_all(bytes)?;
    fs::write(beside(".br"), brotli.into_inner())?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    fs::write(beside(".gz"), gzip.finish()?)?;
    Ok(())
}
