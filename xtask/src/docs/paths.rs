//! The check of paths in the architecture document.

use super::{
    rules::{FILE_ENDINGS, MAP, MEDIA_TYPES},
    spans,
    tree::{TextFile, Tree},
};
use crate::fault::Fault;

/// Finds paths in the architecture document that do not exist.
pub(super) fn check(root: &std::path::Path, tree: &Tree, map: &TextFile) -> Vec<Fault> {
    let code = spans::code(&map.text).into_iter().filter(|span| is_path(span.text));
    let links = spans::links(&map.text).into_iter().filter(|link| is_local(link.text));
    code.chain(links)
        .filter(|span| {
            let path = span.text.split('#').next().unwrap_or_default();
            !tree.has_path(path) && !root.join(path).exists()
        })
        .map(|span| missing(MAP, span.line, span.text))
        .collect()
}

/// Creates the fault of a missing path.
pub(super) fn missing(file: &str, line: usize, path: &str) -> Fault {
    Fault::at(file, line, format!("there is no `{path}`"), "Name an existing file or folder.")
}

/// Whether a code span is the path of a file or folder, and not a URL or code.
pub(super) fn is_path(text: &str) -> bool {
    let letters =
        text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-./*".contains(letter));
    let first = text.split('/').next().unwrap_or_default();
    let ending = text.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    letters
        && !first.is_empty()
        && !MEDIA_TYPES.contains(&first)
        && (text.contains('/') || FILE_ENDINGS.contains(&ending))
}

fn is_local(target: &str) -> bool {
    !target.contains("://") && !target.starts_with('#') && !target.starts_with("mailto:")
}
