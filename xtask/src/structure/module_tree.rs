//! The module tree of one crate, read from its root files along the `mod` declarations.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fs,
    path::Path,
};

use anyhow::{Context, Result, ensure};

use super::{
    methods::{Added, Call},
    parse::{Import, Mention, Source},
};
use crate::fault::Fault;

/// A module's path in its crate: the names below the root, none for the root itself.
pub(super) type ModulePath = Vec<String>;

/// The modules of one crate.
pub(super) struct CrateModules {
    /// The crate's folder.
    pub(super) folder: String,
    /// The modules by path.
    pub(super) modules: BTreeMap<ModulePath, Module>,
}

/// One module.
#[derive(Default)]
pub(super) struct Module {
    /// Its file, relative to the root of the checkout.
    pub(super) file: String,
    /// Whether it has a folder for child modules.
    pub(super) is_folder: bool,
    /// Leaves of its `use` declarations.
    pub(super) imports: Vec<Import>,
    /// Other paths in it.
    pub(super) mentions: Vec<Mention>,
    /// Names of its items.
    pub(super) items: BTreeSet<String>,
    /// Methods it defines on the facade type.
    pub(super) added: Vec<Added>,
    /// Methods of the facade type that it calls.
    pub(super) calls: Vec<Call>,
}

impl Module {
    /// Returns all paths in it, in `use` declarations and elsewhere.
    pub(super) fn every_mention(&self) -> impl Iterator<Item = &Mention> {
        self.imports.iter().map(|import| &import.mention).chain(&self.mentions)
    }
}

impl CrateModules {
    /// Reads a crate, with a fault for each file that cannot be parsed.
    pub(super) fn read(root: &Path, folder: &str) -> Result<(Self, Vec<Fault>)> {
        let found = Self { folder: folder.to_owned(), modules: BTreeMap::new() };
        let mut reader = Reader { root, found, faults: Vec::new() };
        let roots = ["lib.rs", "main.rs"].map(|name| format!("{folder}/src/{name}"));
        let roots: Vec<_> = roots.iter().filter(|file| root.join(file).is_file()).collect();
        ensure!(!roots.is_empty(), "{folder}/src has neither lib.rs nor main.rs");
        for file in roots {
            reader.read_file(file, &[], &format!("{folder}/src"))?;
        }
        Ok((reader.found, reader.faults))
    }

    /// Whether a module is part of the crate's facade: its root, or a plain file in it.
    pub(super) fn is_facade(&self, module: &[String]) -> bool {
        match module {
            [] => true,
            [_] => self.modules.get(module).is_some_and(|module| !module.is_folder),
            _ => false,
        }
    }
}

struct Reader<'a> {
    root: &'a Path,
    found: CrateModules,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    /// Reads a module's file; `children` is the folder of the modules it declares.
    fn read_file(&mut self, file: &str, place: &[String], children: &str) -> Result<()> {
        let text = fs::read_to_string(self.root.join(file))
            .with_context(|| format!("cannot read {file}"))?;
        match Source::parse(&text) {
            Ok(source) => {
                self.add(file, place, children, source)?;
                if let Some(module) = self.found.modules.get_mut(place) {
                    module.is_folder |= file.ends_with("/mod.rs");
                }
                Ok(())
            }
            Err(error) => {
                let line = error.span().start().line;
                let wrong = format!("the file cannot be parsed: {error}");
                self.faults.push(Fault::at(file, line, wrong, "Make it compile first."));
                Ok(())
            }
        }
    }

    fn add(&mut self, file: &str, place: &[String], children: &str, source: Source) -> Result<()> {
        let module = match self.found.modules.entry(place.to_vec()) {
            Entry::Vacant(entry) => {
                entry.insert(Module { file: file.to_owned(), ..Module::default() })
            }
            // lib.rs and main.rs share the root; a module may also be declared once per cfg.
            Entry::Occupied(entry) => entry.into_mut(),
        };
        module.is_folder |= !source.files.is_empty();
        module.imports.extend(source.imports);
        module.mentions.extend(source.mentions);
        module.items.extend(source.items);
        module.added.extend(source.methods.added);
        module.calls.extend(source.methods.calls);
        for (name, block) in source.blocks {
            let child = [place, std::slice::from_ref(&name)].concat();
            self.add(file, &child, &format!("{children}/{name}"), block)?;
        }
        for (name, line) in source.files {
            self.read_child(file, line, &[place, std::slice::from_ref(&name)].concat(), children)?;
        }
        Ok(())
    }

    fn read_child(
        &mut self,
        parent: &str,
        line: usize,
        place: &[String],
        folder: &str,
    ) -> Result<()> {
        let name = place.last().map_or("", String::as_str);
        let below = format!("{folder}/{name}");
        let choices = [format!("{below}.rs"), format!("{below}/mod.rs")];
        let Some(file) = choices.iter().find(|file| self.root.join(file).is_file()) else {
            let wrong = format!("the module `{name}` has no file");
            let remedy = format!("Write {} or {}.", choices[0], choices[1]);
            self.faults.push(Fault::at(parent, line, wrong, remedy));
            return Ok(());
        };
        self.read_file(file, place, &below)
    }
}
