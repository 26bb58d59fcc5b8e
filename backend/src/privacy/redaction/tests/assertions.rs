//! How a redaction is compared with what it should be.

use crate::privacy::redaction::{PersonalKind, Redacted, redact};

/// Redacts, and checks what holds for every text on the way.
pub(super) fn checked(text: &str) -> Redacted {
    let once = redact(text);
    let twice = redact(&once.text);
    assert_eq!(once.text, twice.text, "not idempotent: {text:?}");
    assert_eq!(twice.found, [], "finds its own marks: {text:?}");
    assert!(!once.text.contains('\0'));
    once
}

pub(super) fn becomes(text: &str, expected: &str) {
    all_become([(text.to_owned(), expected.to_owned())]);
}

/// Names every wrong case of a table, not just the first.
pub(super) fn all_become(cases: impl IntoIterator<Item = (String, String)>) {
    let wrong: Vec<String> = cases
        .into_iter()
        .map(|(text, expected)| (checked(&text).text, expected, text))
        .filter(|(text, expected, _)| text != expected)
        .map(|(text, expected, from)| format!("{from:?}\n  gave {text:?}\n  not  {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

pub(super) fn table(cases: &[(&str, &str)]) {
    all_become(cases.iter().map(|(text, expected)| ((*text).to_owned(), (*expected).to_owned())));
}

/// Every detail alone, in a sentence, and after another word must become one mark of its kind.
pub(super) fn goes(details: &[&str], kind: PersonalKind) {
    const AROUND: [(&str, &str); 4] =
        [("", ""), ("Well, it is ", "."), ("yes ", " thanks"), ("", "\nBye")];
    all_become(details.iter().flat_map(|detail| {
        AROUND.map(|(before, after)| {
            (format!("{before}{detail}{after}"), format!("{before}{}{after}", kind.as_mark()))
        })
    }));
}
