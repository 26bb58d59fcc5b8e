//! Transcripts of services whose lines count from the start of the call, and their signatures.

use serde_json::{Value, json};

use crate::{
    harness::{Answer, TestApp},
    receivers::{SECRET, app, report, review, sha256},
};

/// The receiver of docs/receivers.md with this name.
fn documented(name: &str) -> String {
    let page = include_str!("../../../docs/receivers.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let named = format!("name = \"{name}\"");
    let block = blocks.into_iter().find(|block| block.contains(&named)).unwrap();
    block
        .replace("\"acme\"", "\"harbour\"")
        .replace("secret = \"…\"", &format!("secret = \"{SECRET}\""))
}

fn conversation() -> Value {
    json!({"type": "post_call_transcription", "event_timestamp": 1_781_263_700, "data": {
        "conversation_id": "conv_1", "status": "done",
        "transcript": [
            {"role": "agent", "message": "Good morning.", "time_in_call_secs": 0},
            {"role": "user", "message": "Is the pool open?", "time_in_call_secs": 4},
            {"role": "agent", "message": null, "tool_calls": [{}], "time_in_call_secs": 7},
            {"role": "agent", "message": "From nine to five.", "time_in_call_secs": 11},
        ],
        "metadata": {"start_time_unix_secs": 1_781_263_600, "call_duration_secs": 64},
        "analysis": {"transcript_summary": "Asked for pool hours."},
    }})
}

/// Sends a report that is signed at a time in seconds.
async fn signed(app: &TestApp, body: &str, time: &str) -> Answer {
    let header = format!("t={time},v0={}", sha256(&[time, ".", body]));
    let headers = [("elevenlabs-signature", header)];
    report(app, "/v1/ingest/webhooks/elevenlabs", &headers, body).await
}

const NOW: &str = "1781524800";

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_count_from_the_start_are_where_they_were_said() {
    let app = app(&documented("elevenlabs")).await;
    let body = conversation().to_string();
    let answer = signed(&app, &body, NOW).await;
    assert_eq!(answer.json()["result"], "taken", "{}", answer.body);
    let review = review(&app).await;
    let turns = review["transcript"]["turns"].as_array().unwrap();
    let offsets: Vec<i64> = turns.iter().map(|turn| turn["offset_ms"].as_i64().unwrap()).collect();
    assert_eq!(offsets, [0, 4000, 11_000]);
    assert_eq!(review["outside"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_with_a_timestamp_is_for_one_body_and_for_its_tolerance() {
    let app = app(&documented("elevenlabs")).await;
    let body = conversation().to_string();
    let target = "/v1/ingest/webhooks/elevenlabs";
    for time in ["1781522999", "1781526601"] {
        assert_eq!(signed(&app, &body, time).await.status, 401, "{time}");
    }
    let header = format!("t={NOW},v0={}", sha256(&[NOW, ".", "{}"]));
    let other = report(&app, target, &[("elevenlabs-signature", header)], &body).await;
    assert_eq!(other.status, 401);
    let header = format!("v0={}", sha256(&[&body]));
    assert_eq!(report(&app, target, &[("elevenlabs-signature", header)], &body).await.status, 401);
    assert_eq!(report(&app, target, &[], &body).await.status, 401);
    for time in ["1781523000", "1781526600"] {
        assert_eq!(signed(&app, &body, time).await.status, 200, "{time}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn small_numbers_are_refused_until_the_mapping_says_what_they_count_from() {
    let described = r#"at = { path = "/time_in_call_secs", unit = "s", from = "start" }"#;
    let old = documented("elevenlabs").replace(described, r#"at = "/time_in_call_secs""#);
    let app = app(&old).await;
    let answer = signed(&app, &conversation().to_string(), NOW).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "invalid_value"));
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("too small a number for an instant"), "{detail}");
    assert!(detail.contains(described), "{detail}");
}
