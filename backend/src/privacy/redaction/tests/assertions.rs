//! Assertions on redacted text.

use crate::privacy::redaction::{PersonalKind, Redacted, redact};

/// Redacts a text and checks the invariants of redaction.
pub(super) fn redact_checked(text: &str) -> Redacted {
    let once = redact(text);
    let twice = redact(&once.text);
    assert_eq!(once.text, twice.text, "not idempotent: {text:?}");
    assert_eq!(twice.found, [], "finds its own placeholders: {text:?}");
    assert!(!once.text.contains('\0'));
    once
}

pub(super) fn assert_redaction(text: &str, expected: &str) {
    assert_redactions([(text.to_owned(), expected.to_owned())]);
}

/// Reports every wrong case of a table, not only the first.
pub(super) fn assert_redactions(cases: impl IntoIterator<Item = (String, String)>) {
    let wrong: Vec<String> = cases
        .into_iter()
        .map(|(text, expected)| (redact_checked(&text).text, expected, text))
        .filter(|(text, expected, _)| text != expected)
        .map(|(text, expected, from)| format!("{from:?}\n  gave {text:?}\n  not  {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

pub(super) fn assert_table(cases: &[(&str, &str)]) {
    assert_redactions(
        cases.iter().map(|(text, expected)| ((*text).to_owned(), (*expected).to_owned())),
    );
}

/// Asserts that every detail alone, in a sentence and after another word becomes one placeholder.
pub(super) fn assert_redacted(details: &[&str], kind: PersonalKind) {
    const AROUND: [(&str, &str); 4] =
        [("", ""), ("Well, it is ", "."), ("yes ", " thanks"), ("", "\nBye")];
    assert_redactions(details.iter().flat_map(|detail| {
        AROUND.map(|(before, after)| {
            (format!("{before}{detail}{after}"), format!("{before}{}{after}", kind.placeholder()))
        })
    }));
}
