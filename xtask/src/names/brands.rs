//! Names of businesses: brands, and businesses made up of surnames and words.

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;
use serde_json::Value;

use super::{archive::read, sources::BRANDS};

/// Regions whose brands count.
const REGIONS: [&str; 7] = ["001", "us", "gb", "au", "ca", "ie", "nz"];

/// Reads the brands.
pub(super) fn load(folder: &Path) -> Result<Vec<String>> {
    let archive = BRANDS.fetch(folder)?;
    let index: Value = serde_json::from_slice(&read(&archive, "package/dist/json/nsi.min.json")?)?;
    let mut brands = BTreeSet::new();
    let kinds = index["nsi"].as_object().into_iter().flatten();
    for (_, kind) in kinds.filter(|(path, _)| path.starts_with("brands/")) {
        for item in kind["items"].as_array().into_iter().flatten() {
            let regions = item["locationSet"]["include"].as_array().into_iter().flatten();
            let is_known =
                regions.filter_map(Value::as_str).any(|region| REGIONS.contains(&region));
            let name = item["displayName"].as_str().unwrap_or_default();
            let name = name.split(" (").next().unwrap_or_default();
            if is_known && !name.is_empty() {
                brands.insert(name.to_owned());
            }
        }
    }
    Ok(brands.into_iter().collect())
}
