//! The conversation export: structure, rights and recording links.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_backend::readers::{Format, IncomingCall};
use earshot_domain::{CallDetails, Consent, PlaybackCompliance, TranscriptState};
use earshot_testkit::{call, one_second_wav, read_calls};
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Answer, TestApp, get, post},
    recorded_calls::{app_with_recordings, playable_call, recorded_call},
};

pub const ROOM: &str = "agent_abc123_1705320000_user123";
const EXPORT: (&str, &str) = ("scope", "conversations:export");
const DESK: (&str, &str) = ("project_id", "front-desk");

/// The sample of TalkifAI's page, with a caller's personal details in it.
fn source() -> Value {
    let user = json!({"id": "user_123", "name": "John Doe", "email": "john@example.com"});
    let said = json!([
        {"speaker": "agent", "text": "Hello! How can I help you?", "timestamp": "2024-01-15T10:30:00Z"},
        {"speaker": "user", "text": "My number is +12025550123", "timestamp": "2024-01-15T10:30:09Z"},
    ]);
    let order = json!({
        "function": "check_order_status",
        "parameters": {"order_id": "ORD-12345"},
        "timestamp": "2024-01-15T10:31:00Z",
    });
    let mut answered = order.clone();
    answered["result"] = json!({"status": "shipped", "tracking": "1Z999AA1"});
    json!({
        "exportMetadata": {"conversationId": ROOM},
        "conversation": {
            "sessionId": "session_abc123", "roomName": ROOM, "agentId": "agent_xyz789",
            "agentName": "Customer Support Bot", "sessionType": "webcall",
            "sessionStatus": "completed", "agentModel": "gpt_4o_mini",
            "agentArchitecture": "pipeline", "keyMode": "talkifai_keys",
            "callDirection": "inbound", "callerPhone": "+12025550123",
            "calleePhone": "+1234567890", "startTime": "2024-01-15T10:30:00Z",
            "endTime": "2024-01-15T10:35:00Z", "duration": 300, "baseCost": 0.25,
            "totalCost": 0.45,
            "user": {"id": "user_123", "name": "John Doe", "email": "john@example.com",
                     "phone": "+12025550123", "company": "Acme Corp"},
            "agent": {
                "id": "agent_xyz789", "name": "Customer Support Bot",
                "description": "Handles customer inquiries", "model": "gpt_4o_mini",
                "stt": "deepgram", "agentArchitecture": "pipeline", "realtimeProvider": null,
                "enabledFunctions": ["web_search", "end_call"], "functionCallingEnabled": true,
                "enabledCustomFunctions": [], "greetingMessage": "Hello! How can I help you?",
                "greetingType": "agentFirst", "temperature": 0.7, "enabledPronunciations": [],
                "postCallAnalysisModel": "gpt_5_mini", "category": "customer_support",
                "mode": "public", "inactivityTimeout": 30,
            },
            "transcript": {
                "raw": said.to_string(), "parsed": [order], "functionCalls": [answered],
                "createdAt": "2024-01-15T10:35:00Z", "user": user,
            },
            "postCallAnalysis": {
                "analysisData": {
                    "call_summary": "Customer called about order status. Issue resolved.",
                    "call_outcome": "Fully Resolved", "agent_professionalism": 9,
                    "followed_protocol": true, "empathy_shown": true, "improvement_areas": "None",
                },
                "analyzedAt": "2024-01-15T10:36:00Z", "user": user,
                "agent": {"id": "agent_xyz789", "name": "Customer Support Bot",
                          "description": "Handles customer inquiries", "model": "gpt_4o_mini"},
            },
            "recording": null,
            "createdAt": "2024-01-15T10:30:00Z", "updatedAt": "2024-01-15T10:36:00Z",
        },
    })
}

pub fn from(source: &Value) -> Vec<IncomingCall> {
    read_calls(Format::Talkifai, source, "UTC")
}

/// A server with the sample conversation.
pub async fn seed_site() -> TestApp {
    let app = TestApp::new().await;
    app.ingest(from(&source())).await;
    app
}

