//! The check of dependencies between crates, from their manifests.

use toml::{Table, Value};

use super::{
    rules::{BANNED, BEHIND_A_FEATURE, CRATES},
    workspace::{Member, Workspace},
};
use crate::fault::Fault;

const TABLES: &str = "The tables of crates are in xtask/src/structure/rules.rs.";

/// A dependency of product code.
struct Dependency<'a> {
    /// Its name in the manifest.
    name: &'a str,
    /// Package name.
    package: &'a str,
    /// Whether it is optional, enabled by a feature.
    optional: bool,
}

/// Finds forbidden dependencies.
pub(super) fn check(workspace: &Workspace) -> Vec<Fault> {
    let mut faults = Vec::new();
    for member in &workspace.members {
        let Some((_, allowed)) = CRATES.iter().find(|(folder, _)| *folder == member.folder) else {
            let wrong = format!("the crate `{}` is not in the table of crates", member.folder);
            faults.push(Fault::of(&member.manifest_path(), wrong, TABLES));
            continue;
        };
        for dependency in dependencies(&member.manifest) {
            faults.extend(match workspace.folder_of(dependency.package) {
                Some(folder) => ours(member, &dependency, folder, allowed),
                None => external(member, &dependency),
            });
        }
    }
    faults
}

/// Checks a dependency on another crate of the workspace.
fn ours(member: &Member, dependency: &Dependency, folder: &str, allowed: &[&str]) -> Option<Fault> {
    let line = member.line_of(dependency.name);
    if !allowed.contains(&folder) {
        let wrong = format!("`{}` may not depend on `{folder}`", member.folder);
        let remedy = match allowed {
            [] => "It depends on no crate of the workspace. ".to_owned(),
            allowed => format!("It may depend on {}. ", allowed.join(", ")),
        };
        return Some(Fault::at(&member.manifest_path(), line, wrong, remedy + TABLES));
    }
    let mut features = BEHIND_A_FEATURE.iter();
    let (_, _, feature) = features.find(|rule| rule.0 == member.folder && rule.1 == folder)?;
    if dependency.optional && features_with(&member.manifest, dependency.name) == [*feature] {
        return None;
    }
    let wrong = format!("`{}` may use `{folder}` only with its feature `{feature}`", member.folder);
    let remedy = format!(
        "Make the dependency optional, and name `dep:{}` in the feature `{feature}` alone.",
        dependency.name
    );
    Some(Fault::at(&member.manifest_path(), line, wrong, remedy))
}

/// Checks a dependency on an external crate.
fn external(member: &Member, dependency: &Dependency) -> Option<Fault> {
    let (_, banned) = BANNED.iter().find(|(folder, _)| *folder == member.folder)?;
    let named_after = |name: &&&str| {
        dependency
            .package
            .strip_prefix(**name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    };
    let name = banned.iter().find(named_after)?;
    let line = member.line_of(dependency.name);
    let wrong = format!("`{}` may not depend on `{}`", member.folder, dependency.package);
    let remedy = format!("Move what needs {name} to a crate that may use it. {TABLES}");
    Some(Fault::at(&member.manifest_path(), line, wrong, remedy))
}

/// Lists the dependencies of product code and build scripts, on every platform.
fn dependencies(manifest: &Table) -> Vec<Dependency<'_>> {
    let platforms = manifest.get("target").and_then(Value::as_table);
    let platforms = platforms.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let mut found = Vec::new();
    for table in [manifest].into_iter().chain(platforms) {
        for kind in ["dependencies", "build-dependencies"] {
            let entries = table.get(kind).and_then(Value::as_table);
            for (name, entry) in entries.into_iter().flatten() {
                let package = entry.get("package").and_then(Value::as_str).unwrap_or(name);
                let optional = entry.get("optional").and_then(Value::as_bool).unwrap_or(false);
                found.push(Dependency { name, package, optional });
            }
        }
    }
    found
}

/// Lists the features that enable a dependency.
fn features_with<'a>(manifest: &'a Table, dependency: &str) -> Vec<&'a str> {
    let brings = |part: &Value| {
        let part = part.as_str().unwrap_or_default();
        let part = part.strip_prefix("dep:").unwrap_or(part);
        part == dependency
            || part.strip_prefix(dependency).is_some_and(|rest| rest.starts_with('/'))
    };
    let features = manifest.get("features").and_then(Value::as_table);
    features
        .into_iter()
        .flatten()
        .filter(|(_, parts)| parts.as_array().is_some_and(|parts| parts.iter().any(brings)))
        .map(|(name, _)| name.as_str())
        .collect()
}
