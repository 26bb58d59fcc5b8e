//! PDF: pages, contents, bookmarks and what is printed, read by qpdf and pdftotext.

use earshot_domain::{ExportContent, ExportContents, ExportFormat};
use serde_json::Value;

use super::{
    programs::read_with,
    samples::{TEXTS, context, conversation, conversations, customer, file, id, key},
};
use crate::{
    exports::encoding::{Conversation, FileContext, encoder_of},
    privacy::{encryption::Sealed, masking::FileMask},
};

/// The text of a page, from 1.
fn page(pdf: &[u8], number: u64) -> String {
    let number = number.to_string();
    read_with("pdftotext", &["-layout", "-f", &number, "-l", &number, "{}", "-"], pdf)
}

fn text(pdf: &[u8]) -> String {
    let text = read_with("pdftotext", &["-raw", "{}", "-"], pdf);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Title and page of each bookmark.
fn bookmarks(pdf: &[u8]) -> Vec<(String, u64)> {
    read_with("qpdf", &["--check", "{}"], pdf);
    let json = read_with("qpdf", &["--json", "--json-key=outlines", "{}"], pdf);
    let json: Value = serde_json::from_str(&json).unwrap();
    let mark = |mark: &Value| {
        let title = mark["title"].as_str().unwrap().to_owned();
        (title, mark["destpageposfrom1"].as_u64().unwrap())
    };
    json["outlines"].as_array().unwrap().iter().map(mark).collect()
}

#[test]
fn each_call_begins_on_the_page_that_contents_and_bookmarks_name() {
    let key = key();
    let (pdf, _) = file(context(&key, ExportFormat::Pdf), &conversations(&key, 150));
    let bookmarks = bookmarks(&pdf);
    assert_eq!(bookmarks.len(), 150);
    let pages: u64 = read_with("qpdf", &["--show-npages", "{}"], &pdf).trim().parse().unwrap();
    assert_eq!(bookmarks[0].0, "Sat 9 May 2026 14:49, Marina, ****0018");
    let (first, last) = (bookmarks[0].1, bookmarks[149].1);
    assert_eq!((first, last), (5, pages));
    let contents: String = (1..first).map(|number| page(&pdf, number)).collect();
    let contents = contents.replace('\u{c}', "");
    assert!(contents.contains("Calls of Harbour Dental\n"), "{contents}");
    assert!(contents.contains("Exported on Sun 10 May 2026 at 14:49 (+01:00): 150 calls."));
    for (n, (title, number)) in bookmarks.iter().enumerate() {
        let entry = contents
            .lines()
            .filter(|line| line.starts_with(title))
            .any(|line| line[title.len()..].trim() == number.to_string());
        assert!(entry, "{title} on page {number}: {contents}");
        let text = page(&pdf, *number);
        assert!(text.contains(&format!("Call: {}", id(n))), "{text}");
        assert!(text.contains(&format!("Call {}, page {number} of {pages}", id(n))), "{text}");
    }
    assert!(page(&pdf, 2).contains(&format!("Calls of Harbour Dental, page 2 of {pages}")));
}

#[test]
fn a_file_is_the_same_in_any_batches_and_leaves_the_encoder_page_by_page() {
    let key = key();
    let batch = conversations(&key, 700);
    let (whole, _) = file(context(&key, ExportFormat::Pdf), &batch);
    let mut encoder = encoder_of(context(&key, ExportFormat::Pdf));
    encoder.begin().unwrap();
    let mut taken = encoder.take().unwrap();
    for batch in batch.chunks(70) {
        assert_eq!(encoder.conversations(batch).unwrap(), batch.len() as u64);
        let before = taken.len();
        taken.extend(encoder.take().unwrap());
        assert!(taken.len() > before + 500 * batch.len());
    }
    let mut pieces = 0;
    let mut hand_on = |piece: Vec<u8>| {
        pieces += 1;
        taken.extend(piece);
        Ok(())
    };
    encoder.end_in_pieces(&mut hand_on).unwrap();
    assert!(pieces > 1);
    assert!(taken == whole, "{} bytes instead of {}", taken.len(), whole.len());
    assert!(read_with("pdfinfo", &["-isodates", "{}"], &whole).contains("2026-05-10T13:49:21Z"));
}

fn printed(context: FileContext, conversation: Conversation) -> String {
    text(&file(context, &[conversation]).0)
}

#[test]
fn contents_decide_what_is_printed() {
    let key = key();
    let with = |contents: &[ExportContent]| {
        let mut context = context(&key, ExportFormat::Pdf);
        context.request.contents = ExportContents::only(contents);
        printed(context, conversation(&key, 0))
    };
    let parts: [(ExportContent, &[&str]); 9] = [
        (ExportContent::Messages, &["Agent: Good morning", "Caller: Booked for Thursday"]),
        (
            ExportContent::Customer,
            &[
                "Customer: [REDACTED]",
                "Customer e-mail: ****@example.com",
                "Customer phone: ****0018",
                "Customer organisation: Lee & Sons",
            ],
        ),
        (ExportContent::Tags, &["Tags: new; Booked for Thursday", "Audience: patients"]),
        (
            ExportContent::FunctionCalls,
            &[r#"Function calls book: {"day":"Booked for Thursday"} → {"ok":true}"#],
        ),
        (ExportContent::Analysis, &["score: 0.5", "topic: Booked for Thursday"]),
        (ExportContent::Citations, &["Sources Source: Prices"]),
        (ExportContent::Skills, &["Skills: booking"]),
        (ExportContent::Notes, &["Internal notes Note: Call back Note: Asked twice"]),
        (
            ExportContent::AuditLog,
            &[
                "Review history 2026-05-09T15:00:00Z: claim by Bo",
                "2026-05-09T15:49:21+01:00: Kim noted “Asked twice”",
            ],
        ),
    ];
    let none = with(&[]);
    for (content, expected) in parts {
        let text = with(&[content]);
        for words in expected {
            assert!(text.contains(words), "{words:?} is not in {text}");
            assert!(!none.contains(words), "{words:?} is in {none}");
        }
    }
    let facts = "Status: Completed Channel: Voice Direction: Inbound Caller number: ****0018 \
                 Duration: 13 s Messages: 2 Ended: 2026-05-09T14:49:34+01:00 Answered by: Marina";
    assert!(none.contains(facts), "{none}");
}

#[test]
fn texts_are_printed_in_full() {
    let key = key();
    for (n, text) in TEXTS.into_iter().enumerate() {
        let printed = printed(context(&key, ExportFormat::Pdf), conversation(&key, n));
        let expected = match text {
            "\0\u{1}\u{b}\u{fffe}" => "[U+0000][U+0001] [U+FFFE]",
            "one\ntwo\r\nthree" => "one two three",
            "caf\u{e9} \u{1f600} \u{5e9}\u{5dc}\u{5d5}\u{5dd}" => "caf\u{e9} [U+1F600]",
            text => text,
        };
        assert!(
            printed.contains(&format!("Caller: {expected}")),
            "{expected:?} is not in {printed}"
        );
    }
}

#[test]
fn unverified_customers_are_left_out_and_persons_become_pseudonyms() {
    let key = key();
    let mut unverified = customer();
    unverified.identity_verified = None;
    let json = serde_json::to_vec(&unverified).unwrap();
    let mut call = conversation(&key, 0);
    call.row.customer_encrypted = Some(key.seal(Sealed::Customer, id(0), &json).unwrap());
    let left_out = printed(context(&key, ExportFormat::Pdf), call);
    assert!(left_out.contains("Customer: not included, because the source did not verify"));
    assert!(!left_out.contains("example.com"));
    let mut anonymous = context(&key, ExportFormat::Pdf);
    anonymous.request.anonymise = true;
    anonymous.mask = FileMask::Full;
    let (pdf, _) = file(anonymous, &[conversation(&key, 0)]);
    let bookmarks = bookmarks(&pdf);
    let person = bookmarks[0].0.rsplit(", ").next().unwrap();
    assert!(person.starts_with("person-"), "{bookmarks:?}");
    let text = text(&pdf);
    assert!(text.contains(&format!("Caller number: {person}")), "{text}");
    assert!(text.contains(&format!("Customer phone: {person}")), "{text}");
    for value in ["0018", "Ann", "Lee"] {
        assert!(!text.contains(value), "{value} is in {text}");
    }
}

#[test]
fn an_export_without_calls_is_a_page_that_says_so() {
    let (pdf, _) = file(context(&key(), ExportFormat::Pdf), &[]);
    assert!(bookmarks(&pdf).is_empty());
    assert!(text(&pdf).contains(": 0 calls."));
}
