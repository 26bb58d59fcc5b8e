//! The check of test names in documents.

use std::{collections::BTreeSet, path::Path};

use super::{
    paths,
    pattern::Pattern,
    rules::{MAP, UNDERSCORES_OF_A_TEST},
    spans,
    tree::{TextFile, Tree},
};
use crate::fault::Fault;

const REMEDY: &str = "Use the name in the test's file.";

/// Finds names in the architecture document that look like tests but are not functions.
pub(super) fn of_map(tree: &Tree, map: &TextFile) -> Vec<Fault> {
    let functions = tree.functions();
    let is_name = |text: &str| {
        text.chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
            && text.matches('_').count() >= UNDERSCORES_OF_A_TEST
    };
    let named = spans::code(&map.text).into_iter().filter(|span| is_name(span.text));
    let missing = named.filter(|span| !functions.contains(span.text));
    missing.map(|span| no_function(MAP, span.line, span.text)).collect()
}

/// Finds tests of rules, after `*Tests:*`, that do not exist.
pub(super) fn of_rules(root: &Path, tree: &Tree, document: &TextFile) -> Vec<Fault> {
    let (functions, titles) = (tree.functions(), tree.titles());
    let path = document.path.as_str();
    let mut faults = Vec::new();
    for (line, list) in lists(&document.text) {
        for item in list.split(';') {
            let item = item.trim();
            if item.starts_with('"') {
                faults.extend(title_fault(&titles, path, line, item));
                continue;
            }
            let names: Vec<&str> = item.split('`').skip(1).step_by(2).collect();
            if names.is_empty() {
                let wrong = format!("`{item}` names no test");
                faults.push(Fault::at(path, line, wrong, REMEDY));
            }
            for name in names {
                if paths::is_path(name) {
                    let there = tree.has_path(name) || root.join(name).exists();
                    faults.extend((!there).then(|| paths::missing(path, line, name)));
                } else if !is_function(&functions, name) {
                    faults.push(no_function(path, line, name));
                }
            }
        }
    }
    faults
}

fn is_function(functions: &BTreeSet<String>, name: &str) -> bool {
    let pattern = Pattern::title(name);
    functions.iter().any(|function| pattern.matches(function))
}

fn title_fault(titles: &[Pattern], path: &str, line: usize, item: &str) -> Option<Fault> {
    let end = item.rfind('"').filter(|end| *end > 0).unwrap_or(item.len());
    let title = &item[1..end];
    let pattern = Pattern::title(title);
    let known = titles.iter().any(|known| known.overlaps(&pattern));
    let wrong = format!("no test of end2end/tests is called \"{title}\"");
    (!known).then(|| Fault::at(path, line, wrong, REMEDY))
}

fn no_function(file: &str, line: usize, name: &str) -> Fault {
    Fault::at(file, line, format!("no function is called `{name}`"), REMEDY)
}

/// The lists of tests: what follows `*Test:*` or `*Tests:*` to the end of its item, with its line.
fn lists(text: &str) -> Vec<(usize, String)> {
    let mut lists: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (text, line) in text.lines().zip(1..) {
        let ends = text.trim().is_empty() || text.starts_with("- ") || text.starts_with('#');
        open = open && !ends;
        let begun = text.split_once("*Tests:*").or_else(|| text.split_once("*Test:*"));
        match (begun, lists.last_mut()) {
            (Some((_, rest)), _) => {
                lists.push((line, rest.to_owned()));
                open = true;
            }
            (None, Some((_, list))) if open => {
                list.push(' ');
                list.push_str(text.trim());
            }
            _ => {}
        }
    }
    for (_, list) in &mut lists {
        list.truncate(list.trim_end_matches(['.', ' ']).len());
    }
    lists
}
