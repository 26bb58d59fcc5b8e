//! The document checks: every path, anchor and test that a document names exists.

mod anchors;
mod check;
mod paths;
mod pattern;
mod rules;
mod spans;
mod test_names;
mod tree;

#[cfg(test)]
mod tests;

pub(crate) use check::check;
