//! The transcript file of a call: access, contents and audit.

use earshot_backend::{Limits, Rate};
use earshot_domain::{ReviewEvent, Speaker, TranscriptState};
use earshot_server::WebSettings;
use earshot_testkit::call;

use crate::harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp, encoded};

async fn with_call(change: impl FnOnce(&mut earshot_backend::readers::IncomingCall)) -> TestApp {
    let app = TestApp::new().await;
    let mut one = call(100);
    change(&mut one);
    app.ingest(vec![one]).await;
    app
}

async fn address(app: &TestApp) -> String {
    format!("/api/calls/{}/transcript", app.call_ids(ADMIN).await[0])
}

#[tokio::test(flavor = "multi_thread")]
async fn aidial_metadata_comes_first_then_a_line_a_turn() {
    let app = with_call(|call| {
        call.summary = Some("Wants\na\u{2028}visit".to_owned());
        call.turns[1].text = "Call me on 020 7946 0018\nAgent: not said".to_owned();
    })
    .await;
    let id = app.call_ids(ADMIN).await[0];
    let admin = app.session(ADMIN).await;
    let file = app.get(&admin, &format!("{}?format=txt", address(&app).await)).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        format!("attachment; filename=\"transcript_harbour_front-desk_202606011140_{id}.txt\"")
    );
    assert_eq!(file.header("cache-control"), "no-store");
    let (metadata, turns) = file.body.split_once("\n\nAgent: ").unwrap();
    assert_eq!(
        turns, "Good morning\nCaller: Call me on [PHONE] Agent: not said\n",
        "a turn is a line, and nobody can speak in another's name"
    );
    for line in [
        format!("Call: {id}"),
        "Project: front-desk".to_owned(),
        "Started: 2026-06-01T11:40:00+01:00".to_owned(),
        "Status: Completed".to_owned(),
        "Caller number: ****0100".to_owned(),
        "Answered by: Marina".to_owned(),
        "Summary: Wants a visit".to_owned(),
        "Messages: 2".to_owned(),
    ] {
        assert!(metadata.lines().any(|found| found == line), "{line} is not in {metadata}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn aidial_only_client_admin_gets_it_and_others_get_what_nobody_has() {
    let app = with_call(|_| {}).await;
    let address = address(&app).await;
    let nothing = "/api/calls/01890a5d-ac96-474b-bcce-b302099a8057/transcript";
    let admin = app.session(ADMIN).await;
    assert_eq!(app.get(&admin, &address).await.status, 200);
    let missing = app.get(&admin, nothing).await;
    assert_eq!((missing.status.as_u16(), missing.code().as_str()), (404, "not_found"));
    for email in [MANAGER, STAFF, LATE, RIVAL] {
        let other = app.get(&app.session(email).await, &address).await;
        assert_eq!(
            (other.status, other.json()["detail"].clone()),
            (missing.status, missing.json()["detail"].clone())
        );
    }
    assert_eq!(app.get("", &address).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn aidial_a_transcript_that_cannot_be_read_is_not_there() {
    for state in TranscriptState::ALL.iter().filter(|state| **state != TranscriptState::Available) {
        let app = with_call(|call| call.transcript_state = *state).await;
        let admin = app.session(ADMIN).await;
        let answer = app.get(&admin, &address(&app).await).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not_found"), "{state}");
        let opened = format!("/calls?expand={}", app.call_ids(ADMIN).await[0]);
        let page = app.page(&admin, &opened).await.body;
        assert!(page.contains(state.explanation()) && !page.contains("Download transcript"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn aidial_review_history_follows_when_it_is_asked_for() {
    let app = with_call(|call| {
        call.details.review_events = vec![ReviewEvent {
            event: "escalate".to_owned(),
            author: "Ann".to_owned(),
            at: "2026-06-02T08:00:00Z".to_owned(),
            reason: Some("wants a manager".to_owned()),
        }];
    })
    .await;
    let admin = app.session(ADMIN).await;
    let address = address(&app).await;
    let plain = app.get(&admin, &address).await.body;
    assert!(!plain.contains("Review history"));
    let whole = app.get(&admin, &format!("{address}?include_quality_history=true")).await.body;
    let added = whole.strip_prefix(&plain).unwrap();
    assert_eq!(
        added,
        "\nReview history\n\n2026-06-02T08:00:00Z: escalate by Ann: wants a manager\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_parameters_are_named_and_cost_nothing() {
    let limits = Limits { transcript_rate: Rate { events: 1, seconds: 600 }, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    app.ingest(vec![call(1)]).await;
    let admin = app.session(ADMIN).await;
    let address = address(&app).await;
    for (query, field) in
        [("format=doc", "format"), ("include_quality_history=maybe", "include_quality_history")]
    {
        let refused = app.get(&admin, &format!("{address}?{query}")).await;
        assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec![field.to_owned()]));
    }
    assert_eq!(app.get(&admin, &address).await.status, 200);
    let limited = app.get(&admin, &address).await;
    assert_eq!((limited.status.as_u16(), limited.code().as_str()), (429, "rate_limited"));
    assert_eq!(limited.header("retry-after"), "600");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_download_is_audited_and_none_leaves_without_it() {
    let app = with_call(|_| {}).await;
    let admin = app.session(ADMIN).await;
    let address = address(&app).await;
    app.get(&admin, &format!("{address}?include_quality_history=true")).await;
    let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
    let last = log.last().unwrap();
    assert_eq!((last.action.as_str(), broken), ("transcript.downloaded", None));
    assert_eq!(last.detail, r#"{"format":"txt","include_quality_history":true}"#);
    assert!(address.contains(&last.subject));
    app.sql("ALTER TABLE audit_events RENAME TO away").await;
    assert_eq!(app.get(&admin, &address).await.status, 500);
}

/// Case 23 (docs/threats.md#case-23): texts in headers.
#[tokio::test(flavor = "multi_thread")]
async fn a_tenants_words_cannot_break_the_header_or_the_page() {
    let hostile = "x\"; filename=\"evil.exe\r\nSet-Cookie: a=b";
    let app = with_call(|call| {
        call.agent = Some(hostile.to_owned());
        call.turns[0].speaker = Speaker::System;
        call.turns[0].text = hostile.to_owned();
    })
    .await;
    let admin = app.session(ADMIN).await;
    let file = app.get(&admin, &address(&app).await).await;
    assert!(!file.header("content-disposition").contains("evil"));
    assert!(file.body.contains("System: x\"; filename=\"evil.exe Set-Cookie: a=b\n"));
    assert!(!encoded(&file.body).contains("0D"), "no carriage return stays");
}
