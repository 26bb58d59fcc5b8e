//! Resolution of a path to the module that defines what it names.

use super::{
    module_tree::{CrateModules, ModulePath},
    parse::Binding,
};

/// Maximum number of re-exports followed, which ends circular ones.
const MAX_HOPS: usize = 8;

/// Target of a path.
struct Place {
    /// The module.
    module: ModulePath,
    /// Whether the path names the module, not an item in it.
    is_module: bool,
}

impl CrateModules {
    /// Resolves a path in a module to a module of this crate; `None` for other crates.
    ///
    /// Re-exports of the facade are followed everywhere. Those of another module are followed only
    /// within it: a name re-exported from elsewhere is a use of that module, reported at its own line.
    pub(super) fn resolve(&self, from: &[String], path: &[String]) -> Option<ModulePath> {
        self.locate(from, path, MAX_HOPS).map(|place| place.module)
    }

    fn locate(&self, from: &[String], path: &[String], hops: usize) -> Option<Place> {
        let (first, mut rest) = path.split_first()?;
        let mut here = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.to_vec(),
            "super" => from.split_last()?.1.to_vec(),
            _ if self.modules.contains_key(&child(from, first)) => {
                return Some(self.descend(from.to_vec(), path, hops));
            }
            _ => {
                let place = self.imported(from, first, hops)?;
                return Some(self.go_on(place, rest, hops));
            }
        };
        while let Some((_, further)) = rest.split_first().filter(|(name, _)| *name == "super") {
            here.pop()?;
            rest = further;
        }
        Some(self.descend(here, rest, hops))
    }

    /// Follows names down the module tree as far as possible.
    fn descend(&self, here: ModulePath, names: &[String], hops: usize) -> Place {
        let Some((name, rest)) = names.split_first() else {
            return Place { module: here, is_module: true };
        };
        let below = child(&here, name);
        if self.modules.contains_key(&below) {
            return self.descend(below, rest, hops);
        }
        match self.imported(&here, name, hops) {
            Some(place) => self.go_on(place, rest, hops),
            None => Place { module: here, is_module: false },
        }
    }

    fn go_on(&self, place: Place, rest: &[String], hops: usize) -> Place {
        if place.is_module { self.descend(place.module, rest, hops) } else { place }
    }

    /// Finds the origin of an imported name.
    fn imported(&self, here: &[String], name: &str, hops: usize) -> Option<Place> {
        let hops = hops.checked_sub(1)?;
        let module = self.modules.get(here)?;
        if module.items.contains(name) {
            return None;
        }
        let may_follow = |place: &Place| self.is_facade(here) || place.module.starts_with(here);
        module.imports.iter().find_map(|import| {
            let place = match &import.binding {
                Binding::Name(bound) if bound == name => {
                    self.locate(here, &import.mention.path, hops)?
                }
                Binding::Glob => {
                    let source = self.locate(here, &import.mention.path, hops)?;
                    self.defined(&source, name, hops)?
                }
                _ => return None,
            };
            may_follow(&place).then_some(place)
        })
    }

    /// Finds the origin of a name imported by a glob.
    fn defined(&self, source: &Place, name: &str, hops: usize) -> Option<Place> {
        let module = self.modules.get(&source.module).filter(|_| source.is_module)?;
        if module.items.contains(name) {
            return Some(Place { module: source.module.clone(), is_module: false });
        }
        let below = child(&source.module, name);
        if self.modules.contains_key(&below) {
            return Some(Place { module: below, is_module: true });
        }
        self.imported(&source.module, name, hops)
    }
}

fn child(module: &[String], name: &str) -> ModulePath {
    let mut path = module.to_vec();
    path.push(name.to_owned());
    path
}
