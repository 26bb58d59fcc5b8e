//! Marks of redaction over HTTP: every door of every source, every role, and the forms without scripts.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_domain::CallId;
use earshot_testkit::call;
use serde_json::{Value, json};

use crate::{
    canaries::{Planted, background_exports_are_clean, keys_are_clean, pages_and_files_are_clean},
    canary_sources::Planter,
    harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp, post},
    pbx::ask,
    pbx_tokens::{client, token},
};

const NAME: &str = "Harbour Lighthouse";

fn said(text: &str) -> String {
    format!("{text} {NAME}, please")
}

fn own_call() -> Value {
    let free = json!({ said("field"): said("value"), "list": [said("item"), { "deep": NAME }] });
    json!({
        "source": "switch", "source_id": "own-1", "started_at": "2026-06-10T09:00:00Z",
        "status": "completed", "total_seconds": 60, "end_reason": said("lost"),
        "summary": said("asked for"),
        "transcript": { "turns": [
            { "speaker": "agent", "text": said("Good morning") },
            { "speaker": "caller", "text": "This is HARBOUR LIGHTHOUSE." },
        ] },
        "function_calls": [{ "function": said("f"), "parameters": free, "result": free }],
        "analysis": free, "transfer_destination": said("to"),
        "csat": { "rating": 4, "comment": said("nice") }, "tags": [NAME], "skills": [said("s")],
        "citations": [{ "title": said("page of") }], "notes": [said("ring")],
        "review_events": [{
            "event": said("claimed"), "author": NAME, "at": "2026-06-10T10:00:00Z", "reason": said("for"),
        }],
    })
}

fn conversation() -> Value {
    let turn =
        json!({ "speaker": "user", "text": said("I am"), "timestamp": "2026-06-10T09:00:05Z" });
    let agent = json!({ "id": "a-1", "name": "Bot", "description": said("answers for") });
    json!({ "conversation": {
        "roomName": "agent_1", "sessionId": "s-1", "agentId": "a-1", "agentName": "Bot",
        "sessionType": "telephony", "sessionStatus": "completed", "callDirection": "inbound",
        "startTime": "2026-06-10T09:00:00Z", "endTime": "2026-06-10T09:01:00Z", "duration": 60,
        "agent": agent,
        "transcript": {
            "raw": json!([turn]).to_string(),
            "parsed": [{ "function": "look_up", "parameters": { "topic": NAME }, "result": said("found"),
                         "timestamp": "2026-06-10T09:00:06Z" }],
        },
        "postCallAnalysis": { "analysisData": {
            "call_outcome": "done", "call_summary": said("served"), "more": { "who": said("it was") },
        } },
    } })
}

fn leg() -> Value {
    json!({
        "uid": "u-1", "leg_id": "l-1", "leg": 1, "time": "2026/06/10 09:00:00",
        "call_type": "Inbound", "call_from": "3200", "call_to": "7000", "status": "ANSWERED",
        "call_duration": 13, "ring_duration": 3, "talk_duration": 10, "hold_duration": 0,
        "ai_transcription": [{
            "source_number": "3200", "content": said("Here is"), "timestamp": 1_781_082_000_000_i64,
            "duration": 2,
        }],
        "ai_summary": said("called for"),
    })
}

