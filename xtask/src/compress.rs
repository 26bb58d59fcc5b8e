//! The site's folder: every file with its tag and its compressed forms.

use std::{
    fmt::Write as _,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Result;
use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::{
    browser::BrowserFiles,
    paths::{Flavour, Paths},
};

/// What was written.
pub(crate) struct Site {
    /// Bytes of wasm and JavaScript in brotli.
    pub(crate) script_bytes: usize,
}

/// Writes the site, unless the same one is there.
pub(crate) fn write_site(
    paths: &Paths,
    flavour: Flavour,
    browser: &BrowserFiles,
    style: &str,
) -> Result<Site> {
    let script = fs::read(&browser.script)?;
    let wasm = fs::read(&browser.wasm)?;
    let hash = tag(&[&script, &wasm, style.as_bytes()]);
    let pkg = paths.site.join("pkg").join(&hash);
    let mut files: Vec<(PathBuf, Vec<u8>)> = vec![
        (pkg.join("earshot.js"), script),
        (pkg.join("earshot_bg.wasm"), wasm),
        (pkg.join("earshot.css"), style.as_bytes().to_vec()),
    ];
    for entry in fs::read_dir(paths.root.join("public"))? {
        let entry = entry?;
        files.push((paths.site.join(entry.file_name()), fs::read(entry.path())?));
    }
    let contents: Vec<&[u8]> = files.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let stamp = tag(&contents);
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

fn write_file(path: &Path, bytes: &[u8], flavour: Flavour) -> Result<()> {
    let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", path.display()));
    fs::write(path, bytes)?;
    fs::write(beside(".tag"), tag(&[bytes]))?;
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

/// The first 16 hexadecimal digits of the SHA-256 of all parts.
fn tag(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
