//! Reports of Vapi, Retell, Twilio and any other JSON sender.

use axum::{
    body::Body,
    http::{Request, header},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use earshot_backend::{ReceiverSpec, Receivers};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::{
    harness::{ADMIN, Answer, TestApp},
    vendor_samples::{of_vendor, twilio},
};

pub const SECRET: &str = "a-secret-of-a-receiver";
pub const MAPPED: &str = r#"
    [[receiver]]
    name = "switch"
    vendor = "json"
    tenant = "harbour"
    project = "front-desk"
    secret = "a-secret-of-a-receiver"
    signature = { header = "X-Hub-Signature-256", prefix = "sha256=", encoding = "hex" }
    [receiver.mapping]
    when = { "/event" = ["hangup"] }
    fixed = { channel = "voice", direction = "inbound" }
    [receiver.mapping.fields]
    source_id = "/call/id"
    started_at = "/call/started"
    total_seconds = "/call/seconds"
    status = "/call/result"
    caller = "/call/from"
    [receiver.mapping.values.status]
    answered = "completed"
    "*" = "missed"
    [receiver.mapping.transcript]
    turns = "/call/lines"
    speaker = "/who"
    text = "/text"
    agent = ["bot"]
    caller = ["human"]
"#;

fn specs(text: &str) -> Vec<ReceiverSpec> {
    let mut file: toml::Table = toml::from_str(text).unwrap();
    file.remove("receiver").unwrap().try_into().unwrap()
}

pub async fn app(receivers: &str) -> TestApp {
    let app = TestApp::new().await;
    let receivers = Receivers::new(specs(receivers)).unwrap();
    app.with_backend(app.backend.clone().with_receivers(receivers).await.unwrap())
}

pub fn described(vendor: &str, more: &str) -> String {
    format!(
        "[[receiver]]\nname = \"desk\"\nvendor = \"{vendor}\"\ntenant = \"harbour\"\n\
         project = \"front-desk\"\nsecret = \"{SECRET}\"\n{more}"
    )
}

pub async fn report(app: &TestApp, target: &str, headers: &[(&str, String)], body: &str) -> Answer {
    let mut request = Request::post(target)
        .header(header::HOST, "calls.example")
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

pub fn sha256(parts: &[&str]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    for part in parts {
        mac.update(part.as_bytes());
    }
    hex::encode(mac.finalize().into_bytes())
}

/// The review of the only call.
pub async fn review(app: &TestApp) -> Value {
    let calls = app.call_ids(ADMIN).await;
    assert_eq!(calls.len(), 1);
    let target = format!("/api/review?call_id={}", calls[0]);
    app.get(&app.session(ADMIN).await, &target).await.json()
}

fn texts(review: &Value) -> Vec<(&str, &str)> {
    let turns = review["transcript"]["turns"].as_array().unwrap().iter();
    turns.map(|turn| (turn["speaker"].as_str().unwrap(), turn["text"].as_str().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn vapis_report_becomes_a_call() {
    let app = app(&described("vapi", "")).await;
    let body = of_vendor("vapi-end-of-call-report").to_string();
    let shown = [("x-vapi-secret", SECRET.to_owned())];
    let answer = report(&app, "/v1/ingest/webhooks/desk", &shown, &body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["result"].as_str()),
        (200, Some("taken")),
        "{}",
        answer.body
    );
    let review = review(&app).await;
    let spoken = texts(&review);
    assert_eq!(spoken.len(), 9);
    assert_eq!(spoken[0], ("agent", "Brightwater Dental, this is Ivy. How can I help you?"));
    assert_eq!(spoken[1].0, "caller");
    let functions = review["function_calls"].as_array().unwrap();
    assert_eq!(functions[0]["call"]["function"], "find_free_times");
    assert_eq!(functions[1]["call"]["result"]["moved"], true);
    assert!(!review.to_string().contains("Never give medical advice"), "the prompt is no speech");
    let again = report(&app, "/v1/ingest/webhooks/desk", &shown, &body).await;
    assert_eq!(again.json()["result"], "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_nobody_answered_is_missed() {
    for (vendor, file) in [("vapi", "vapi-no-answer"), ("retell", "retell-no-answer")] {
        let app = app(&described(vendor, "")).await;
        let body = of_vendor(file).to_string();
        let time = "1781524800000";
        let retell = format!("v={time},d={}", sha256(&[&body, time]));
        let shown = [("x-vapi-secret", SECRET.to_owned()), ("x-retell-signature", retell)];
        let answer = report(&app, "/v1/ingest/webhooks/desk", &shown, &body).await;
        assert_eq!(answer.status, 200, "{vendor}: {}", answer.body);
        let review = review(&app).await;
        assert_eq!(review["row"]["status"], "missed", "{vendor}: {review}");
        assert_eq!(review["direction"], "outbound", "{vendor}");
        assert_eq!(review["transcript"]["state"], "missing", "{vendor}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn retells_call_is_stored_when_it_ends_and_extended_after_its_analysis() {
    let app = app(&described("retell", "")).await;
    let send = async |name: &str| {
        let body = of_vendor(name).to_string();
        let time = "1781524800000";
        let signature = format!("v={time},d={}", sha256(&[&body, time]));
        let headers = [("x-retell-signature", signature)];
        report(&app, "/v1/ingest/webhooks/desk", &headers, &body).await
    };
    assert_eq!(send("retell-call-ended").await.json()["result"], "taken");
    let before = review(&app).await;
    assert!(before["row"]["sentiment"].is_null(), "{before}");
    let answer = send("retell-call-analyzed").await;
    assert_eq!(answer.json()["result"], "extended", "{}", answer.body);
    let after = review(&app).await;
    assert_eq!(after["row"]["sentiment"], "positive", "{after}");
    assert_eq!(texts(&after).len(), 8);
    assert_eq!(after["function_calls"].as_array().unwrap().len(), 2);
    assert_eq!(send("retell-call-ended").await.json()["result"], "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn twilios_transcript_is_fetched_with_its_call() {
    let base = twilio().await;
    let more = format!(
        "twilio = {{ account_sid = \"AC4c122831efef10ac68b5223dccd6f614\", \
         intelligence_url = \"{base}\", api_url = \"{base}\" }}"
    );
    let app = app(&described("twilio", &more)).await;
    let body = of_vendor("twilio-webhook").to_string();
    let target = format!(
        "/v1/ingest/webhooks/desk?bodySHA256={}",
        hex::encode(Sha256::digest(body.as_bytes()))
    );
    let mut mac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("http://calls.example{target}").as_bytes());
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
    let answer = report(&app, &target, &[("x-twilio-signature", signature)], &body).await;
    assert_eq!(answer.json()["result"], "taken", "{}", answer.body);
    assert_eq!(answer.json()["source_id"], "CA53b9e9679a8ea25880376080b76f98ad");
    let review = review(&app).await;
    let spoken = texts(&review);
    assert_eq!(spoken.len(), 8);
    assert_eq!(spoken[0], ("agent", "Cedar Lane Dental, good morning, how may I help?"));
    assert_eq!(spoken[1].0, "caller");
    // The recording begins six seconds after the call, and this is said 0.92 seconds into it.
    assert_eq!(review["transcript"]["turns"][0]["offset_ms"], 6920);
    assert_eq!(review["row"]["duration_seconds"], 65);
    let wrong = report(&app, &target, &[("x-twilio-signature", "AAAA".to_owned())], &body).await;
    assert_eq!(wrong.code(), "invalid_key");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_other_json_is_read_by_its_mapping() {
    let app = app(MAPPED).await;
    let body = json!({"event": "hangup", "call": {
        "id": 77, "started": 1_780_000_000, "seconds": 31, "result": "answered",
        "from": "+12025550123", "lines": [
            {"who": "bot", "text": "Good morning"}, {"who": "human", "text": "Hello, +12025550123 here"}],
    }})
    .to_string();
    let signed = |body: &str| [("x-hub-signature-256", format!("sha256={}", sha256(&[body])))];
    let target = "/v1/ingest/webhooks/switch";
    let answer = report(&app, target, &signed(&body), &body).await;
    assert_eq!(answer.json()["result"], "taken", "{}", answer.body);
    assert_eq!(
        (&answer.json()["source"], &answer.json()["source_id"]),
        (&json!("switch"), &json!("77"))
    );
    let review = review(&app).await;
    assert_eq!(texts(&review).len(), 2);
    assert!(!app.database_contains("2025550123"));
    let other = json!({"event": "ringing"}).to_string();
    let answer = report(&app, target, &signed(&other), &other).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["result"]), (200, &json!("ignored")));
    let bare = json!({"event": "hangup", "call": {"id": 78}}).to_string();
    let answer = report(&app, target, &signed(&bare), &bare).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "invalid_value"));
    assert!(answer.json()["detail"].as_str().unwrap().contains("started_at"), "{}", answer.body);
    let call = json!({"id": 79, "started": "2026-06-01T09:00:00Z", "seconds": -5, "result": "x"});
    let negative = json!({"event": "hangup", "call": call}).to_string();
    let answer = report(&app, target, &signed(&negative), &negative).await;
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("`total_seconds` must be a number of seconds"), "{detail}");
}

#[tokio::test]
async fn mistakes_in_a_receivers_mapping_are_named() {
    for (text, said) in [
        (MAPPED.replace("\"/call/id\"", "\"call.id\""), "JSON pointers"),
        (MAPPED.replace("caller = \"/call/from\"", "colour = \"/x\""), "colour"),
        (MAPPED.replace("    source_id = \"/call/id\"\n", ""), "source_id"),
        (MAPPED.replace("a-secret-of-a-receiver", "short"), "16 characters"),
        (MAPPED.replace("\"switch\"", "\"Switch 1\""), "lower-case"),
        (MAPPED.replace("vendor", "max_bytes = 0\n    vendor"), "max_bytes"),
        (MAPPED.replace("vendor", "max_bytes = 16777217\n    vendor"), "max_bytes"),
        (described("twilio", ""), "receiver.twilio"),
        (described("json", ""), "mapping"),
        (format!("{MAPPED}{MAPPED}"), "twice"),
        (MAPPED.replace("\"completed\"", "\"done\""), "status = \"done\""),
        (MAPPED.replace("\"inbound\"", "\"in\""), "direction = \"in\""),
    ] {
        let error = Receivers::new(specs(&text)).unwrap_err().problem().detail;
        assert!(error.contains(said) && error.contains("receiver "), "{error}");
    }
    let app = TestApp::new().await;
    let elsewhere = MAPPED.replace("front-desk", "nowhere");
    let receivers = Receivers::new(specs(&elsewhere)).unwrap();
    let refused = app.backend.clone().with_receivers(receivers).await.err().unwrap();
    assert!(refused.problem().detail.contains("nowhere"));
}
