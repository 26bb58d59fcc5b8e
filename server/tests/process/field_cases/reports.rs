//! Reports of phone systems to a running server.

use std::{fmt::Write, fs};

use earshot_backend::Clock;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::site::{Reader, Site, assert_call, input, said};
use crate::servers::Answer;

const SECRET: &str = "a-secret-of-a-receiver";

/// The receiver for `ElevenLabs` as the documentation describes it.
fn elevenlabs() -> String {
    let page = include_str!("../../../../docs/receivers.md");
    let mut blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let block = blocks.find(|block| block.contains("name = \"elevenlabs\"")).unwrap();
    block
        .replace("\"acme\"", "\"harbour\"")
        .replace("\"front-desk\"", "\"desk\"")
        .replace("secret = \"…\"", &format!("secret = \"{SECRET}\""))
}

fn receiver(name: &str, vendor: &str) -> String {
    format!(
        "[[receiver]]\nname = \"{name}\"\nvendor = \"{vendor}\"\ntenant = \"harbour\"\n\
         project = \"desk\"\nsecret = \"{SECRET}\"\n"
    )
}

/// A receiver of segments whose times are described so.
fn segments(name: &str, at: &str) -> String {
    let mapping = r#"
        [receiver.mapping]
        fixed = { channel = "voice" }
        [receiver.mapping.fields]
        source_id = "/call/id"
        started_at = "/call/start"
        total_seconds = "/call/secs"
        status = "/call/result"
        [receiver.mapping.values.status]
        ok = "completed"
        [receiver.mapping.transcript]
        turns = "/call/segments"
        speaker = "/who"
        text = "/text"
        agent = ["A"]
        caller = ["B"]
    "#;
    format!("{}{mapping}at = {at}\n", receiver(name, "json"))
}

/// A server with these receivers.
async fn serve(site: &Site, receivers: &str) -> Reader {
    let file = site.operator.folder.path().join("receivers.toml");
    fs::write(&file, receivers).unwrap();
    site.serve(&[("EARSHOT_RECEIVERS", file.to_str().unwrap())]).await
}

fn signature(parts: &[&str]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    for part in parts {
        mac.update(part.as_bytes());
    }
    hex::encode(mac.finalize().into_bytes())
}

/// Sends an input to a receiver, with the proof that each vendor gives.
async fn report(reader: &Reader, receiver: &str, name: &str) -> Answer {
    let body = fs::read_to_string(input(name)).unwrap();
    let seconds = Clock::System.now().as_second().to_string();
    let milliseconds = format!("{seconds}000");
    let mut head = format!("POST /v1/ingest/webhooks/{receiver} HTTP/1.1");
    for (header, value) in [
        ("content-type", "application/json".to_owned()),
        ("authorization", format!("Bearer {SECRET}")),
        ("elevenlabs-signature", format!("t={seconds},v0={}", signature(&[&seconds, ".", &body]))),
        (
            "x-retell-signature",
            format!("v={milliseconds},d={}", signature(&[&body, &milliseconds])),
        ),
        ("x-vapi-secret", SECRET.to_owned()),
    ] {
        write!(head, "\r\n{header}: {value}").unwrap();
    }
    reader.server.send(&head, "", &body).await
}

/// Sends an input of which something becomes known, or nothing.
async fn assert_result(reader: &Reader, receiver: &str, name: &str, result: &str) {
    let answer = report(reader, receiver, name).await;
    assert_eq!((answer.status, &answer.json()["result"]), (200, &json!(result)), "{name}");
}

fn lines(call: &Value) -> Vec<(String, i64)> {
    said(call).into_iter().map(|(_, text, at)| (text, at.unwrap())).collect()
}

