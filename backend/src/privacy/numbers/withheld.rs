//! Callers that withheld their number, as systems name them
//! (docs/compatibility.md#decision-withheld-callers).

/// What stands everywhere for a number that the caller withheld.
pub(crate) const WITHHELD: &str = "Withheld";

/// Words of which one says that a number was withheld.
const WORDS: [&str; 11] = [
    "anonymous",
    "blocked",
    "hidden",
    "private",
    "restricted",
    "suppressed",
    "unavailable",
    "undisclosed",
    "unidentified",
    "unknown",
    "withheld",
];
/// Words that may stand beside one of them.
const FILLERS: [&str; 13] = [
    "by", "call", "caller", "callerid", "cid", "cli", "id", "line", "name", "number", "party",
    "the", "user",
];
/// Texts that say it without one of the words.
const PHRASES: [&str; 4] = ["no caller id", "no number", "not available", "number not available"];
/// The words as dialled on a keypad, by which Twilio reports them.
const DIALLED: [&str; 5] = ["266696687", "86282452253", "2562533", "8656696", "7378742833"];

/// Whether a text, the user of an address or a display name, says that the number was withheld.
pub(super) fn is_withheld(text: &str) -> bool {
    if !text.contains(char::is_alphabetic) {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_word = |word: &&str| WORDS.contains(word);
    let is_known = |word: &&str| is_word(word) || FILLERS.contains(word);
    (words.iter().any(is_word) && words.iter().all(is_known))
        || PHRASES.contains(&words.join(" ").as_str())
}

/// Whether digits after a plus spell one of the words on a keypad.
pub(super) fn is_dialled_word(digits: &str) -> bool {
    DIALLED.contains(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_phone_systems_say_that_a_number_was_withheld() {
        for text in [
            "anonymous",
            "Anonymous",
            "RESTRICTED",
            "unavailable",
            "Blocked",
            "Private Number",
            "withheld",
            "Number withheld",
            "Unknown caller",
            "No Caller ID",
            "caller_id-unavailable",
        ] {
            assert!(is_withheld(text), "{text}");
        }
        for text in ["", "7000", "Blocked Drains Ltd", "private 7000", "the caller", "ann"] {
            assert!(!is_withheld(text), "{text}");
        }
    }
}
