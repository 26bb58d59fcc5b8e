//! Numbers that overflow, at every door: each is refused or bounded, and none ends the request.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_testkit::example_leg;
use serde_json::{Value, json};

use crate::{
    conversation_export::ROOM,
    harness::{ADMIN, Answer, TestApp, encoded},
    ingest::{CALLS, push, record, writer},
    pbx::{ask, site},
    pbx_tokens::{client, token},
    receivers::{self, SECRET},
    recorded_calls::{app_with_recordings, fetch, first_call, grant_url, playable_call},
    vendor_samples::of_vendor,
};

/// Numbers at the ends of the types, as JSON has them.
const NUMBERS: [&str; 8] = [
    "18446744073709551615",
    "9223372036854775807",
    "-9223372036854775808",
    "4294967296",
    "4294967295",
    "-1",
    "1e308",
    "99999999999999999999999999",
];

fn numbers() -> Vec<Value> {
    NUMBERS.iter().map(|number| serde_json::from_str(number).unwrap()).collect()
}

/// The places of the numbers in a document, as JSON pointers; of an array those of two items.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(at.to_owned()),
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate().take(2) {
                places(item, &format!("{at}/{n}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// The document once for each of its numbers and each of [`NUMBERS`] in its place.
fn planted(document: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    places(document, "", &mut found);
    assert!(!found.is_empty(), "there are numbers in {document}");
    let with = |place: &String, number: &Value| {
        let mut planted = document.clone();
        *planted.pointer_mut(place).unwrap() = number.clone();
        planted
    };
    let numbers = numbers();
    found.iter().flat_map(|place| numbers.iter().map(move |number| with(place, number))).collect()
}

fn assert_answered(answer: &Answer, what: &str) {
    assert!(answer.status.as_u16() < 500, "{what}: {} {}", answer.status, answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_in_records_of_every_format() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let mut own = record(1);
    for field in ["ring_seconds", "talk_seconds", "hold_seconds", "revision"] {
        own[field] = json!(1);
    }
    own["transcript"]["turns"] = json!([{"speaker": "caller", "text": "a", "offset_ms": 1}, {"speaker": "agent", "text": "b",
            "offset_ms": 2}]);
    let conversation = json!({"exportMetadata": {}, "conversation": {
        "roomName": ROOM, "startTime": "2026-06-01T09:00:00Z", "endTime": "2026-06-01T09:01:00Z",
        "duration": 60}, "transcript": {"raw": [{"speaker": "user", "text": "a", "timestamp": 1}]}});
    let formats = [
        ("application/json", own),
        ("application/vnd.earshot.talkifai+json", conversation),
        ("application/vnd.earshot.pbx+json", example_leg()),
    ];
    for (kind, document) in &formats {
        for planted in planted(document) {
            let answer = push(&app, &key, CALLS, kind, json!([planted]).to_string()).await;
            assert_answered(&answer, &planted.to_string());
        }
    }
    let admin = app.session(ADMIN).await;
    for target in ["/calls?sort=longest", "/calls?sort=shortest"] {
        assert_eq!(app.page(&admin, target).await.status, 200);
    }
    for id in app.call_ids(ADMIN).await {
        let page = app.page(&admin, &format!("/calls?expand={id}")).await;
        assert_eq!(page.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_in_reports_of_vendors() {
    for (vendor, sample) in [("vapi", "vapi-end-of-call-report"), ("retell", "retell-call-ended")] {
        let app = receivers::app(&receivers::described(vendor, "")).await;
        for planted in planted(&of_vendor(sample)) {
            let body = planted.to_string();
            let time = "1781524800000";
            let signature = receivers::sha256(&[&body, time]);
            let headers = match vendor {
                "vapi" => ("x-vapi-secret", SECRET.to_owned()),
                _ => ("x-retell-signature", format!("v={time},d={signature}")),
            };
            let answer =
                receivers::report(&app, "/v1/ingest/webhooks/desk", &[headers], &body).await;
            assert_answered(&answer, &body);
            assert!(![401, 429].contains(&answer.status.as_u16()), "{vendor}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lengths_and_times_in_call_logs() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let lengths =
        [NUMBERS.as_slice(), &["9999999999:59:59", "99999999999999999999:00", "-1:-1:-1"]];
    for length in lengths.concat() {
        for time in ["2026-06-18 09:00:00", length] {
            let log = format!("Name,Phone,Start Time,Duration\nJo,+447700900142,{time},{length}\n");
            let answer = push(&app, &key, CALLS, "text/csv", log.clone()).await;
            assert_answered(&answer, &log);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn byte_ranges() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let admin = app.session(ADMIN).await;
    let url = grant_url(&app, &admin, &first_call(&app).await, "play").await;
    for (range, status) in [
        ("bytes=0-18446744073709551615", 206),
        ("bytes=18446744073709551615-", 416),
        ("bytes=18446744073709551614-18446744073709551615", 416),
        ("bytes=-18446744073709551615", 206),
        ("bytes=0-99999999999999999999999", 206),
        ("bytes=1-9223372036854775807", 206),
    ] {
        let (answer, length) = fetch(&app, &admin, &url, &[("range", range)]).await;
        assert_eq!(answer.status.as_u16(), status, "{range}");
        assert!(status == 416 || length == answer.bytes.len(), "{range}: {length}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_of_the_pbx_interface() {
    let app = site(&[example_leg()]).await;
    let token = token(&app, &client(&app, ADMIN, &[]).await).await;
    let leg = example_leg()["leg_id"].as_str().unwrap().to_owned();
    for number in NUMBERS {
        for (interface, parameters) in [
            ("getaicontext", format!("cdr_ids={leg}&limit=1&offset={number}")),
            ("getaicontext", format!("cdr_ids={leg}&limit={number}&offset=1")),
            ("getaicontext", format!("cdr_ids={leg}&limit={number}&offset={number}")),
            ("aidownload", format!("start_time={}", encoded(number))),
            ("aidownload", format!("end_time={}", encoded(number))),
        ] {
            let target = format!("/openapi/v2.0/cdr/{interface}?access_token={token}&{parameters}");
            assert_eq!(ask(&app, &target).await.status, 200, "{target}");
        }
    }
    for year in ["0000", "0001", "1969", "2201", "9999", "10000", "-001"] {
        let times = encoded(&format!("{year}/12/31 23:59:59"));
        let target = format!(
            "/openapi/v2.0/cdr/aidownload?access_token={token}&start_time={times}&end_time={times}"
        );
        assert_eq!(ask(&app, &target).await.status, 200, "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_of_pages_and_programs() {
    let app = TestApp::new().await;
    app.ingest(earshot_testkit::calls(2)).await;
    let admin = app.session(ADMIN).await;
    let scopes = [
        ("scope", "calls:read"),
        ("scope", "conversations:read"),
        ("scope", "exports:write"),
        ("project_id", "front-desk"),
        ("requests_per_minute", "1000"),
    ];
    let key = app.key(ADMIN, &scopes).await;
    let years = ["0001-01-01", "1900-01-01", "2999-12-31", "9999-12-31", "10000-01-01"];
    for value in [NUMBERS.as_slice(), &years].concat() {
        let value = encoded(value);
        let calls = "01890a5d-ac96-774b-bcce-b302099a8057";
        for target in [
            format!("/calls?from={value}&to={value}"),
            format!("/calls?tag={value}&agent={value}&caller={value}&sort=longest"),
            format!("/calls?expand={calls}&t={value}"),
            format!("/calls?cursor={value}"),
            format!("/contacts?cursor={value}"),
            format!("/exports?cursor={value}"),
            format!("/exports/new?from={value}&to={value}"),
        ] {
            assert_answered(&app.page(&admin, &target).await, &target);
        }
        for target in [
            format!("/v1/calls?limit={value}"),
            format!("/v1/calls?after={value}"),
            format!("/v1/conversations?limit={value}"),
            format!("/v1/conversations?since={value}"),
            format!("/v1/conversations?until={value}"),
            format!("/v1/conversations?cursor={value}"),
            format!("/v1/conversations/{calls}/messages?limit={value}"),
            format!("/v1/conversations/exports?limit={value}"),
            format!("/v1/conversations/exports?cursor={value}.{calls}"),
        ] {
            let request = Request::get(&target).header("x-api-key", &key);
            let answer = app.send(request.body(Body::empty()).unwrap()).await;
            assert_answered(&answer, &target);
        }
        let form = format!("from={value}&to={value}");
        assert_answered(&app.post(&admin, "/api/exports/calls", &form).await, &form);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lengths_of_bodies() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    for length in ["18446744073709551615", "99999999999999999999999", "9223372036854775807", "-1"] {
        let request = Request::post(CALLS)
            .header("x-api-key", &key)
            .header(header::CONTENT_TYPE, "application/x-ndjson")
            .header(header::CONTENT_LENGTH, length)
            .body(Body::from(record(1).to_string()))
            .unwrap();
        assert_answered(&app.send(request).await, length);
    }
}
