//! The conversation of a call as a file: access, contents and audit.

use earshot_backend::{Limits, Rate, readers::IncomingCall};
use earshot_domain::{
    Citation, Costs, Csat, Customer, FunctionCall, Priority, ReviewEvent, TranscriptState,
};
use earshot_server::WebSettings;
use earshot_testkit::call;
use serde_json::{Value, json};

use crate::harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp};

async fn with_call(change: impl FnOnce(&mut IncomingCall)) -> TestApp {
    let app = TestApp::new().await;
    let mut one = call(100);
    change(&mut one);
    app.ingest(vec![one]).await;
    app
}

async fn address(app: &TestApp) -> String {
    format!("/api/calls/{}/conversation", app.call_ids(ADMIN).await[0])
}

/// A call with times, a function, costs, tags, notes and history.
fn rich(call: &mut IncomingCall) {
    call.turns[1].at = Some("2026-06-01T10:40:12.500Z".parse().unwrap());
    "=1+1, please\nand thank you".clone_into(&mut call.turns[1].text);
    call.details.function_calls = vec![FunctionCall {
        function: "book".to_owned(),
        parameters: json!({"day": "Thursday"}),
        result: Some(json!("done")),
        timestamp: Some("2026-06-01T10:40:20Z".to_owned()),
    }];
    call.details.costs = Some(Costs { base: Some(0.1), total: Some(0.25) });
    call.details.tags = vec!["appointment".to_owned()];
    call.details.notes = vec!["calls often".to_owned()];
    call.details.analysis = Some(json!({"resolved": true}));
    call.details.review_events = vec![ReviewEvent {
        event: "escalate".to_owned(),
        author: "Ann".to_owned(),
        at: "2026-06-02T08:00:00Z".to_owned(),
        reason: None,
    }];
}

#[tokio::test(flavor = "multi_thread")]
async fn the_json_has_what_the_review_shows() {
    let app = with_call(rich).await;
    let id = app.call_ids(ADMIN).await[0];
    let admin = app.session(ADMIN).await;
    let file = app.get(&admin, &address(&app).await).await;
    assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "application/json"));
    assert_eq!(
        file.header("content-disposition"),
        format!("attachment; filename=\"conversation_harbour_front-desk_202606011140_{id}.json\"")
    );
    let found = file.json();
    let expected = json!({
        "call_id": id, "project_id": "front-desk", "status": "completed", "channel": "voice",
        "direction": "inbound", "started_at": "2026-06-01T11:40:00+01:00", "ended_at": null,
        "caller": "****0100", "callee": "****0100", "agent": "Marina", "summary": "c100",
        "duration_seconds": 160, "ring_seconds": null, "source_status": "done",
        "consent": "unknown", "tags": ["appointment"], "notes": ["calls often"],
        "costs": {"base": 0.1, "total": 0.25}, "analysis": {"resolved": true}, "skills": [],
        "function_calls": [{
            "function": "book", "parameters": {"day": "Thursday"}, "result": "done",
            "timestamp": "2026-06-01T10:40:20Z", "offset_ms": 20_000,
        }],
        "messages": [
            {"message": 1, "speaker": "agent", "text": "Good morning", "offset_ms": null,
             "started_at": null},
            {"message": 2, "speaker": "caller", "text": "=1+1, please\nand thank you",
             "offset_ms": 12_500, "started_at": "2026-06-01T11:40:12+01:00"},
        ],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&found[name], value, "{name}");
    }
    assert!(found.get("review_history").is_none());
    let asked = format!("{}?include_quality_history=true", address(&app).await);
    let history = app.get(&admin, &asked).await.json()["review_history"].clone();
    assert_eq!(history[0]["author"], Value::from("Ann"));
}

/// A call whose customer has this identity, with what its source knows of it besides.
fn of_customer(verified: Option<bool>) -> impl FnOnce(&mut IncomingCall) {
    move |call| {
        rich(call);
        call.customer = Some(Customer {
            name: Some("Ann Chovey".to_owned()),
            email: Some("ann@example.com".to_owned()),
            phone: Some("+12025550123".to_owned()),
            company: Some("Chovey Ltd".to_owned()),
            identity_verified: verified,
            ..Customer::default()
        });
        call.details.audience = Some("business".to_owned());
        call.details.priority = Some(Priority::High);
        call.details.csat = Some(Csat { rating: 4, comment: Some("quick".to_owned()) });
        call.details.skills = vec!["booking".to_owned()];
        call.details.citations = vec![Citation {
            title: "Prices".to_owned(),
            url: Some("https://x.example".to_owned()),
        }];
    }
}

