//! Bundles as the person reads them: own words in full, nothing of anybody else.

use std::{collections::BTreeMap, io::Cursor, sync::Arc};

use earshot_domain::{Direction, ExportFormat, Speaker, TranscriptState, Turn};
use serde_json::{Value, json};

use super::samples::{STARTED_AT, context, conversation, file, key};
use crate::{
    exports::encoding::{Conversation, FileContext, Subject},
    privacy::{
        encryption::{Sealed, TenantKey},
        masking::FileMask,
        redaction::redact,
    },
};

/// The caller of every sample.
const NUMBER: &str = "+442079460018";
const OWN: &str = "It is Ann, my number is 020 7946 0018, not 020 7946 0999, or bo@example.org. \
                   I was born on 3 December 1984.";
const AGENT: &str = "I will call 020 7946 0018, or Bo on 020 7946 0999, born on 5 May 1990.";

fn subject(emails: &[&str]) -> Subject {
    Subject {
        name: Some("Ann <Lee>".to_owned()),
        numbers: vec![NUMBER.to_owned()],
        emails: emails.iter().map(|email| (*email).to_owned()).collect(),
        opened_at: STARTED_AT,
        due_at: STARTED_AT + 30 * 86_400_000,
        made_at: STARTED_AT,
        incomplete: true,
        matched: 2,
        projects: vec!["Front desk".to_owned()],
    }
}

fn bundle(key: &TenantKey, emails: &[&str], calls: &[Conversation]) -> BTreeMap<String, String> {
    let subject = Some(Arc::new(subject(emails)));
    let context = FileContext { subject, mask: FileMask::Full, ..context(key, ExportFormat::Zip) };
    let (bytes, _) = file(context, calls);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = BTreeMap::new();
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).unwrap();
        let name = entry.name().unwrap().into_owned();
        entries.insert(name, std::io::read_to_string(&mut entry).unwrap());
    }
    entries
}

/// A call in which the agent and the other side say these words.
fn call(key: &TenantKey, direction: Direction, with_raw_text: bool) -> Conversation {
    let mut call = conversation(key, 0);
    let said = [(Speaker::Agent, AGENT), (Speaker::Caller, OWN)];
    let turn = |(speaker, text): (Speaker, &str)| Turn {
        speaker,
        text: redact(text).text,
        offset_ms: Some(500),
    };
    call.row.turns = serde_json::to_string(&said.map(turn)).unwrap();
    call.row.direction = direction;
    if direction == Direction::Outbound {
        std::mem::swap(&mut call.row.cells.caller_encrypted, &mut call.row.callee_encrypted);
        let seal = |kind, number: &str| {
            Some(key.seal(kind, call.row.cells.id, number.as_bytes()).unwrap())
        };
        call.row.cells.caller_encrypted = seal(Sealed::Caller, "+442079460100");
        call.row.callee_encrypted = seal(Sealed::Callee, NUMBER);
    }
    if with_raw_text {
        let turns = said.map(|(speaker, text)| json!({ "speaker": speaker, "text": text }));
        let raw = json!({ "summary": "Ann asked Bo, 020 7946 0999.", "turns": turns }).to_string();
        call.raw_text = Some(key.seal(Sealed::RawText, call.row.cells.id, raw.as_bytes()).unwrap());
    }
    call
}

fn ending<'a>(entries: &'a BTreeMap<String, String>, end: &str) -> &'a str {
    let mut found = entries.iter().filter(|(name, _)| name.ends_with(end));
    let (_, text) = found.next().unwrap();
    assert!(found.next().is_none());
    text
}

