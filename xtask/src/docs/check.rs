//! The run of every document check over one checkout.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{
    anchors, paths,
    rules::{MAP, RULES},
    test_names,
    tree::Tree,
};
use crate::fault::Fault;

/// Checks the checkout, prints the faults, and fails if there are any.
pub(crate) fn check(root: &Path) -> Result<()> {
    let faults = examine(root)?;
    for fault in &faults {
        eprintln!("{fault}");
    }
    match faults.len() {
        0 => println!("docs: every named path, anchor and test exists"),
        1 => bail!("the documents have 1 fault"),
        count => bail!("the documents have {count} faults"),
    }
    Ok(())
}

/// Runs every check.
pub(super) fn examine(root: &Path) -> Result<Vec<Fault>> {
    let tree = Tree::read(root)?;
    let map = tree.text(MAP).with_context(|| format!("there is no {MAP}"))?;
    let mut faults = paths::check(root, &tree, map);
    faults.extend(test_names::of_map(&tree, map));
    for path in RULES {
        let rules = tree.text(path).with_context(|| format!("there is no {path}"))?;
        faults.extend(test_names::of_rules(root, &tree, rules));
        faults.extend(anchors::check(&tree, rules));
    }
    faults.sort();
    faults.dedup();
    Ok(faults)
}
