//! Detector of written and spoken e-mail addresses.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    detection::{Detection, PersonalKind},
    pattern::compile,
    traits::Traits,
};

/// Longest spoken name before "at", in bytes.
const MAX_NAME_BYTES: usize = 96;

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r#"[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~"-]+@"#,
        r"(?:[\p{L}\p{N}_-]+\.)*[\p{L}\p{N}_-]+\.(?:\p{L}[\p{L}\p{N}-]*[\p{L}\p{N}])",
    ))
});

/// "at" and the domain after it. A domain that is not among the usual ones is recognised after a "dot"
/// that was said, since a full stop also ends sentences.
static SPOKEN_DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(?-u:\s+(?:at(?: sign)?|arroba|arobase)(?: the)?\s+",
        r"|\s?[(\[{<]\s?at?\s?[)\]}>]\s?|\s?@\s?)(?:",
        r"(?:(?:g|hot|i|proton|fast|live) (?:mail|cloud)|[\p{L}\p{N}-]+(?-u:(?: (?:dash|hyphen|minus) [a-z0-9]+){0,2}))",
        r"(?:(?-u:\s+(?:dot|punkt|punto)\s+|\s?[(\[{<]\s?d[o0]t\s?[)\]}>]\s?)[\p{L}\p{N}-]+){0,3}",
        r"(?-u:\s+(?:dot|punkt|punto)\s+|\s?[(\[{<]\s?d[o0]t\s?[)\]}>]\s?)",
        r"(?:[a-z]{2}|[a-ce-z][a-z]{2,15}|d(?:[a-np-z][a-z]{1,14}|o[a-su-z][a-z]{0,13}))(?-u:\b)",
        r"|(?:(?:g|hot|i|proton|fast|live) (?:mail|cloud)|[\p{L}\p{N}-]+(?-u:(?: (?:dash|hyphen|minus) [a-z0-9]+){0,2}))",
        r"(?:(?:(?-u:\s+(?:dot|period|point)\s+|\s?[(\[{<]\s?dot\s?[)\]}>]\s?|\s\.\s?)",
        r"|\.)[\p{L}\p{N}-]+){0,3}",
        r"(?:(?-u:\s+(?:dot|period|point)\s+|\s?[(\[{<]\s?dot\s?[)\]}>]\s?|\s\.\s?|\.)",
        r"(?:com|net|org|edu|gov|mil|info|biz|name|co|io|ai|app|dev|me|tv|uk|au|us|ca|nz|ie|in|de|",
        r"fr|es|it|nl|be|ch|eu|se|no|dk|fi|pl|pt|br|mx|jp|cn|za|test|example|email|online|shop|",
        r"cloud|invalid))",
        r"(?-u:\b)",
        r"|(?:gmail|g mail|hotmail|hot mail|outlook|yahoo|icloud|i cloud|aol|proton ?mail|gmx)(?-u:\b))",
    ))
});

/// The name directly before "at".
static SPOKEN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(?:^|(?-u:[\s,:;(\[<]))(",
        r"(?:[\p{L}\p{N}'_+-]+(?-u:\s+(?:dot|period|point|underscore|dash|hyphen|minus|plus)\s+",
        r"|\s?[(\[{<]\s?dot\s?[)\]}>]\s?|\s?[._]\s?)",
        r"|[\p{L}\p{N}](?-u:[\s,.-]{1,2})|[\p{L}\p{N}]+(?-u:\s)(?-u:[0-9]+\s))*",
        r"[\p{L}\p{N}'_+-]+(?-u:(?:\s+(?:[0-9]{1,6}|zero|oh|one|two|three|four|five|six|seven|",
        r"eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|",
        r"double|triple|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)){0,6})",
        r")\z",
    ))
});

/// Adds the e-mail addresses of `text` to `found`.
pub(super) fn find(text: &str, traits: Traits, found: &mut Vec<Detection>) {
    let detection = |one: regex::Match| Detection::new(one.range(), PersonalKind::Email);
    if traits.has_at_sign() {
        found.extend(WRITTEN.find_iter(text).map(detection));
    }
    for domain in SPOKEN_DOMAIN.find_iter(text) {
        let from = text.ceil_char_boundary(domain.start().saturating_sub(MAX_NAME_BYTES));
        let Some(name) = SPOKEN_NAME.captures(&text[from..domain.start()]) else { continue };
        let Some(name) = name.get(1) else { continue };
        if !is_ordinary_speech(name.as_str(), domain.as_str()) {
            found.push(Detection::new(
                from.saturating_add(name.start())..domain.end(),
                PersonalKind::Email,
            ));
        }
    }
}

/// Whether the word before "at" makes the match a sentence about a website, as in "order at example
/// dot com".
pub(super) fn is_ordinary_speech(name: &str, domain: &str) -> bool {
    const WORDS: &[&str] = &[
        "again",
        "arrive",
        "call",
        "damage",
        "start",
        "starts",
        "tomorrow",
        "today",
        "us",
        "me",
        "you",
        "him",
        "her",
        "them",
        "it",
        "look",
        "looking",
        "looked",
        "is",
        "are",
        "was",
        "be",
        "am",
        "online",
        "page",
        "website",
        "site",
        "web",
        "here",
        "there",
        "order",
        "ordering",
        "book",
        "visit",
        "find",
        "available",
        "check",
        "that",
        "this",
        "out",
        "live",
        "and",
        "just",
        "up",
        "more",
        "menu",
        "store",
        "shop",
        "then",
    ];
    let is_address_sign = domain.contains(['@', '[', '(']);
    !is_address_sign && WORDS.iter().any(|word| name.eq_ignore_ascii_case(word))
}
