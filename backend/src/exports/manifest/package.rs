//! The package of an export: its files with a manifest, `BagIt` tag files (RFC 8493), a Data Package
//! descriptor and the checksums of everything.

use std::fmt::Write as _;

use earshot_domain::ExportFormat;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::document::Manifest;
use crate::Error;

/// Folder of the exported files in a package.
pub(super) const DATA: &str = "data";
/// Name of the checksums of every other file.
pub(super) const CHECKSUMS: &str = "SHA256SUMS";
/// Name of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";

/// A file of a package that is made from the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exports) struct PackageFile {
    /// Path in the package.
    pub(in crate::exports) path: String,
    /// Content.
    pub(in crate::exports) content: Vec<u8>,
}

impl Manifest {
    /// The files of the package beside the exported ones, which are in the folder `data`.
    pub(in crate::exports) fn package(&self) -> Result<Vec<PackageFile>, Error> {
        let mut files = vec![
            file(MANIFEST, self.to_json()?),
            file("datapackage.json", pretty(&self.data_package())?),
            file("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
            file("bag-info.txt", self.bag_info()),
            file("manifest-sha256.txt", self.payload_sums()),
        ];
        let tags = sums(&files);
        files.push(file("tagmanifest-sha256.txt", tags));
        let all = format!("{}{}", self.payload_sums(), sums(&files));
        files.push(file(CHECKSUMS, all));
        Ok(files)
    }

    fn payload_sums(&self) -> String {
        let line =
            |file: &super::document::FilePart| format!("{}  {DATA}/{}\n", file.sha256, file.name);
        self.files.iter().map(line).collect()
    }

    fn bag_info(&self) -> String {
        let bytes: u64 = self.files.iter().map(|file| file.bytes).sum();
        format!(
            "Payload-Oxum: {bytes}.{}\nExternal-Identifier: {}\nBag-Software-Agent: Earshot\n",
            self.files.len(),
            self.export_id
        )
    }

    /// The descriptor of a Data Package: CSV files are tables, others plain files.
    fn data_package(&self) -> Value {
        let resources: Vec<Value> = self
            .files
            .iter()
            .map(|file| {
                let mut resource = json!({
                    "name": format!("part-{}", file.n),
                    "path": format!("{DATA}/{}", file.name),
                    "format": self.format.extension(),
                    "mediatype": self.format.media_type(),
                    "bytes": file.bytes,
                    "hash": format!("sha256:{}", file.sha256),
                });
                resource["type"] = if self.format == ExportFormat::Csv {
                    resource["encoding"] = json!("utf-8");
                    resource["schema"] = json!({
                        "fields": self
                            .columns
                            .iter()
                            .map(|name| json!({ "name": name, "type": "any" }))
                            .collect::<Vec<_>>(),
                    });
                    json!("table")
                } else {
                    json!("file")
                };
                resource
            })
            .collect();
        json!({ "name": format!("export-{}", self.export_id), "resources": resources })
    }
}

fn file(path: &str, content: impl Into<Vec<u8>>) -> PackageFile {
    PackageFile { path: path.to_owned(), content: content.into() }
}

fn pretty(value: &Value) -> Result<Vec<u8>, Error> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    Ok(json)
}

/// Lines of digests and paths, as `sha256sum` writes them.
fn sums(files: &[PackageFile]) -> String {
    let mut lines = String::new();
    for file in files {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{}  {}", digest(&file.content), file.path);
    }
    lines
}

/// SHA-256 in hexadecimal digits.
pub(super) fn digest(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}
