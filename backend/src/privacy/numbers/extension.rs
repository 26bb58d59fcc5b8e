//! Extensions behind numbers: `x12`, `ext. 12` and their like.

/// Digits that a number has at least before its extension.
const MIN_BEFORE_EXTENSION: usize = 4;
/// Digits of an extension at most.
const MAX_EXTENSION: usize = 7;
/// What stands before an extension.
const EXTENSION: [&str; 9] =
    ["x", "ext", "extn", "extension", "xt", "p", "w", "durchwahl", "poste"];

/// The number, and the extension behind it.
pub(super) fn split_extension(text: &str) -> (&str, Option<String>) {
    let lower = text.to_ascii_lowercase();
    let mut seen = 0_usize;
    for (at, letter) in lower.char_indices() {
        if letter.is_ascii_digit() {
            seen = seen.saturating_add(1);
        } else if seen >= MIN_BEFORE_EXTENSION
            && (letter.is_alphabetic() || matches!(letter, '#' | ';' | ','))
        {
            let rest = lower.get(at..).unwrap_or_default();
            let extension = extension(rest);
            let has_digits = rest.contains(|letter: char| letter.is_ascii_digit());
            if extension.is_some() || !has_digits || letter == ';' {
                return (text.get(..at).unwrap_or(text), extension);
            }
            break;
        }
    }
    (text, None)
}

/// The digits of `ext. 12` and its like, where nothing else follows.
fn extension(rest: &str) -> Option<String> {
    let start = rest.find(|letter: char| letter.is_ascii_digit())?;
    let (before, digits) = rest.split_at_checked(start)?;
    let word: String = before.chars().filter(|letter| letter.is_alphabetic()).collect();
    let is_marked = word.is_empty() || EXTENSION.contains(&word.as_str());
    let digits = digits.trim_end_matches([' ', ')', '.']);
    let fits = digits.len() <= MAX_EXTENSION && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_marked && fits).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_few_digits_behind_a_known_word_are_an_extension() {
        let of = |text| split_extension(text).1;
        for text in ["2025550131 x12", "2025550131,12", "2025550131 Ext. 12 ", "2025550131#12"] {
            assert_eq!(of(text).as_deref(), Some("12"), "{text}");
        }
        for text in ["2025550131", "20 x12", "2025550131 or 2025550132", "2025550131 mobile"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