pub async fn ask(app: &TestApp, key: &str, body: &Value) -> Answer {
    let request = Request::post("/api/export/conversation/json")
        .header(header::HOST, "calls.example")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-api-key", key);
    app.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn talkifai_response_structure_with_everything_a_key_can_see() {
    let app = seed_site().await;
    let rights = [("scope", "transcripts:raw"), ("scope", "callers:full")];
    let key = app.key(ADMIN, &[[EXPORT, DESK].as_slice(), &rights].concat()).await;
    let file = ask(&app, &key, &json!({"conversationId": ROOM})).await;
    assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "application/json"));
    assert_eq!(
        file.header("content-disposition"),
        format!("attachment; filename=\"conversation-{ROOM}-2026-06-15.json\"")
    );
    let found = file.json();
    assert_eq!(found["conversation"], source()["conversation"]);
    assert_eq!(
        found["exportMetadata"],
        json!({
            "exportedAt": "2026-06-15T12:00:00Z", "organizationId": "harbour",
            "conversationId": ROOM, "dataVersion": "1.1", "exportType": "single_conversation",
            "includedData": {"transcript": true, "analysis": true, "recording": true},
            "schemaVersion": "billing-session-v1",
        })
    );
    assert_eq!(
        found["summary"],
        json!({
            "hasTranscript": true, "hasAnalysis": true, "hasRecording": false,
            "hasFunctionCalls": true, "recordingAvailable": false, "duration": 300,
            "callCompleted": true, "isTelephonyCall": true, "hasBillingInfo": true,
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_without_further_rights_sees_redacted_text_and_masked_people() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    let found = ask(&app, &key, &json!({"conversationId": ROOM})).await;
    assert!(!found.body.contains("+12025550123") && !found.body.contains("John"), "{}", found.body);
    let found = found.json()["conversation"].clone();
    assert_eq!(
        (&found["callerPhone"], &found["calleePhone"]),
        (&json!("****0123"), &json!("****7890"))
    );
    assert_eq!(found["user"]["id"], "user_123");
    assert_eq!(found["user"]["name"], "[REDACTED]");
    let raw: Value = serde_json::from_str(found["transcript"]["raw"].as_str().unwrap()).unwrap();
    assert_eq!(raw[0]["text"], "Hello! How can I help you?");
    assert_eq!(raw[1]["text"], "My number is [PHONE]");
    assert_eq!(raw[1]["timestamp"], "2024-01-15T10:30:09Z");
    assert_eq!(found["transcript"]["parsed"], source()["conversation"]["transcript"]["parsed"]);
    assert_eq!(found["agent"], source()["conversation"]["agent"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn talkifai_request_parts_left_out_are_null_and_still_summed_up() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    let form = format!(
        "conversationId={ROOM}&includeTranscript=no&includeAnalysis=0&includeRecording=False"
    );
    let request = post("/api/export/conversation").header("x-api-key", &key);
    let found = app.send(request.body(Body::from(form)).unwrap()).await.json();
    for part in ["transcript", "postCallAnalysis", "recording"] {
        assert_eq!(found["conversation"][part], Value::Null, "{part}");
    }
    assert_eq!(
        found["exportMetadata"]["includedData"],
        json!({"transcript": false, "analysis": false, "recording": false})
    );
    assert_eq!(found["summary"]["hasTranscript"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_of_another_source_has_every_field() {
    let app = TestApp::new().await;
    app.ingest(vec![call(7)]).await;
    let key = app.key(ADMIN, &[EXPORT, DESK, ("scope", "callers:full")]).await;
    let found = ask(&app, &key, &json!({"conversationId": "call-7"})).await.json();
    let made = &found["conversation"];
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(made), keys(&source()["conversation"]));
    assert_eq!(keys(&made["agent"]), keys(&source()["conversation"]["agent"]));
    assert_eq!(
        (&made["sessionType"], &made["callerPhone"]),
        (&json!("telephony"), &json!("+442079400007"))
    );
    assert_eq!(
        (&made["startTime"], &made["endTime"]),
        (&json!("2026-06-01T09:07:00Z"), &Value::Null)
    );
    let raw: Value = serde_json::from_str(made["transcript"]["raw"].as_str().unwrap()).unwrap();
    assert_eq!(
        raw[1],
        json!({"speaker": "user", "text": "I would like an appointment", "timestamp": null})
    );
    assert_eq!(found["summary"]["callCompleted"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_that_may_not_be_read_is_null() {
    let app = TestApp::new().await;
    app.ingest(vec![IncomingCall {
        transcript_state: TranscriptState::RetentionExpired,
        ..call(1)
    }])
    .await;
    let key = app.key(ADMIN, &[EXPORT, DESK, ("scope", "transcripts:raw")]).await;
    let found = ask(&app, &key, &json!({"conversationId": "call-1"})).await.json();
    assert_eq!(found["conversation"]["transcript"], Value::Null);
    assert_eq!(found["summary"]["hasTranscript"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn talkifai_recording_urls_are_good_for_a_day_and_decided_at_each_fetch() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    let found = ask(&app, &key, &json!({"conversationId": "call-1"})).await.json();
    let recording = &found["conversation"]["recording"];
    assert_eq!(recording["available"], true);
    assert_eq!(recording["urlExpiry"], "2026-06-16T12:00:00Z");
    let url = recording["signedUrl"].as_str().unwrap();
    let path = url.strip_prefix("http://calls.example").unwrap().to_owned();
    let fetch = || async { app.send(get(&path).body(Body::empty()).unwrap()).await };
    let sound = fetch().await;
    assert_eq!((sound.status.as_u16(), sound.header("content-type")), (200, "audio/wav"));
    assert_eq!(sound.bytes, one_second_wav());
    let range =
        app.send(get(&path).header("range", "bytes=10-19").body(Body::empty()).unwrap()).await;
    assert_eq!((range.status.as_u16(), range.header("content-range")), (206, "bytes 10-19/16044"));
    assert_eq!(range.bytes, one_second_wav()[10..20]);
    let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
    let last = log.last().unwrap();
    assert_eq!((last.action.as_str(), broken), ("recording.downloaded", None));
    assert!(last.actor.starts_with("key Backup of"), "{}", last.actor);
    app.sql("UPDATE tenants SET recording_download = FALSE").await;
    assert_eq!(fetch().await.code(), "recording_blocked");
    app.sql("UPDATE tenants SET recording_download = TRUE").await;
    app.advance_clock(24 * 60 * 60);
    assert_eq!(fetch().await.code(), "grant_expired");
    app.sql("UPDATE api_keys SET revoked_at = 1").await;
    assert_eq!(fetch().await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_summary_has_the_recordings_that_there_are() {
    let named = playable_call(2);
    let silent = IncomingCall { details: CallDetails::default(), ..call(3) };
    // Media of a call whose source named none, and may be denied.
    let pushed = IncomingCall {
        details: CallDetails { recording: None, ..playable_call(4).details },
        ..call(4)
    };
    let denied = recorded_call(5, Some(Consent::Denied), Some(PlaybackCompliance::Permitted));
    let app = app_with_recordings(vec![playable_call(1), pushed, denied]).await;
    app.ingest(vec![named, silent]).await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    for (n, has, available) in
        [(1, true, true), (2, false, false), (3, false, false), (4, true, true), (5, true, false)]
    {
        for include in [true, false] {
            let wanted =
                json!({"conversationId": format!("call-{n}"), "includeRecording": include});
            let found = ask(&app, &key, &wanted).await.json();
            let summary = &found["summary"];
            let flags = (&summary["hasRecording"], &summary["recordingAvailable"]);
            assert_eq!(flags, (&json!(has), &json!(available)), "call {n}, {include}");
            let link = &found["conversation"]["recording"];
            assert_eq!(link.is_object(), available && include, "call {n}, {include}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_export_is_in_the_audit_log() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    ask(&app, &key, &json!({"conversationId": ROOM, "includeAnalysis": false})).await;
    let (log, _) = app.backend.audit().log("harbour").await.unwrap();
    let last = log.last().unwrap();
    assert_eq!(last.action, "conversation.exported");
    assert_eq!(last.actor, format!("key Backup of {ADMIN}"));
    let detail: Value = serde_json::from_str(&last.detail).unwrap();
    assert_eq!(detail["included"]["analysis"], false);
    assert_eq!((&detail["raw_text"], &detail["full_callers"]), (&json!(false), &json!(false)));
}
