//! What of a source survives an import and an export in the same format.

use axum::body::Body;
use serde_json::{Value, json};

use crate::{
    conversation_export::{ask, from},
    harness::{ADMIN, TestApp, get},
    ingest::{CALLS, push, record, writer},
};

const EXPORT: [(&str, &str); 2] = [("scope", "conversations:export"), ("project_id", "front-desk")];

/// A conversation with keys that its structure does not have, at every level.
fn conversation() -> Value {
    json!({"conversation": {
        "sessionId": null, "roomName": "room-1", "agentId": null, "agentName": "Bot",
        "sessionType": "telephony", "sessionStatus": "escalated_to_human", "agentModel": null,
        "agentArchitecture": null, "keyMode": null, "callDirection": "inbound",
        "callerPhone": null, "calleePhone": null, "startTime": "2026-06-01T09:00:00Z",
        "endTime": null, "duration": 60, "baseCost": null, "totalCost": null,
        "extraField": {"canary": "one"},
        "user": {"id": "u-1", "name": null, "email": null, "phone": null, "company": null,
                 "loyalty": "canary two"},
        "agent": null,
        "transcript": {
            "raw": "[{\"speaker\":\"user\",\"text\":\"Hello\",\"mood\":\"canary three\"}]",
            "parsed": [], "functionCalls": [], "createdAt": null, "user": null,
            "language": "canary four",
        },
        "postCallAnalysis": {
            "analysisData": {"call_outcome": "Fully Resolved!"}, "analyzedAt": null, "user": null,
            "agent": null, "model": "canary five",
        },
        "recording": null, "createdAt": null, "updatedAt": null,
    }})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_out_as_it_came_to_who_may_see_all_of_it() {
    let app = TestApp::new().await;
    app.ingest(from(&conversation())).await;
    let rights = [("scope", "transcripts:raw"), ("scope", "callers:full")];
    let key = app.key(ADMIN, &[EXPORT, rights].concat()).await;
    let found = ask(&app, &key, &json!({"conversationId": "room-1"})).await;
    assert_eq!(found.json()["conversation"], conversation()["conversation"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_the_structure_does_not_have_leave_for_nobody_else() {
    let app = TestApp::new().await;
    app.ingest(from(&conversation())).await;
    for right in [None, Some(("scope", "transcripts:raw")), Some(("scope", "callers:full"))] {
        let fields: Vec<_> = EXPORT.into_iter().chain(right).collect();
        let key = app.key(ADMIN, &fields).await;
        let found = ask(&app, &key, &json!({"conversationId": "room-1"})).await;
        assert_eq!(found.status, 200, "{right:?}");
        let canaries = found.body.matches("canary").count();
        // A turn is whole for who may read it unredacted.
        let expected = usize::from(right == Some(("scope", "transcripts:raw")));
        assert_eq!(canaries, expected, "{right:?}: {}", found.body);
        let found = found.json()["conversation"].clone();
        assert_eq!(found["sessionStatus"], "escalated_to_human");
        assert_eq!(found["postCallAnalysis"]["analysisData"]["call_outcome"], "Fully Resolved!");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_in_place_of_a_part_is_no_failure() {
    let app = TestApp::new().await;
    let mut odd = conversation();
    odd["conversation"]["agent"] = json!("Bot");
    odd["conversation"]["transcript"]["user"] = json!(["Ann"]);
    odd["conversation"]["postCallAnalysis"]["agent"] = json!(7);
    app.ingest(from(&odd)).await;
    let key = app.key(ADMIN, &EXPORT).await;
    let found = ask(&app, &key, &json!({"conversationId": "room-1"})).await;
    assert_eq!(found.status, 200, "{}", found.body);
    assert_eq!(found.json()["conversation"]["agent"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_word_of_a_source_is_kept_and_an_outcome_has_its_code() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let mut own = record(1);
    own["source_status"] = json!("Hung up by caller");
    own["outcome"] = json!("Fully Resolved!");
    push(&app, &key, CALLS, "application/json", own.to_string()).await;
    let request = get("/v1/calls").header("x-api-key", &key).body(Body::empty()).unwrap();
    let call = app.send(request).await.json()["calls"][0].clone();
    assert_eq!(call["source_status"], "Hung up by caller");
    assert_eq!(call["outcome"], "fully_resolved");
    let target =
        format!("/api/calls/{}/conversation?format=json", call["call_id"].as_str().unwrap());
    let file = app.get(&app.session(ADMIN).await, &target).await.json();
    assert_eq!(file["source_status"], "Hung up by caller", "{file}");
    // What was exported is the same call when it comes again.
    own["outcome"] = json!("fully_resolved");
    let again = push(&app, &key, CALLS, "application/json", own.to_string()).await.json();
    assert_eq!(again["results"][0]["result"], "unchanged");
    assert!(again["results"][0]["reason"].is_null(), "{again}");
}
