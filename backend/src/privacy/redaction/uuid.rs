//! UUIDs, which name records and are never read as numbers of a person.

use std::{ops::Range, sync::LazyLock};

use regex::{Match, Regex};

use super::pattern::compile;

static UUID: LazyLock<Regex> = LazyLock::new(|| {
    compile("(?i-u)[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
});

/// Finds the UUIDs of a text, in order.
///
/// Digits alone in the shape of a UUID are none: they may hold the number of a card.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let is_whole = |found: &Match| {
        let before = text[..found.start()].chars().next_back();
        let after = text[found.end()..].chars().next();
        !before.into_iter().chain(after).any(char::is_alphanumeric)
    };
    UUID.find_iter(text)
        .filter(|found| found.as_str().bytes().any(|byte| byte.is_ascii_alphabetic()))
        .filter(is_whole)
        .map(|found| found.range())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_uuids_count() {
        let id = "881444f3-24fc-4e54-ac61-2196f60e88fa";
        assert_eq!(ranges(&format!("session_{id}, {id}")), [8..44, 46..82]);
        for text in ["12345678-1234-1234-8234-123456789012", &format!("0{id}"), &format!("{id}é")]
        {
            assert!(ranges(text).is_empty(), "{text}");
        }
    }
}
