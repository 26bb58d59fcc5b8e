//! Arrows, the uses of one module by another, and the check of their direction between areas.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    module_tree::{CrateModules, ModulePath},
    rules::{AREAS, AREAS_CRATE, CONFINED},
};
use crate::fault::Fault;

/// The use of one module by another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    /// The using module.
    pub(super) from: ModulePath,
    /// The used module.
    pub(super) to: ModulePath,
    /// The file that contains the use.
    pub(super) file: String,
    /// Its line.
    pub(super) line: usize,
    /// The method of the facade type, if the use is a call of one.
    pub(super) method: Option<String>,
}

/// Lists the arrows of a crate.
pub(super) fn of(modules: &CrateModules) -> Vec<Arrow> {
    let methods = methods(modules);
    let mut arrows = BTreeSet::new();
    for (from, module) in &modules.modules {
        let arrow = |to: ModulePath, line: usize, method: Option<String>| {
            let (from, file) = (from.clone(), module.file.clone());
            Arrow { from, to, file, line, method }
        };
        arrows.extend(module.every_mention().filter_map(|mention| {
            Some(arrow(modules.resolve(from, &mention.path)?, mention.line, None))
        }));
        arrows.extend(module.calls.iter().filter_map(|call| {
            let to = methods.get(call.name.as_str())?.clone();
            Some(arrow(to, call.line, Some(call.name.clone())))
        }));
    }
    arrows.into_iter().filter(|arrow| arrow.from != arrow.to).collect()
}

/// Maps each method of the facade type to a module: the one that adds it, or, if the facade returns
/// the handle of an area, the one that defines the handle.
fn methods(modules: &CrateModules) -> BTreeMap<&str, ModulePath> {
    let mut methods = BTreeMap::new();
    for (place, module) in &modules.modules {
        for method in &module.added {
            let target = if modules.is_facade(place) {
                modules.resolve(place, &method.returns)
            } else {
                Some(place.clone())
            };
            methods.extend(target.map(|target| (method.name.as_str(), target)));
        }
    }
    methods
}

/// Finds arrows that point from an area to a higher one.
pub(super) fn check(folder: &str, arrows: &[Arrow]) -> Vec<Fault> {
    let arrows = arrows.iter().filter(|_| folder == AREAS_CRATE);
    arrows.filter_map(upward).collect()
}

fn upward(arrow: &Arrow) -> Option<Fault> {
    let (from, to) = (area_of(&arrow.from)?, area_of(&arrow.to)?);
    if to <= from {
        return None;
    }
    let (from, to) = (AREAS[from].0, AREAS[to].0);
    let what = match &arrow.method {
        Some(method) => format!("the method `{method}` of `{}`", arrow.to.join("::")),
        None => format!("`{}`", arrow.to.join("::")),
    };
    Some(Fault::at(
        &arrow.file,
        arrow.line,
        format!("`{from}` uses {what}, but `{to}` stands above it"),
        format!(
            "Move what both need into `{from}` or below it, or have it passed in from above. \
             The order of areas is in xtask/src/structure/rules.rs."
        ),
    ))
}

/// Returns the index of a module's area in the table: the longest matching entry.
fn area_of(module: &[String]) -> Option<usize> {
    let place = module.join("/");
    let leads = |area: &str| {
        place.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let areas = AREAS.iter().enumerate().filter(|(_, (area, _))| leads(area));
    areas.max_by_key(|(_, (area, _))| area.len()).map(|(index, _)| index)
}

/// Finds paths of restricted external crates outside their folders.
pub(super) fn confined(modules: &CrateModules) -> Vec<Fault> {
    let mut faults = Vec::new();
    for module in modules.modules.values() {
        for mention in module.every_mention() {
            let rule = CONFINED.iter().find(|(name, _)| mention.path[0] == *name);
            let Some((name, home)) = rule.filter(|(_, home)| {
                module.file.strip_prefix(home).is_none_or(|rest| !rest.starts_with('/'))
            }) else {
                continue;
            };
            faults.push(Fault::at(
                &module.file,
                mention.line,
                format!("`{name}` is used outside {home}"),
                format!("Move the code that needs it to {home}."),
            ));
        }
    }
    faults
}
