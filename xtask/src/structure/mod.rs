//! The structure checks: areas, folders, crates and file sizes, based on the sources only.

mod arrows;
mod check;
mod circles;
mod crates;
mod layout;
mod methods;
mod module_tree;
mod parse;
mod resolve;
mod rules;
mod size;
mod syntax;
mod tokens;
mod workspace;

#[cfg(test)]
mod tests;

pub(crate) use check::check;
