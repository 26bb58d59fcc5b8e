//! Reports of Vapi and Retell whose text stands at another level, as text only, or of a caller by SIP.

use axum::body::Body;
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, TestApp, get},
    receivers::{SECRET, app, described, report, sha256},
};

/// A report of Vapi with these members of its message.
fn vapi(more: &Value) -> Value {
    let mut message = json!({
        "type": "end-of-call-report", "endedReason": "customer-ended-call",
        "startedAt": "2026-06-12T11:26:40.000Z", "endedAt": "2026-06-12T11:27:44.000Z",
        "call": {
            "id": "vp-1", "type": "inboundPhoneCall", "customer": {"number": "+447700900150"},
        },
    });
    for (name, value) in more.as_object().unwrap() {
        match (&mut message[name], value) {
            (Value::Object(known), Value::Object(more)) => known.extend(more.clone()),
            (known, value) => *known = value.clone(),
        }
    }
    json!({ "message": message })
}

fn messages() -> Value {
    json!([
        {"role": "system", "message": "You are a helpful desk.", "time": 1_781_263_600_000_i64},
        {"role": "bot", "message": "Hello, desk.", "time": 1_781_263_601_000_i64},
        {"role": "user", "message": "Hi, one question.", "time": 1_781_263_604_000_i64},
    ])
}

async fn reviewed(vendor: &str, body: &Value) -> Value {
    let app = app(&described(vendor, "")).await;
    let body = body.to_string();
    let time = "1781524800000";
    let retell = format!("v={time},d={}", sha256(&[&body, time]));
    let shown = [("x-vapi-secret", SECRET.to_owned()), ("x-retell-signature", retell)];
    let answer = report(&app, "/v1/ingest/webhooks/desk", &shown, &body).await;
    assert_eq!(answer.json()["result"], "taken", "{}", answer.body);
    review(&app).await
}

async fn review(app: &TestApp) -> Value {
    let call = app.call_ids(ADMIN).await[0];
    app.get(&app.session(ADMIN).await, &format!("/api/review?call_id={call}")).await.json()
}

fn said(review: &Value) -> Vec<(String, String)> {
    let turns = review["transcript"]["turns"].as_array().unwrap().iter();
    let text = |turn: &Value, name: &str| turn[name].as_str().unwrap().to_owned();
    turns.map(|turn| (text(turn, "speaker"), text(turn, "text"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn vapis_conversation_is_found_at_every_level() {
    let text = "AI: Hello, desk.\nUser: Hi, one question.\n";
    let formatted = json!([
        {"role": "system", "content": "You are a helpful desk."},
        {"role": "assistant", "content": "Hello, desk."},
        {"role": "user", "content": "Hi, one question."},
    ]);
    let only_prompts = json!([{"role": "system", "message": "You are a helpful desk."}]);
    for more in [
        json!({"artifact": {"messages": messages()}}),
        json!({"messages": messages()}),
        json!({"call": {"messages": messages()}}),
        json!({"call": {"artifact": {"messages": messages()}}}),
        json!({"artifact": {"messagesOpenAIFormatted": formatted}}),
        json!({"artifact": {"transcript": text}}),
        json!({"artifact": {"messages": only_prompts, "transcript": text}}),
        json!({"transcript": text}),
        json!({"call": {"transcript": text}}),
        json!({"artifact": {"messages": []}, "messages": messages(), "transcript": "AI: Other"}),
    ] {
        let review = reviewed("vapi", &vapi(&more)).await;
        let expected = [("agent", "Hello, desk."), ("caller", "Hi, one question.")];
        let expected = expected.map(|(who, text)| (who.to_owned(), text.to_owned()));
        assert_eq!(said(&review), expected, "{more}");
        assert_eq!(review["row"]["status"], "completed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn vapis_summary_is_found_at_every_level() {
    for more in [
        json!({"analysis": {"summary": "One question."}}),
        json!({"summary": "One question."}),
        json!({"analysis": {"summary": " "}, "summary": "One question."}),
        json!({"artifact": {"summary": "One question."}}),
        json!({"call": {"analysis": {"summary": "One question."}}}),
        json!({"call": {"summary": "One question."}}),
        json!({"analysis": {"summary": "One question."}, "summary": "Another."}),
    ] {
        let review = reviewed("vapi", &vapi(&more)).await;
        assert_eq!(review["row"]["summary"], "One question.", "{more}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_without_its_envelope_is_read_too() {
    let bare = vapi(&json!({"messages": messages()}))["message"].take();
    assert_eq!(said(&reviewed("vapi", &bare).await).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_are_stored_at_no_level() {
    let app = app(&described("vapi", "")).await;
    let more = json!({
        "messages": messages(), "call": {"messages": messages(), "artifact": {"messages": messages()}},
        "messagesOpenAIFormatted": [{"role": "system", "content": "You are a helpful desk."}],
    });
    let body = vapi(&more).to_string();
    let shown = [("x-vapi-secret", SECRET.to_owned())];
    report(&app, "/v1/ingest/webhooks/desk", &shown, &body).await;
    assert!(!review(&app).await.to_string().contains("helpful desk"));
}

#[tokio::test(flavor = "multi_thread")]
async fn retells_transcript_is_read_from_its_text() {
    let body = json!({"event": "call_ended", "call": {
        "call_id": "rt-1", "call_type": "phone_call", "direction": "inbound",
        "from_number": "+447700900132", "to_number": "+442079460100",
        "start_timestamp": 1_781_263_600_000_i64, "end_timestamp": 1_781_263_664_000_i64,
        "call_status": "ended", "disconnection_reason": "user_hangup",
        "transcript": "Agent: Hello.\nUser: Hi.\n",
    }});
    let review = reviewed("retell", &body).await;
    let expected = [("agent", "Hello."), ("caller", "Hi.")];
    assert_eq!(said(&review), expected.map(|(who, text)| (who.to_owned(), text.to_owned())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_by_sip_has_an_address_and_no_number() {
    let address = "sip:marta@10.20.30.40";
    let retell = json!({"event": "call_ended", "call": {
        "call_id": "rt-2", "call_type": "phone_call", "direction": "inbound",
        "from_number": address, "to_number": "+442079460100",
        "start_timestamp": 1_781_263_600_000_i64, "end_timestamp": 1_781_263_664_000_i64,
        "call_status": "ended", "disconnection_reason": "user_hangup",
    }});
    let by_uri = json!({"call": {"customer": {"number": null, "sipUri": address}}});
    let by_number = json!({"call": {"customer": {"number": address}}});
    let at_message = json!({"call": {"customer": null}, "customer": {"sipUri": address}});
    for (vendor, body) in [
        ("vapi", vapi(&by_uri)),
        ("vapi", vapi(&by_number)),
        ("vapi", vapi(&at_message)),
        ("retell", retell),
    ] {
        let app = app(&described(vendor, "")).await;
        let text = body.to_string();
        let time = "1781524800000";
        let retell = format!("v={time},d={}", sha256(&[&text, time]));
        let shown = [("x-vapi-secret", SECRET.to_owned()), ("x-retell-signature", retell)];
        let answer = report(&app, "/v1/ingest/webhooks/desk", &shown, &text).await;
        assert_eq!(answer.json()["result"], "taken", "{}", answer.body);
        let fields =
            [("scope", "calls:read"), ("scope", "callers:full"), ("project_id", "front-desk")];
        let key = app.key(ADMIN, &fields).await;
        let request = get("/v1/calls").header("x-api-key", &key).body(Body::empty()).unwrap();
        let feed = app.send(request).await.json();
        assert_eq!(feed["calls"][0]["caller"], address, "{body}");
    }
}
