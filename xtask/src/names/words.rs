//! Words that fill the placeholders of frames.

use std::sync::LazyLock;

/// Lists by their name, from `words.txt`.
static LISTS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    let lists = lines.filter_map(|line| line.split_once(": "));
    lists.map(|(name, words)| (name, words.split(" | ").collect())).collect()
});

/// Returns the words of a list.
pub(super) fn words(name: &str) -> &'static [&'static str] {
    let list = LISTS.iter().find(|(known, _)| *known == name);
    list.map_or(&["thing"], |(_, words)| words.as_slice())
}

/// Returns every word of the lists.
pub(super) fn listed() -> impl Iterator<Item = &'static str> {
    LISTS.iter().flat_map(|(_, words)| words.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found() {
        assert!(words("PRODUCTS").contains(&"appointment"));
        assert_eq!(words("MONTHS").len(), 12);
    }
}
