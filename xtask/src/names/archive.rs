//! Files inside wheels and npm packages.

use std::{fs::File, io::Read, path::Path};

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;

/// Returns a file of a wheel or of an npm package.
pub(super) fn read(archive: &Path, name: &str) -> Result<Vec<u8>> {
    let file = File::open(archive).with_context(|| format!("cannot open {}", archive.display()))?;
    let is_zip = archive.extension().is_some_and(|ending| ending == "whl");
    let found = if is_zip { from_zip(file, name)? } else { from_tar(GzDecoder::new(file), name)? };
    found.with_context(|| format!("{} has no file {name}", archive.display()))
}

/// Returns a text file of an archive.
pub(super) fn read_text(archive: &Path, name: &str) -> Result<String> {
    Ok(String::from_utf8_lossy(&read(archive, name)?).into_owned())
}

fn from_zip(file: File, name: &str) -> Result<Option<Vec<u8>>> {
    let mut archive = zip::ZipArchive::new(file)?;
    let Some(index) = archive.index_for_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    archive.by_index(index)?.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Reads a tar file: blocks of 512 bytes, a header before each file.
fn from_tar(mut stream: impl Read, name: &str) -> Result<Option<Vec<u8>>> {
    let mut header = [0; 512];
    while stream.read_exact(&mut header).is_ok() {
        let end = header[..100].iter().position(|byte| *byte == 0).unwrap_or(100);
        let path = String::from_utf8_lossy(&header[..end]).into_owned();
        let size = String::from_utf8_lossy(&header[124..135]).into_owned();
        let digits = size.trim_matches(['\0', ' ']);
        if digits.is_empty() {
            break;
        }
        let Ok(size) = u64::from_str_radix(digits, 8) else { bail!("the archive is damaged") };
        let mut bytes = Vec::new();
        stream.by_ref().take(size.next_multiple_of(512)).read_to_end(&mut bytes)?;
        if path == name {
            bytes.truncate(usize::try_from(size)?);
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}