/// Rule: docs/compatibility.md#askvault-formats.
#[tokio::test(flavor = "multi_thread")]
async fn the_json_is_complete() {
    let app = with_call(of_customer(Some(true))).await;
    let (admin, address) = (app.session(ADMIN).await, address(&app).await);
    let changes = address.replace("/conversation", "/review-events");
    for form in
        ["action=tag&text=vip", "action=note&text=rings+at+noon", "action=untag&text=appointment"]
    {
        let changed = app.post(&admin, &changes, form).await;
        assert_eq!(changed.status, 201, "{form}: {}", changed.body);
    }
    let found = app.get(&admin, &address).await.json();
    let expected = json!({
        "source": "test", "source_id": "call-100", "has_recording": false, "review_state": "new",
        "transcript_state": "available", "message_count": 2,
        "customer": {
            "verified": true, "name": "[REDACTED]", "email": "****@example.com",
            "phone": "****0123", "company": "Chovey Ltd",
        },
        "audience": "business", "priority": "high", "csat": { "rating": 4, "comment": "quick" },
        "skills": ["booking"],
        "citations": [{ "title": "Prices", "url": "https://x.example" }],
        "tags": ["vip"], "notes": ["calls often", "rings at noon"],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&found[name], value, "{name}");
    }
    let events = found["audit_log"].as_array().unwrap();
    let facts: Vec<_> = events
        .iter()
        .map(|event| ["event", "author", "text"].map(|name| event[name].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        facts,
        [
            ["escalate", "Ann", ""],
            ["tag", "Person", "vip"],
            ["note", "Person", "rings at noon"],
            ["untag", "Person", "appointment"],
        ]
    );
    // 15 June 2026, 13:00 in London: the time of the tests.
    assert_eq!(events[1]["at"], "2026-06-15T13:00:00+01:00");
}

/// Rule: docs/compatibility.md#askvault-customer.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_whose_identity_is_not_verified_is_left_out() {
    for verified in [Some(false), None] {
        let app = with_call(of_customer(verified)).await;
        let file = app.get(&app.session(ADMIN).await, &address(&app).await).await;
        assert_eq!(file.json()["customer"], json!({ "verified": false }), "{verified:?}");
        for part in ["Chovey", "ann@", "0123"] {
            assert!(!file.body.contains(part), "{part} is in {}", file.body);
        }
    }
    let app = with_call(rich).await;
    let file = app.get(&app.session(ADMIN).await, &address(&app).await).await;
    assert_eq!(file.json()["customer"], json!({ "verified": false }), "there is none");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_has_a_row_a_message() {
    let app = with_call(rich).await;
    let admin = app.session(ADMIN).await;
    let file = app.get(&admin, &format!("{}?format=csv", address(&app).await)).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("filename=\"conversation_harbour_"));
    assert_eq!(file.body.matches("\r\n").count(), 3, "a line a row");
    assert_eq!(file.body.matches('\n').count(), 3);
    let mut reader = csv::Reader::from_reader(file.body.as_bytes());
    let columns: Vec<&str> = reader.headers().unwrap().iter().collect();
    assert_eq!(columns.join(","), "call_id,message,started_at,offset_seconds,speaker,text");
    let rows = reader.records().collect::<Result<Vec<_>, _>>().unwrap();
    let id = app.call_ids(ADMIN).await[0].to_string();
    assert_eq!(rows[0], vec![id.as_str(), "1", "", "", "agent", "Good morning"]);
    let moment = "2026-06-01T11:40:12+01:00";
    let said = "'=1+1, please and thank you";
    assert_eq!(rows[1], vec![id.as_str(), "2", moment, "12.5", "caller", said]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pdf_is_the_transcripts() {
    let app = with_call(rich).await;
    let admin = app.session(ADMIN).await;
    let address = address(&app).await;
    let pdf = app.get(&admin, &format!("{address}?format=pdf")).await;
    let transcript = address.replace("/conversation", "/transcript?format=pdf");
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert_eq!(pdf.bytes, app.get(&admin, &transcript).await.bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_client_admin_gets_it_and_others_get_what_nobody_has() {
    let app = with_call(|_| {}).await;
    let address = address(&app).await;
    let nothing = "/api/calls/01890a5d-ac96-474b-bcce-b302099a8057/conversation";
    let admin = app.session(ADMIN).await;
    let missing = app.get(&admin, nothing).await;
    assert_eq!((missing.status.as_u16(), missing.code().as_str()), (404, "not_found"));
    for email in [MANAGER, STAFF, LATE, RIVAL] {
        // Errors in the request are not reported to those for whom the call does not exist.
        for query in ["", "?format=pdf", "?format=doc"] {
            let other = app.get(&app.session(email).await, &format!("{address}{query}")).await;
            assert_eq!(
                (other.status, other.json()["detail"].clone()),
                (missing.status, missing.json()["detail"].clone())
            );
        }
    }
    assert_eq!(app.get("", &address).await.status, 401);
    let app = with_call(|call| call.transcript_state = TranscriptState::Hidden).await;
    let admin = app.session(ADMIN).await;
    let opened = format!("/calls?expand={}", app.call_ids(ADMIN).await[0]);
    let page = app.page(&admin, &opened).await.body;
    assert!(!page.contains("Export conversation"));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_parameters_are_named_and_the_limit_is_that_of_transcripts() {
    let limits = Limits { transcript_rate: Rate { events: 1, seconds: 600 }, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    app.ingest(vec![call(1)]).await;
    let admin = app.session(ADMIN).await;
    let address = address(&app).await;
    let refused = app.get(&admin, &format!("{address}?format=txt")).await;
    assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec!["format".to_owned()]));
    assert!(refused.body.contains("must be json, csv or pdf"));
    assert_eq!(app.get(&admin, &address).await.status, 200);
    let transcript = address.replace("/conversation", "/transcript?format=pdf");
    assert_eq!(app.get(&admin, &transcript).await.status, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_export_is_audited_and_none_leaves_without_it() {
    let app = with_call(|_| {}).await;
    let admin = app.session(ADMIN).await;
    let address = address(&app).await;
    for format in ["json", "csv", "pdf"] {
        app.get(&admin, &format!("{address}?format={format}")).await;
        let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
        let last = log.last().unwrap();
        assert_eq!((last.action.as_str(), broken), ("conversation.exported", None));
        let detail = format!(r#"{{"format":"{format}","include_quality_history":false}}"#);
        assert_eq!(last.detail, detail);
        assert!(address.contains(&last.subject));
    }
    app.sql("ALTER TABLE audit_events RENAME TO away").await;
    assert_eq!(app.get(&admin, &address).await.status, 500);
}
