//! The run of every structure check over one checkout.

use std::path::Path;

use anyhow::{Result, bail};

use super::{
    arrows, circles, crates, layout, module_tree::CrateModules, size, workspace::Workspace,
};
use crate::fault::Fault;

/// Outcome of the checks.
pub(super) struct Report {
    /// Faults by file and line.
    pub(super) faults: Vec<Fault>,
    /// Number of source files.
    pub(super) files: usize,
    /// Number of checked arrows.
    pub(super) arrows: usize,
}

/// Checks the checkout, prints the faults, and fails if there are any.
pub(crate) fn check(root: &Path) -> Result<()> {
    let report = examine(root)?;
    for fault in &report.faults {
        eprintln!("{fault}");
    }
    match report.faults.len() {
        0 => println!("structure: {} files, {} arrows, no fault", report.files, report.arrows),
        1 => bail!("the structure has 1 fault"),
        count => bail!("the structure has {count} faults"),
    }
    Ok(())
}

/// Runs every check.
pub(super) fn examine(root: &Path) -> Result<Report> {
    let workspace = Workspace::read(root)?;
    let mut faults = crates::check(&workspace);
    let mut checked = 0;
    for member in workspace.members.iter().filter(|member| member.has_sources(root)) {
        let (modules, unread) = CrateModules::read(root, &member.folder)?;
        faults.extend(unread);
        let arrows = arrows::of(&modules);
        faults.extend(arrows::check(&member.folder, &arrows));
        faults.extend(arrows::confined(&modules));
        faults.extend(circles::check(&modules, &arrows));
        checked += arrows.len();
    }
    faults.extend(layout::check(root)?);
    let files = size::source_files(root)?;
    faults.extend(size::check(root, &files)?);
    faults.sort();
    faults.dedup();
    Ok(Report { faults, files: files.len(), arrows: checked })
}