#[test]
fn own_words_are_whole_but_for_the_details_of_others() {
    let own = "It is Ann, my number is 020 7946 0018, not [PHONE], or [EMAIL]. I was born on \
               3 December 1984.";
    let agent = "I will call 020 7946 0018, or [PERSON] on [PHONE], born on [DATE_OF_BIRTH].";
    let key = key();
    for (direction, expected) in [
        (Direction::Inbound, [agent, own]),
        (Direction::Outbound, [agent, own]),
        (Direction::Unknown, [agent, own]),
    ] {
        let entries = bundle(&key, &["ann@example.com"], &[call(&key, direction, true)]);
        let json: Value = serde_json::from_str(ending(&entries, ".json")).unwrap();
        let said: Vec<_> =
            json["messages"].as_array().unwrap().iter().map(|turn| &turn["text"]).collect();
        assert_eq!(said, expected, "{direction}");
        assert_eq!(json["messages"][1]["speaker"], "person");
        assert_eq!(json["summary"], "Ann asked [PERSON], [PHONE].");
        let text = ending(&entries, ".txt");
        assert!(text.contains(&format!("Person: {own}\n")), "{text}");
        let numbers = [json["caller"].as_str().unwrap(), json["callee"].as_str().unwrap()];
        let shown = match direction {
            Direction::Outbound => ["****0100", NUMBER],
            _ => [NUMBER, "****0100"],
        };
        assert_eq!(numbers, shown, "{direction}");
    }
    let internal = bundle(&key, &["ann@example.com"], &[call(&key, Direction::Internal, true)]);
    let internal = ending(&internal, ".json");
    assert!(!internal.contains("1984") && !internal.contains("\"person\""), "{internal}");
}

#[test]
fn own_numbers_are_recognised_as_they_are_said() {
    let subject = subject(&["ann@example.com"]);
    for own in [
        "+44 20 7946 0018",
        "0044 20 7946 0018",
        "020-7946-0018",
        "oh two oh seven nine four six double oh one eight",
        "Ann@Example.com",
    ] {
        let text = format!("My number is {own}, yes");
        assert_eq!(subject.own_words(&text), text);
        assert_eq!(subject.others_words(&text), text);
    }
    for other in ["+44 20 7946 0019", "020 7946 1018", "ann@example.org"] {
        let said = subject.own_words(&format!("My number is {other}, yes"));
        assert!(said.contains("[PHONE]") || said.contains("[EMAIL]"), "{other}: {said}");
    }
}

#[test]
fn staff_notes_and_other_customers_are_not_in_a_bundle() {
    let key = key();
    let entries = bundle(&key, &["ann@example.com"], &[call(&key, Direction::Inbound, true)]);
    for (name, text) in &entries {
        for absent in ["Marina", "Kim", "Bo\"", "Asked twice", "Call back", "0999", "book"] {
            assert!(!text.contains(absent), "{absent} is in {name}: {text}");
        }
    }
    let json: Value = serde_json::from_str(ending(&entries, ".json")).unwrap();
    assert_eq!(json["customer_email"], "ann@example.com");
    assert_eq!(json["customer_phone"], "+44 20 7946 0018");
    assert!(json.get("customer_name").is_none(), "it is another name than the contact's");
    assert_eq!(json["customer_company"], "Lee & Sons");
}

#[test]
fn a_call_of_another_verified_person_is_left_out_and_explained() {
    let key = key();
    let entries = bundle(&key, &["bo@example.org"], &[call(&key, Direction::Inbound, true)]);
    assert_eq!(entries.len(), 1, "{:?}", entries.keys());
    let page = &entries["index.html"];
    assert!(page.contains("The source verified another person on this call"), "{page}");
    assert!(!page.contains("ann@example.com"), "{page}");
}

#[test]
fn the_page_says_what_is_in_the_bundle_and_what_is_not() {
    let key = key();
    let mut hidden = conversation(&key, 1);
    hidden.row.transcript_state = TranscriptState::Hidden;
    let calls = [call(&key, Direction::Inbound, false), hidden];
    let entries = bundle(&key, &["ann@example.com"], &calls);
    let page = &entries["index.html"];
    for part in [
        "<h1>Personal data of Ann &lt;Lee&gt;</h1>",
        "<dd>+442079460018</dd>",
        "<dd>ann@example.com</dd>",
        "<dd>Harbour Dental</dd>",
        "<dd>Front desk</dd>",
        "<dt>Request opened</dt><dd>Sat 9 May 2026, 14:49 +01:00</dd>",
        "<dt>Answer due</dt><dd>Mon 8 Jun 2026, 14:49 +01:00</dd>",
        "The original words were not kept",
        "Your organisation has hidden this transcript.",
        "Internal notes, tags, reviews, and the names of staff.",
        "<td>Voice, inbound</td>",
        "Parts of 2 calls: the table gives the reasons.",
        "Calls that arrived shortly before the bundle was made",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("<script") && !page.contains("http"), "it is self-contained");
    for (name, _) in entries.iter().filter(|(name, _)| *name != "index.html") {
        assert!(page.contains(&format!("<a href=\"{name}\">")), "{name} is linked");
    }
    assert!(ending(&entries, "0000.txt").contains("my number is [PHONE]"), "as stored");
}