fn owned(lines: &[(&str, i64)]) -> Vec<(String, i64)> {
    lines.iter().map(|(text, at)| ((*text).to_owned(), *at)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_where_they_were_said_whatever_their_times_count_from() {
    let site = Site::new("Europe/London");
    let receivers = [
        elevenlabs(),
        segments("offsets", r#"{ path = "/t", unit = "ms", from = "start" }"#),
        segments("instants", r#"{ path = "/t", unit = "s", from = "epoch" }"#),
        segments("unsaid", r#""/t""#),
    ];
    let reader = serve(&site, &receivers.concat()).await;
    // A small number is no instant, and what it counts from is not guessed.
    let refused = report(&reader, "unsaid", "offset-ms.json").await;
    assert_eq!(refused.status, 422);
    assert!(String::from_utf8(refused.body).unwrap().contains("too small a number"));
    assert!(reader.feed().await.is_empty());
    assert_result(&reader, "elevenlabs", "elevenlabs.json", "taken").await;
    assert_result(&reader, "offsets", "offset-ms.json", "taken").await;
    assert_result(&reader, "instants", "epoch.json", "taken").await;
    let calls = reader.calls().await;
    let call = &calls["conv_field_1"];
    // 1781263600 seconds after 1970.
    let start = "2026-06-12T12:26:40+01:00";
    assert_call(
        call,
        &json!({
            "status": "completed", "started_at": start, "total_seconds": 64,
            "caller": "+447700900130", "summary": "Asked for pool hours.",
        }),
    );
    let expected = owned(&[
        ("Good morning, how can I help?", 0),
        ("Is the pool open on Sunday?", 4_000),
        ("Yes, from nine to five.", 11_000),
    ]);
    assert_eq!(lines(call), expected);
    let expected = owned(&[("Hello there.", 1_500), ("Hi, about my booking.", 4_250)]);
    for id in ["lens-1", "vexa-1"] {
        assert_call(&calls[id], &json!({"started_at": start, "total_seconds": 64}));
        assert_eq!(lines(&calls[id]), expected, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_of_retell_in_any_order_and_number_are_one_call() {
    let site = Site::new("Europe/London");
    let reader = serve(&site, &receiver("desk", "retell")).await;
    assert_result(&reader, "desk", "retell-started.json", "ignored").await;
    assert_result(&reader, "desk", "retell-analyzed.json", "taken").await;
    for again in ["retell-ended.json", "retell-analyzed.json", "retell-ended.json"] {
        assert_result(&reader, "desk", again, "unchanged").await;
    }
    assert_result(&reader, "desk", "retell-transfer.json", "taken").await;
    let calls = reader.calls().await;
    assert_eq!(calls.keys().collect::<Vec<_>>(), ["rt_field_1", "rt_field_3"]);
    let call = &calls["rt_field_1"];
    assert_call(
        call,
        &json!({
            "status": "completed", "direction": "inbound", "agent": "Desk", "total_seconds": 64,
            "caller": "+447700900132", "callee": "+442079460100", "summary": "Said hello.",
            "sentiment": "positive", "end_reason": "user_hangup",
            "started_at": "2026-06-12T12:26:40+01:00", "ended_at": "2026-06-12T12:27:44+01:00",
        }),
    );
    assert_eq!(lines(call), owned(&[("Hello.", 500), ("Hi.", 2_000)]));
    let transferred = &calls["rt_field_3"];
    assert_eq!(transferred["details"]["transfer_destination"], "[PHONE]");
    assert!(!transferred.to_string().contains("7700900199"), "{transferred}");
}

#[tokio::test(flavor = "multi_thread")]
async fn vapis_text_is_kept_wherever_it_stands() {
    let site = Site::new("Europe/London");
    let reader = serve(&site, &receiver("desk", "vapi")).await;
    for name in ["vapi-top-messages.json", "vapi-text-only.json", "vapi-no-start.json"] {
        assert_result(&reader, "desk", name, "taken").await;
    }
    let sparse = report(&reader, "desk", "vapi-sparse.json").await;
    assert_eq!(sparse.status, 422);
    let detail = sparse.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("missing field `"), "{detail}");
    let calls = reader.calls().await;
    assert_eq!(calls.len(), 3);
    let spoken = [("agent", "Hello, desk."), ("caller", "Hi, one question.")];
    for (id, caller, offsets) in [
        ("vp-old", "+447700900150", [Some(1_000), Some(4_000)]),
        ("vp-text", "+447700900151", [None, None]),
    ] {
        let call = &calls[id];
        assert_call(
            call,
            &json!({"status": "completed", "caller": caller, "summary": "One question."}),
        );
        let expected: Vec<_> = spoken
            .iter()
            .zip(offsets)
            .map(|((who, text), at)| ((*who).to_owned(), (*text).to_owned(), at))
            .collect();
        assert_eq!(said(call), expected, "{id}");
    }
    assert_call(
        &calls["vp-nostart"],
        &json!({
            "status": "missed", "direction": "outbound", "callee": "+447700900152",
            "started_at": "2026-06-12T12:26:40+01:00",
        }),
    );
}