async fn push(app: &TestApp, key: &str, kind: &str, record: &Value) {
    let request = Request::post("/v1/ingest/calls")
        .header(header::HOST, "calls.example")
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, kind);
    let answer = app.send(request.body(Body::from(record.to_string())).unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// Marks the name in the first line that has it.
async fn mark(app: &TestApp, session: &str, id: CallId) {
    let review = app.get(session, &format!("/api/review?call_id={id}")).await.json();
    let turns = review["transcript"]["turns"].as_array().unwrap();
    let has = |turn: &Value| turn["text"].as_str().unwrap().contains(NAME);
    let line = turns.iter().position(has).unwrap() + 1;
    let form =
        format!("action=mark_missed&turn={line}&seen=0&label=person&text=harbour+lighthouse");
    let answer = app.post(session, &format!("/api/calls/{id}/review-events"), &form).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert!(!answer.body.to_lowercase().contains("lighthouse"), "{}", answer.body);
}

/// A call of every source that names a person, who is marked in each.
async fn marked() -> Planted {
    let app = TestApp::new().await;
    let key = app.key(ADMIN, &[("scope", "calls:write"), ("project_id", "front-desk")]).await;
    for (kind, record) in [
        ("application/json", own_call()),
        ("application/vnd.earshot.talkifai+json", conversation()),
        ("application/vnd.earshot.pbx+json", json!([leg()])),
    ] {
        push(&app, &key, kind, &record).await;
    }
    let calls = app.call_ids(ADMIN).await;
    assert_eq!(calls.len(), 3);
    let session = app.session(ADMIN).await;
    for id in &calls {
        mark(&app, &session, *id).await;
    }
    Planted { app, plant: Planter::of_words(&["Lighthouse", "lighthouse", "OKAFOR"]), calls }
}

#[tokio::test(flavor = "multi_thread")]
async fn missed_words_leave_by_no_door() {
    let planted = marked().await;
    pages_and_files_are_clean(&planted).await;
    background_exports_are_clean(&planted).await;
    keys_are_clean(&planted).await;
    let app = &planted.app;
    let pbx = token(app, &client(app, ADMIN, &[]).await).await;
    let asked = ask(app, &format!("/openapi/v2.0/cdr/aidownload?access_token={pbx}")).await.json();
    let url = asked["download_resource_url"].as_str().unwrap();
    let legs = ask(app, &format!("{url}?access_token={pbx}")).await.json().to_string();
    planted.assert_text_clean("aidownload", &legs);
    assert!(legs.contains("called for [PERSON], please"), "{legs}");
    let admin = app.session(ADMIN).await;
    for target in
        ["/activity", "/activity/redaction", "/activity/redaction.csv", "/activity/events.json"]
    {
        let answer = app.page(&admin, target).await;
        assert_eq!(answer.status, 200, "{target}");
        planted.assert_text_clean(target, &answer.body);
    }
    // The same records again.
    let key = app.key(ADMIN, &[("scope", "calls:write"), ("project_id", "front-desk")]).await;
    let mut again = own_call();
    again["agent"] = json!("Reception");
    push(app, &key, "application/json", &again).await;
    let mut other = leg();
    other["leg_id"] = json!("l-2");
    other["leg"] = json!(2);
    push(app, &key, "application/vnd.earshot.pbx+json", &json!([other])).await;
    pages_and_files_are_clean(&planted).await;
    keys_are_clean(&planted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_for_client_admins_of_the_project() {
    let planted = marked().await;
    let app = &planted.app;
    let admin = app.session(ADMIN).await;
    let page = app.page(&admin, "/activity/redaction").await;
    for words in ["Redaction report", "Person", "Missed", "/activity/redaction.csv"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(page.body.contains(&format!("expand={}&amp;turn=1#line", planted.calls[0])));
    let csv = app.get(&admin, "/activity/redaction.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = csv.body.split("\r\n").collect();
    assert_eq!(lines[0], "at,mark,label,rules,project_id,call_id,line,places");
    assert_eq!(lines.len(), 5, "{}", csv.body);
    assert!(lines[1].contains(",\"missed\",\"person\","), "{}", lines[1]);
    assert!(lines[1].contains(",\"front-desk\","), "{}", lines[1]);
    let activity = app.page(&admin, "/activity").await.body;
    assert!(activity.contains("href=\"/activity/redaction\""));
    for who in [MANAGER, STAFF] {
        let session = app.session(who).await;
        for target in ["/activity/redaction", "/activity/redaction.csv", "/api/activity/redaction"]
        {
            assert_eq!(app.get(&session, target).await.status, 404, "{who} {target}");
        }
        assert!(!app.page(&session, "/activity").await.body.contains("/activity/redaction"));
    }
    for who in [RIVAL, LATE] {
        let session = app.session(who).await;
        let report = app.get(&session, "/api/activity/redaction").await.json();
        assert_eq!((&report["marks"], &report["counts"]), (&json!([]), &json!([])), "{who}");
        assert_eq!(app.get(&session, "/activity/redaction.csv").await.body.lines().count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_marks_what_the_table_says_and_foreign_calls_do_not_exist() {
    let app = TestApp::new().await;
    app.ingest(vec![call(1)]).await;
    let id = app.call_ids(ADMIN).await[0];
    let address = format!("/api/calls/{id}/review-events");
    let missed = "action=mark_missed&turn=2&seen=0&label=person&text=appointment";
    let wrong = "action=mark_wrong&turn=2&seen=0&place=1";
    for (who, statuses) in [
        (STAFF, [403, 403]),
        (MANAGER, [403, 403]),
        (RIVAL, [404, 404]),
        (LATE, [404, 404]),
        (ADMIN, [201, 409]),
    ] {
        let session = app.session(who).await;
        for (form, status) in [missed, wrong].into_iter().zip(statuses) {
            let answer = app.post(&session, &address, form).await;
            assert_eq!(answer.status.as_u16(), status, "{who} {form}: {}", answer.body);
        }
    }
    assert_eq!(app.post("", &address, missed).await.status, 401);
    let admin = app.session(ADMIN).await;
    for (form, field) in [
        ("action=mark_missed&turn=2&seen=1&label=cat&text=like", "label"),
        ("action=mark_missed&turn=2&seen=1&label=person&text=x", "text"),
        ("action=mark_missed&turn=2&seen=1&label=person&text=absent", "text"),
        ("action=mark_wrong&turn=2&seen=1&place=0", "place"),
    ] {
        let refused = app.post(&admin, &address, form).await;
        assert_eq!(
            (refused.status.as_u16(), refused.fields()),
            (422, vec![field.to_owned()]),
            "{form}"
        );
    }
    let target = format!("/calls?project_id=front-desk&expand={id}&turn=2");
    let page = app.page(&admin, &target).await.body;
    for words in
        ["Redact words", "Put the words back", "marked a missed redaction (Person) in line 2"]
    {
        assert!(page.contains(words), "{words}");
    }
    let manager = app.page(&app.session(MANAGER).await, &target).await.body;
    assert!(!manager.contains("Redact words") && manager.contains("marked a missed redaction"));
    // Without scripts the form leads back to the line.
    let back = "%2Fcalls%3Fexpand%3D1%26turn%3D2%23line";
    let request = post(&address).header(header::COOKIE, &admin).header(header::ACCEPT, "text/html");
    let form = format!("action=mark_missed&turn=1&seen=0&label=person&text=morning&back={back}");
    let answer = app.send(request.body(Body::from(form)).unwrap()).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, "/calls?expand=1&turn=2#line")
    );
}
