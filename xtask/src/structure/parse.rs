//! Paths and module declarations of one source file.

use std::collections::BTreeSet;

use syn::{
    ItemMod, ItemUse, Macro, Meta, UseTree, VisRestricted,
    visit::{self, Visit},
};

use super::{
    methods::Methods,
    syntax::{is_for_tests, plain, shape},
    tokens,
};

/// A path in a source file, such as `crate::store::Db`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its segments.
    pub(super) path: Vec<String>,
    /// Line of its last literal segment.
    pub(super) line: usize,
}

/// Names that a `use` declaration imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Binding {
    /// One name.
    Name(String),
    /// Every name of the target: a glob.
    Glob,
    /// No name: `as _`.
    Nothing,
}

/// One leaf of a `use` declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    /// The target.
    pub(super) mention: Mention,
    /// The imported names.
    pub(super) binding: Binding,
}

/// Structure of a module, without tests.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Leaves of its `use` declarations.
    pub(super) imports: Vec<Import>,
    /// Other paths.
    pub(super) mentions: Vec<Mention>,
    /// Names of its items.
    pub(super) items: BTreeSet<String>,
    /// Modules in separate files, with the line of the declaration.
    pub(super) files: Vec<(String, usize)>,
    /// Inline modules.
    pub(super) blocks: Vec<(String, Source)>,
    /// Methods of the facade type, of the whole file.
    pub(super) methods: Methods,
}

impl Source {
    /// Reads a source file.
    pub(super) fn parse(text: &str) -> syn::Result<Self> {
        let file = syn::parse_file(text)?;
        let mut source = Self { methods: Methods::of(&file), ..Self::default() };
        source.visit_file(&file);
        Ok(source)
    }

    fn add_use(&mut self, tree: &UseTree, prefix: &[String]) {
        let mut path = prefix.to_vec();
        match tree {
            UseTree::Path(part) => {
                path.push(plain(&part.ident));
                self.add_use(&part.tree, &path);
            }
            UseTree::Group(group) => {
                for part in &group.items {
                    self.add_use(part, prefix);
                }
            }
            UseTree::Name(part) if part.ident == "self" => {
                if let Some(name) = prefix.last() {
                    self.add_import(path, Binding::Name(name.clone()), part.ident.span());
                }
            }
            UseTree::Name(part) => {
                let name = plain(&part.ident);
                path.push(name.clone());
                self.add_import(path, Binding::Name(name), part.ident.span());
            }
            UseTree::Rename(part) => {
                if part.ident != "self" {
                    path.push(plain(&part.ident));
                }
                let binding = if part.rename == "_" {
                    Binding::Nothing
                } else {
                    Binding::Name(plain(&part.rename))
                };
                self.add_import(path, binding, part.ident.span());
            }
            UseTree::Glob(part) => {
                self.add_import(path, Binding::Glob, part.star_token.spans[0]);
            }
        }
    }

    fn add_import(&mut self, path: Vec<String>, binding: Binding, span: proc_macro2::Span) {
        let mention = Mention { path, line: span.start().line };
        self.imports.push(Import { mention, binding });
    }
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (attributes, name) = shape(item);
        if is_for_tests(attributes) {
            return;
        }
        self.items.extend(name.map(plain));
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let name = plain(&module.ident);
        match &module.content {
            None => self.files.push((name, module.ident.span().start().line)),
            Some((_, items)) => {
                let mut inner = Self::default();
                for item in items {
                    inner.visit_item(item);
                }
                self.blocks.push((name, inner));
            }
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_use(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let [first, _, ..] = path.segments.iter().collect::<Vec<_>>().as_slice() {
            let line = first.ident.span().start().line;
            let path = path.segments.iter().map(|segment| plain(&segment.ident)).collect();
            self.mentions.push(Mention { path, line });
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        tokens::paths(call.tokens.clone(), &mut self.mentions);
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let Meta::List(list) = &attribute.meta {
            tokens::paths(list.tokens.clone(), &mut self.mentions);
        }
        visit::visit_attribute(self, attribute);
    }

    /// Ignores `pub(in crate::area)`, which is a visibility and not a use.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}
}
