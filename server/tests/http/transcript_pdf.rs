//! The transcript as a PDF, read by qpdf and pdftotext and compared with the text file.

use std::{io::Write, process::Command};

use earshot_backend::readers::IncomingTurn;
use earshot_domain::{ReviewEvent, Speaker};
use earshot_testkit::call;

use crate::harness::{ADMIN, Answer, TestApp};

fn turn(text: &str) -> IncomingTurn {
    IncomingTurn { speaker: Speaker::Caller, text: text.to_owned(), at: None }
}

/// A call that consists of these turns, as PDF and as text.
async fn files_of(turns: Vec<IncomingTurn>, query: &str) -> (Answer, String) {
    let app = TestApp::new().await;
    let mut one = call(100);
    one.turns = turns;
    one.details.review_events = vec![ReviewEvent {
        event: "escalate".to_owned(),
        author: "Ann".to_owned(),
        at: "2026-06-02T08:00:00Z".to_owned(),
        reason: Some("wants a manager".to_owned()),
    }];
    app.ingest(vec![one]).await;
    let admin = app.session(ADMIN).await;
    let address = format!("/api/calls/{}/transcript?{query}&format=", app.call_ids(ADMIN).await[0]);
    let pdf = app.get(&admin, &format!("{address}pdf")).await;
    assert_eq!(pdf.status, 200, "{}", pdf.body);
    let txt = app.get(&admin, &format!("{address}txt")).await;
    (pdf, txt.body)
}

/// Output of a program that reads a PDF; it must report no error.
fn run(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let path = file.path().to_str().unwrap();
    let filled: Vec<&str> =
        arguments.iter().map(|word| if *word == "{}" { path } else { word }).collect();
    let output = Command::new(program).args(&filled).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {complaint}");
    assert_eq!(complaint, "", "{program} complains");
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a PDF without the organisation at its head and the feet of its pages, which are the
/// only other text on them, and without the marks of direction that pdftotext adds.
fn words(pdf: &[u8], how: &[&str]) -> String {
    run("qpdf", &["--check", "{}"], pdf);
    let text = run("pdftotext", &[how, &["{}", "-"]].concat(), pdf);
    let foot = |line: &&str| line.starts_with("Call ") && line.contains(", page ");
    let body = text.trim_start().strip_prefix("harbour\n");
    let body = body.unwrap_or_else(|| panic!("{text} is not headed by the organisation"));
    let kept: Vec<&str> = body.lines().filter(|line| !foot(line)).collect();
    without_directions(&kept.join(" "))
}

fn without_directions(text: &str) -> String {
    text.replace(['\u{202a}', '\u{202b}', '\u{202c}'], "")
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn no_space(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Rule: docs/compatibility.md#askvault-formats.
#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_says_what_the_text_file_says() {
    let turns = [
        "Good morning — “fine”, thank you; it is € 12.50.",
        "Naïve café, Zażółć gęślą jaźń, Příliš žluťoučký kůň, ĞÜŞİÖÇ, Xin chào, tôi có thể giúp gì?",
        "e\u{301}cole with a combining accent",
        "Καλημέρα σας, πώς μπορώ να σας βοηθήσω; Ἀρχή.",
        "Здравствуйте, съешь же ещё этих мягких булок. Їжак, ґанок, ђак.",
        "a → b ≤ c ✓",
    ];
    let turns = turns.into_iter().map(turn).collect();
    let (pdf, txt) = files_of(turns, "include_quality_history=true").await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.header("content-disposition").ends_with(".pdf\""));
    assert_eq!(one_space(&words(&pdf.bytes, &[])), one_space(&txt));
    assert!(txt.contains("escalate by Ann"));
}

#[tokio::test(flavor = "multi_thread")]
async fn arabic_and_hebrew_keep_their_words_and_their_order() {
    let turns = [
        "مرحبا، أريد حجز موعد يوم الخميس من فضلك. هل لا يزال هناك مكان؟",
        "שלום, אפשר לקבוע תור ליום חמישי בשעה תשע וחצי?",
        "The Hebrew word for peace is שלום and the Arabic one is سلام, both are short.",
        "השם שלי הוא Marina ואני כאן עד 17:30 היום.",
        "رقم الغرفة هو 48 في فندق Harbour View اليوم (الطابق 3).",
    ];
    let (pdf, txt) = files_of(turns.into_iter().map(turn).collect(), "").await;
    // In the order of the file: readers that lay lines out anew break them into words.
    assert_eq!(no_space(&words(&pdf.bytes, &["-raw"])), no_space(&txt));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_from_right_to_left_begins_at_the_right() {
    let (pdf, _) = files_of(vec![turn("שלום Harbour עד 17 היום")], "").await;
    let boxes = without_directions(&run("pdftotext", &["-bbox", "{}", "-"], &pdf.bytes));
    let left = |word: &str| -> f32 {
        let line = boxes.lines().find(|line| line.contains(&format!(">{word}<")));
        let line = line.unwrap_or_else(|| panic!("{word} is not in {boxes}"));
        line.split('"').nth(1).unwrap().parse().unwrap()
    };
    // Boxes have their letters as they are seen, from left to right.
    let seen = |word: &str| left(&word.chars().rev().collect::<String>());
    let places = [seen("שלום"), left("Harbour"), seen("עד"), left("17"), seen("היום")];
    assert!(places.is_sorted_by(|one, next| one > next), "{places:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_glyph_is_named() {
    let (pdf, txt) = files_of(vec![turn("Tea 🙂 or 漢 tea\u{200d}?")], "").await;
    let shown = txt.replace('🙂', "[U+1F642]").replace('漢', "[U+6F22]");
    assert_eq!(one_space(&words(&pdf.bytes, &[])), one_space(&shown));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_turns_are_many_numbered_pages() {
    let turns = (0..10_000).map(|n| turn(&format!("Turn number {n} of this call"))).collect();
    let (pdf, txt) = files_of(turns, "").await;
    assert_eq!(one_space(&words(&pdf.bytes, &[])), one_space(&txt));
    let pages: usize = run("qpdf", &["--show-npages", "{}"], &pdf.bytes).trim().parse().unwrap();
    let last = run("pdftotext", &["-f", &pages.to_string(), "{}", "-"], &pdf.bytes);
    assert!(pages > 100 && last.contains(&format!(", page {pages} of {pages}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_without_an_end_is_broken_into_lines() {
    let (pdf, txt) = files_of(vec![turn(&"w".repeat(200_000)), turn("end")], "").await;
    assert_eq!(no_space(&words(&pdf.bytes, &[])), no_space(&txt));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_call_gives_the_same_bytes_and_its_properties_name_nobody() {
    let app = TestApp::new().await;
    app.ingest(vec![call(100)]).await;
    let address = format!("/api/calls/{}/transcript?format=pdf", app.call_ids(ADMIN).await[0]);
    let admin = app.session(ADMIN).await;
    let first = app.get(&admin, &address).await;
    app.advance_clock(3_600);
    assert_eq!(first.bytes, app.get(&admin, &address).await.bytes);
    let properties = run("pdfinfo", &["{}"], &first.bytes);
    assert!(properties.contains("Title:           Transcript of a call\n"), "{properties}");
    assert!(properties.contains("A4") && !properties.contains("CreationDate"));
    assert!(!properties.contains("Marina") && !properties.contains("harbour"));
}
