//! The checkout: paths, texts and test names.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};

use super::{pattern::Pattern, rules::CITING_ENDINGS};
use crate::checkout;

/// A text file with its path, relative to the root.
pub(super) struct TextFile {
    /// The path.
    pub(super) path: String,
    /// The text.
    pub(super) text: String,
}

/// The contents of a checkout.
pub(super) struct Tree {
    /// Files and folders.
    paths: BTreeSet<String>,
    /// The files that may cite anchors.
    pub(super) texts: Vec<TextFile>,
}

impl Tree {
    /// Reads a checkout.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self { paths: BTreeSet::new(), texts: Vec::new() };
        for file in checkout::files(root)? {
            for path in file.ancestors() {
                tree.paths.insert(path.to_string_lossy().into_owned());
            }
            let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if CITING_ENDINGS.contains(&ending) {
                let bytes = fs::read(root.join(&file))
                    .with_context(|| format!("cannot read {}", file.display()))?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                tree.texts.push(TextFile { path: file.to_string_lossy().into_owned(), text });
            }
        }
        Ok(tree)
    }

    /// Returns a text file by its path.
    pub(super) fn text(&self, path: &str) -> Option<&TextFile> {
        self.texts.iter().find(|file| file.path == path)
    }

    /// Whether a path exists, relative to the root or any folder; it may contain asterisks.
    pub(super) fn has_path(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let (from_root, from_folder) = (Pattern::glob(path), Pattern::glob(&format!("*/{path}")));
        self.paths.iter().any(|known| from_root.matches(known) || from_folder.matches(known))
    }

    /// Lists the functions of Rust files.
    pub(super) fn functions(&self) -> BTreeSet<String> {
        let files = self.texts.iter().filter(|file| file.path.ends_with(".rs"));
        files.flat_map(|file| functions(&file.text)).collect()
    }

    /// Lists the titles of browser tests, with and without their prefixes.
    pub(super) fn titles(&self) -> Vec<Pattern> {
        let files = self.texts.iter().filter(|file| file.path.ends_with(".spec.js"));
        let titles = files.flat_map(|file| titles(&file.text));
        let mut known = Vec::new();
        for title in titles {
            if let Some((_, rest)) = title.split_once(": ") {
                known.push(Pattern::title(rest));
            }
            known.push(Pattern::title(&title));
        }
        known
    }
}

/// Finds the names that follow `fn`.
fn functions(text: &str) -> Vec<String> {
    let after = text.split("fn ").skip(1);
    let name = |rest: &str| -> String {
        rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
    };
    after.map(name).filter(|name| !name.is_empty()).collect()
}

/// Finds the first arguments of `test(`, with `…` for interpolations.
fn titles(text: &str) -> Vec<String> {
    let mut titles = Vec::new();
    for rest in text.split("test(").skip(1) {
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|quote| "'\"`".contains(*quote)) else {
            continue;
        };
        let mut title = String::new();
        let mut letters = rest[1..].chars();
        while let Some(letter) = letters.next().filter(|letter| *letter != quote) {
            match letter {
                '\\' => title.extend(letters.next()),
                '$' if quote == '`' && letters.as_str().starts_with('{') => {
                    letters.by_ref().find(|letter| *letter == '}');
                    title.push('…');
                }
                _ => title.push(letter),
            }
        }
        titles.push(title);
    }
    titles
}
