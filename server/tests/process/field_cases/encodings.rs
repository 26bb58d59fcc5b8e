//! Files in other encodings than UTF-8.

use serde_json::json;

use super::site::{Site, assert_call};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_not_utf8_is_refused_in_these_words_and_its_neighbours_are_taken() {
    let site = Site::new("Europe/London");
    for (name, place) in [("latin1.ndjson", "line 2"), ("latin1-first.ndjson", "line 1")] {
        let (code, counts, errors) = site.import("ndjson", &[], name);
        assert_eq!(code, Some(2), "{name}");
        assert_eq!(counts, "2 imported, 0 extended, 0 unchanged, 1 refused", "{name}");
        assert!(errors.contains(&format!("{place}: not UTF-8")), "{name}: {errors}");
        assert!(errors.contains("--encoding") && !errors.contains("column"), "{name}: {errors}");
    }
    let (code, counts, errors) = site.import("ndjson", &[], "surrogate.ndjson");
    assert_eq!(code, Some(2));
    assert_eq!(counts, "0 imported, 0 extended, 0 unchanged, 1 refused");
    assert!(errors.contains("line 1") && errors.contains("unpaired surrogate"), "{errors}");
    let named = ["--encoding", "windows-1252"];
    site.take("ndjson", &named, "latin1.ndjson", "1 imported, 0 extended, 2 unchanged");
    let calls = site.calls().await;
    for (id, summary) in [
        ("enc-ok-1", "before"),
        ("enc-l1", "Jos\u{e9} ligou \u{e0}s tr\u{ea}s"),
        ("enc-ok-2", "after"),
        ("encf-ok-1", "before"),
        ("encf-ok-2", "after"),
    ] {
        assert_call(&calls[id], &json!({"summary": summary}));
    }
    assert_eq!(calls.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_utf16_is_refused_as_that_and_read_where_it_is_named() {
    let site = Site::new("Europe/London");
    let errors = site.refuse("ndjson", &[], "utf16.ndjson");
    assert!(errors.contains("not UTF-8 but UTF-16LE"), "{errors}");
    assert!(errors.contains("--encoding"), "{errors}");
    // Lines that end in carriage returns alone are one line with several records.
    site.refuse("ndjson", &[], "cr-lines.ndjson");
    assert!(site.calls().await.is_empty());
    let named = ["--encoding", "utf-16le"];
    site.take("ndjson", &named, "utf16.ndjson", "1 imported, 0 extended, 0 unchanged");
    assert_call(&site.calls().await["enc-16"], &json!({"total_seconds": 60}));
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_was_decoded_wrongly_before_stays_as_it_is() {
    let site = Site::new("Europe/London");
    site.take("ndjson", &[], "mojibake.ndjson", "2 imported, 0 extended, 0 unchanged");
    let calls = site.calls().await;
    let wrong = "It isn\u{e2}\u{20ac}\u{2122}t Jo\u{c3}\u{a3}o\u{e2}\u{20ac}\u{2122}s";
    assert_call(&calls["enc-mj"], &json!({"summary": wrong}));
    let right = "It isn\u{2019}t Jo\u{e3}o\u{2019}s \u{2013} \u{20ac}5";
    assert_call(&calls["enc-fine"], &json!({"summary": right}));
}
