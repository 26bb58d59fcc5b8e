//! The members of the workspace and their manifests.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use toml::Table;

/// The workspace's crates.
pub(super) struct Workspace {
    /// The crates, in the order of the manifest.
    pub(super) members: Vec<Member>,
}

/// One crate.
pub(super) struct Member {
    /// Folder, which identifies it in the rules.
    pub(super) folder: String,
    /// Package name.
    pub(super) package: String,
    /// Parsed manifest.
    pub(super) manifest: Table,
    /// Text of the manifest.
    pub(super) text: String,
}

impl Workspace {
    /// Reads the manifests of a checkout.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let (manifest, _) = read_manifest(&root.join("Cargo.toml"))?;
        let folders = manifest
            .get("workspace")
            .and_then(|workspace| workspace.get("members")?.as_array())
            .context("Cargo.toml lists no members of a workspace")?;
        let folders = folders.iter().filter_map(|folder| folder.as_str());
        let members = folders.map(|folder| Member::read(root, folder)).collect::<Result<_>>()?;
        Ok(Self { members })
    }

    /// Returns the folder of a member, by its package name.
    pub(super) fn folder_of(&self, package: &str) -> Option<&str> {
        let member = self.members.iter().find(|member| member.package == package)?;
        Some(&member.folder)
    }
}

impl Member {
    fn read(root: &Path, folder: &str) -> Result<Self> {
        let (manifest, text) = read_manifest(&root.join(folder).join("Cargo.toml"))?;
        let package = manifest
            .get("package")
            .and_then(|package| package.get("name")?.as_str())
            .with_context(|| format!("{folder}/Cargo.toml names no package"))?
            .to_owned();
        Ok(Self { folder: folder.to_owned(), package, manifest, text })
    }

    /// Whether it has product code; a crate of tests alone has none.
    pub(super) fn has_sources(&self, root: &Path) -> bool {
        root.join(&self.folder).join("src").is_dir()
    }

    /// Returns the path of its manifest, relative to the root of the checkout.
    pub(super) fn manifest_path(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }

    /// Returns the line of the manifest that begins with a name.
    pub(super) fn line_of(&self, name: &str) -> usize {
        let begins = |line: &str| {
            line.trim_start()
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['.', ' ', '=', ']']))
        };
        self.text.lines().position(begins).map_or(1, |index| index + 1)
    }
}

fn read_manifest(path: &Path) -> Result<(Table, String)> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let table = text.parse().with_context(|| format!("cannot read {}", path.display()))?;
    Ok((table, text))
}
