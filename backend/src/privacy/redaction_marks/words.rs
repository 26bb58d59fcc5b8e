//! Marked words, and where a text has them.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::Error;

/// Words as people mark them: found in any case, and however they are spaced.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    folded: String,
    pattern: Regex,
}

impl Words {
    /// Prepares the words of a mark.
    pub(crate) fn new(text: &str) -> Result<Self, Error> {
        let parts: Vec<String> = text.split_whitespace().map(pattern_of).collect();
        let pattern = RegexBuilder::new(&parts.join(r"\s+")).case_insensitive(true).build();
        Ok(Self { folded: folded(text), pattern: pattern.map_err(Error::internal)? })
    }

    /// Whether a text is these words, and nothing else.
    pub(crate) fn is(&self, text: &str) -> bool {
        folded(text) == self.folded
    }

    /// Whether others are the same words.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.folded == other.folded
    }

    /// Where a text has the words, not as parts of longer ones.
    pub(crate) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(place) = self.pattern.find_at(text, from).filter(|it| !it.is_empty()) {
            if is_whole(text, &place.range()) {
                found.push(place.range());
                from = place.end();
            } else {
                let first = place.as_str().chars().next().map_or(1, char::len_utf8);
                from = place.start().saturating_add(first);
            }
        }
        found
    }
}

/// A word as a pattern; keyboards differ in the apostrophe.
fn pattern_of(word: &str) -> String {
    regex::escape(&word.replace('’', "'")).replace('\'', "['’]")
}

fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").replace('’', "'")
}

/// Whether no word continues beyond the range.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let part = &text[range.clone()];
    let joined = |before: Option<char>, after: Option<char>| match (before, after) {
        (Some(before), Some(after)) => is_letter(before) && is_letter(after),
        _ => false,
    };
    !joined(text[..range.start].chars().next_back(), part.chars().next())
        && !joined(part.chars().next_back(), text[range.end..].chars().next())
}

/// A letter or digit of a script that puts spaces between words. In others, as in Korean, whose particles
/// follow a name directly, words are found anywhere.
const fn is_letter_of_spaced_script(c: char) -> bool {
    !matches!(
        c,
        '\u{0e00}'..='\u{0eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && is_letter_of_spaced_script(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(words: &str, text: &'t str) -> Vec<&'t str> {
        let words = Words::new(words).unwrap();
        words.find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_found_in_any_case_and_spacing_and_whole() {
        assert_eq!(
            found("ann  Lee", "Ann Lee, ANN\nLEE's joanne lee annlee"),
            ["Ann Lee", "ANN\nLEE"]
        );
        assert_eq!(found("ann", "joann Annan ann-marie Ann"), ["ann", "Ann"]);
        assert_eq!(found("o'neil", "O’Neil and o'neill"), ["O’Neil"]);
        assert_eq!(found("a.b (c)", "a.b (c) axb (c)"), ["a.b (c)"]);
        assert_eq!(found("Zoë", "ZOË zoe"), ["ZOË"]);
        assert_eq!(found("aa", "aaa aa"), ["aa"]);
    }

    #[test]
    fn scripts_without_spaces_have_words_anywhere() {
        assert_eq!(found("田中", "私は田中です"), ["田中"]);
        assert_eq!(found("민수", "민수가 왔다"), ["민수"]);
    }

    #[test]
    fn the_same_words_are_recognised() {
        let words = Words::new("Ann  Lee").unwrap();
        assert!(words.is("ann lee") && !words.is("ann lees"));
        assert!(words.same_as(&Words::new("ANN LEE").unwrap()));
    }
}
