//! The check of anchors: each cited anchor exists exactly once.

use std::collections::BTreeSet;

use super::{
    spans,
    tree::{TextFile, Tree},
};
use crate::fault::Fault;

/// Finds citations of missing anchors, and duplicate anchors.
pub(super) fn check(tree: &Tree, document: &TextFile) -> Vec<Fault> {
    let path = document.path.as_str();
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut faults = Vec::new();
    let mut known = BTreeSet::new();
    for (line, anchor) in anchors(&document.text) {
        if known.contains(&anchor) {
            let wrong = format!("the anchor `{anchor}` is defined twice");
            faults.push(Fault::at(path, line, wrong, "Rename one of them."));
        }
        known.insert(anchor);
    }
    let own = spans::links(&document.text)
        .into_iter()
        .filter_map(|link| link.text.strip_prefix('#').map(|anchor| (path, link.line, anchor)));
    let cited = tree.texts.iter().flat_map(|file| {
        citations(&file.text, name).map(move |(line, anchor)| (file.path.as_str(), line, anchor))
    });
    faults.extend(own.chain(cited).filter(|(.., anchor)| !known.contains(*anchor)).map(
        |(file, line, anchor)| {
            let wrong = format!("{path} has no anchor `{anchor}`");
            Fault::at(file, line, wrong, "Cite the anchor of an existing rule.")
        },
    ));
    faults
}

/// Lists anchors with an `id`, and those of headings.
fn anchors(text: &str) -> impl Iterator<Item = (usize, String)> {
    text.lines().zip(1..).flat_map(|(text, line)| {
        let ids = text.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let heading = text.starts_with('#').then(|| slug(text.trim_start_matches('#').trim()));
        ids.map(str::to_owned).chain(heading).map(move |anchor| (line, anchor)).collect::<Vec<_>>()
    })
}

/// Returns the generated anchor of a heading.
fn slug(heading: &str) -> String {
    let letters = heading.to_lowercase();
    let letters =
        letters.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    letters.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// Finds the anchors after the document's name and `#`.
fn citations<'t>(text: &'t str, name: &str) -> impl Iterator<Item = (usize, &'t str)> {
    let before = format!("{name}#");
    text.lines().zip(1..).flat_map(move |(text, line)| {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let after: Vec<&str> = text.split(&before).skip(1).collect();
        after
            .into_iter()
            .map(move |rest| {
                let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
                (line, &rest[..end])
            })
            .filter(|(_, anchor)| !anchor.is_empty())
    })
}
