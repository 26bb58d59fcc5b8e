//! JSON and JSON Lines: contents, chosen columns, and messages.

use earshot_domain::{
    CallColumn, ColumnSet, ExportContent, ExportContents, ExportFormat, ExportTable,
    TranscriptState,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::samples::{TEXTS, context, conversation, conversations, file, id, key};

fn array(bytes: &[u8]) -> Vec<Value> {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn a_conversation_has_the_contents_that_are_included_by_default() {
    let key = key();
    let (written, _) = file(context(&key, ExportFormat::Json), &conversations(&key, 1));
    let expected = json!([{
        "id": id(0),
        "project": "front-desk",
        "source": "switch",
        "source_id": "2026-0",
        "started_at": "2026-05-09T14:49:21+01:00",
        "ended_at": "2026-05-09T14:49:34+01:00",
        "end_reason": "caller hung up",
        "status": "completed",
        "source_status": "done",
        "channel": "voice",
        "direction": "inbound",
        "caller": "****0018",
        "callee": "****0100",
        "agent": "Marina",
        "duration_seconds": 13,
        "ring_seconds": 2,
        "talk_seconds": 11,
        "hold_seconds": null,
        "outcome": "fully_resolved",
        "sentiment": "positive",
        "priority": "high",
        "has_recording": true, "recording_state": "available",
        "review_state": "new",
        "message_count": 2,
        "summary": "Booked for Thursday",
        "transcript_state": "available",
        "csat": { "rating": 4, "comment": "Booked for Thursday" },
        "customer": {
            "verified": true,
            "name": "[REDACTED]",
            "email": "****@example.com",
            "phone": "****0018",
            "company": "Lee & Sons",
        },
        "tags": ["new", "Booked for Thursday"],
        "audience": "patients",
        "messages": [
            {
                "n": 1,
                "speaker": "agent",
                "started_at": "2026-05-09T14:49:22+01:00",
                "offset_seconds": 1.5,
                "text": "Good morning",
            },
            {
                "n": 2,
                "speaker": "caller",
                "started_at": null,
                "offset_seconds": null,
                "text": "Booked for Thursday",
            },
        ],
    }]);
    assert_eq!(Value::Array(array(&written)), expected);
    let text = String::from_utf8(written).unwrap();
    let first = text.find("\"id\"").unwrap();
    assert!(first < text.find("\"project\"").unwrap(), "fields have an order: {text}");
}

#[test]
fn contents_that_are_left_out_have_no_field() {
    let key = key();
    let mut context = context(&key, ExportFormat::JsonLines);
    context.request.contents =
        ExportContents::only(&[ExportContent::Notes, ExportContent::AuditLog]);
    let (written, _) = file(context, &conversations(&key, 1));
    let object: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(object["notes"], json!(["Call back", "Asked twice"]));
    assert_eq!(object["audit_log"][1]["event"], "note");
    for name in ["customer", "tags", "audience", "messages", "function_calls", "citations"] {
        assert_eq!(object.get(name), None, "{name}");
    }
}

#[test]
fn a_transcript_that_cannot_be_read_has_no_messages() {
    let key = key();
    let mut hidden = conversation(&key, 0);
    hidden.row.transcript_state = TranscriptState::Hidden;
    hidden.row.customer_encrypted = None;
    let (written, _) = file(context(&key, ExportFormat::Json), &[hidden]);
    let object = &array(&written)[0];
    assert_eq!(object["messages"], json!([]));
    assert_eq!(
        (&object["transcript_state"], &object["message_count"]),
        (&json!("hidden"), &json!(null))
    );
    assert_eq!(object["customer"], json!({ "verified": false }));
}

#[test]
fn chosen_columns_make_flat_objects_of_exactly_those() {
    let key = key();
    let mut context = context(&key, ExportFormat::Json);
    context.request.columns_chosen = true;
    let fields = vec![CallColumn::Tags, CallColumn::CallId, CallColumn::Analysis];
    context.request.table = ExportTable::Calls { set: ColumnSet::Calls, fields };
    let (written, _) = file(context, &conversations(&key, 2));
    let text = String::from_utf8(written).unwrap();
    let first = format!(
        "[\n{{\"tags\":[\"new\",\"Booked for Thursday\"],\"call_id\":\"{}\",\"analysis\":{{\"score\":0.5,\"topic\":\"Booked for Thursday\"}}}},\n",
        id(0)
    );
    assert!(text.starts_with(&first), "{text}");
    assert!(text.ends_with("}\n]\n"), "{text}");
    assert_eq!(array(text.as_bytes()).len(), 2);
}

#[test]
fn messages_mode_has_an_object_for_each_message() {
    let key = key();
    let mut context = context(&key, ExportFormat::JsonLines);
    context.request.table = ExportTable::Messages { fields: Vec::new() };
    let (written, _) = file(context, &conversations(&key, TEXTS.len()));
    let lines: Vec<Value> = String::from_utf8(written)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2 * TEXTS.len());
    let spoken: Vec<_> = lines.iter().skip(1).step_by(2).map(|line| &line["text"]).collect();
    assert_eq!(spoken, TEXTS);
    assert_eq!(lines[0]["offset_seconds"], 1.5);
}

#[test]
fn a_file_of_no_conversations_is_valid() {
    let key = key();
    let (written, _) = file(context(&key, ExportFormat::Json), &[]);
    assert_eq!(array(&written), Vec::<Value>::new());
    let (lines, _) = file(context(&key, ExportFormat::JsonLines), &[]);
    assert!(lines.is_empty());
}

proptest! {
    #[test]
    fn any_text_reads_back(summary in "\\PC{0,20}[\\s\\S]{0,40}") {
        let key = key();
        let mut call = conversation(&key, 0);
        call.row.cells.summary = Some(summary.clone());
        let (written, _) = file(context(&key, ExportFormat::JsonLines), &[call]);
        let line = String::from_utf8(written).unwrap();
        prop_assert_eq!(line.split_terminator('\n').count(), 1);
        let object: Value = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(object["summary"].as_str(), Some(summary.as_str()));
    }
}
