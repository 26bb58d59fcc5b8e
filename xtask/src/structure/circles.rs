//! The check for circular uses between folders, at every level of a crate.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    arrows::Arrow,
    module_tree::{CrateModules, ModulePath},
    rules::AREAS_CRATE,
};
use crate::fault::Fault;

/// Maximum number of places named for each step of a circle.
const MAX_PLACES: usize = 3;

/// Arrows between the parts of one folder, by using and used part.
type Level<'a> = BTreeMap<(String, String), Vec<&'a Arrow>>;

/// Finds circles between folders.
pub(super) fn check(modules: &CrateModules, arrows: &[Arrow]) -> Vec<Fault> {
    let mut levels: BTreeMap<ModulePath, Level> = BTreeMap::new();
    for arrow in arrows {
        if let Some((parent, step)) = step(modules, arrow) {
            levels.entry(parent).or_default().entry(step).or_default().push(arrow);
        }
    }
    levels.iter().flat_map(|(parent, level)| circles_of(modules, parent, level)).collect()
}

/// Returns the folder whose parts an arrow connects, and the two parts. A subfolder is one part.
fn step(modules: &CrateModules, arrow: &Arrow) -> Option<(ModulePath, (String, String))> {
    let shared = arrow.from.iter().zip(&arrow.to).take_while(|(from, to)| from == to).count();
    let parent = arrow.from[..shared].to_vec();
    let from = arrow.from.get(shared)?;
    let to = arrow.to.get(shared)?;
    let is_facade = |name: &String| modules.is_facade(std::slice::from_ref(name));
    let in_root = parent.is_empty();
    // Areas are ordered, so a circle between them contains an arrow upwards, which is reported.
    if in_root && (modules.folder == AREAS_CRATE || is_facade(from) || is_facade(to)) {
        return None;
    }
    Some((parent, (from.clone(), to.clone())))
}

fn circles_of(modules: &CrateModules, parent: &[String], level: &Level) -> Vec<Fault> {
    let names: BTreeSet<&str> =
        level.keys().flat_map(|(from, to)| [from.as_str(), to.as_str()]).collect();
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        names.iter().map(|name| (*name, reached_from(name, level))).collect();
    let mut circles: BTreeSet<Vec<&str>> = BTreeSet::new();
    for name in &names {
        let both = names
            .iter()
            .filter(|other| reached[name].contains(**other) && reached[**other].contains(name));
        let circle: Vec<&str> = both.copied().collect();
        // Files of one folder may use each other; folders may not.
        let is_folder = |name: &&&str| {
            let place = [parent, &[(**name).to_owned()]].concat();
            // Plain files of the root were skipped above.
            parent.is_empty() || modules.modules.get(&place).is_some_and(|module| module.is_folder)
        };
        if circle.iter().filter(is_folder).count() > 1 {
            circles.insert(circle);
        }
    }
    circles.iter().map(|circle| fault(modules, parent, level, circle)).collect()
}

/// Returns everything that a part uses, directly or indirectly.
fn reached_from<'a>(name: &'a str, level: &'a Level) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![name];
    while let Some(from) = waiting.pop() {
        for (_, to) in level.keys().filter(|(user, _)| user == from) {
            if reached.insert(to.as_str()) {
                waiting.push(to);
            }
        }
    }
    reached
}

fn fault(modules: &CrateModules, parent: &[String], level: &Level, circle: &[&str]) -> Fault {
    let folder = format!("{}/src", modules.folder);
    let folder = parent.iter().fold(folder, |folder, name| format!("{folder}/{name}"));
    let inside = level
        .iter()
        .filter(|((from, to), _)| circle.contains(&from.as_str()) && circle.contains(&to.as_str()));
    let steps: Vec<String> = inside
        .map(|((from, to), arrows)| format!("{from} uses {to}: {}", places(arrows)))
        .collect();
    let wrong = format!("a circle between {}", circle.join(", "));
    let remedy = "Move what they share into a folder that uses none of them.";
    Fault::of(&folder, wrong, format!("{}\n    {remedy}", steps.join("\n    ")))
}

/// Lists the first places of a step, and the number of others.
fn places(arrows: &[&Arrow]) -> String {
    let places: BTreeSet<(&str, usize)> =
        arrows.iter().map(|arrow| (arrow.file.as_str(), arrow.line)).collect();
    let named: Vec<String> =
        places.iter().take(MAX_PLACES).map(|(file, line)| format!("{file}:{line}")).collect();
    match places.len().saturating_sub(MAX_PLACES) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
