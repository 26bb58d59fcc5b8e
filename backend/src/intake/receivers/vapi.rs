//! Vapi's report at the end of a call.

use serde_json::{Map, Value, json};

use super::field::{OwnCall, file_of, sentiment, time, turn, unquoted};

/// Why a call ended that nobody took.
const MISSED: [&str; 6] = [
    "customer-busy",
    "customer-did-not-answer",
    "voicemail",
    "call.in-progress.error-providerfault-outbound-sip-408-request-timeout",
    "call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable",
    "call.ringing.sip-inbound-caller-hungup-before-call-connect",
];
/// How the reasons begin of calls that were spoken to their end, or on to somebody else.
const COMPLETED: [&str; 14] = [
    "customer-ended-call",
    "assistant-ended-call",
    "assistant-said-end-call-phrase",
    "assistant-forwarded-call",
    "assistant-request-returned-forwarding-phone-number",
    "silence-timed-out",
    "exceeded-max-duration",
    "call.in-progress.twilio-completed-call",
    "call.in-progress.sip-completed-call",
    "vonage-completed",
    "call.ending.hook-executed",
    "call.ringing.hook-executed",
    "call.forwarding.operator-busy",
    "call.forwarding.no-answer",
];
/// What a reason says of a call that broke down.
const FAILED: [&str; 14] = [
    "error",
    "failed",
    "call.start.",
    "not-found",
    "not-valid",
    "invalid-assistant",
    "no-assistant",
    "timed-out",
    "worker-shutdown",
    "misdialed",
    "rejected",
    "disconnected",
    "sip-outbound",
    "microphone-permission",
];

/// The call of an `end-of-call-report` in our own format; `None` for any other message.
pub(super) fn own_call(report: &Value) -> Option<Value> {
    let message = &report["message"];
    if message["type"] != "end-of-call-report" {
        return None;
    }
    let mut call = OwnCall::default();
    call.copy("source_id", message, &["/call/id"]);
    let starts = ["/startedAt", "/call/startedAt", "/artifact/messages/0/time"];
    call.copy(
        "started_at",
        message,
        &[starts.as_slice(), &["/call/createdAt", "/endedAt"]].concat(),
    );
    call.copy("ended_at", message, &["/endedAt", "/call/endedAt", "/timestamp"]);
    if message["startedAt"].is_null() {
        call.copy("total_seconds", message, &["/durationSeconds"]);
        call.set_missing("total_seconds", 0);
    }
    let reasons = ["/endedReason", "/call/endedReason"];
    let reason = reasons.iter().find_map(|place| message.pointer(place)?.as_str());
    let reason = reason.unwrap_or_default();
    call.set("end_reason", reason);
    call.set("source_status", reason);
    call.set("status", status(reason));
    set_parties(&mut call, message);
    call.copy("agent", message, &["/assistant/name", "/call/assistant/name"]);
    call.copy("summary", message, &["/analysis/summary"]);
    let analysis = message["analysis"].as_object().filter(|analysis| !analysis.is_empty());
    call.set("analysis", analysis.map(|analysis| json!(analysis)).unwrap_or_default());
    call.set("sentiment", sentiment(&message["analysis"]["structuredData"]["sentiment"]));
    call.copy("costs.total", message, &["/cost"]);
    let messages = message.pointer("/artifact/messages").and_then(Value::as_array);
    let messages = messages.map(Vec::as_slice).unwrap_or_default();
    call.set("transcript.turns", turns(messages));
    call.set("function_calls", function_calls(messages));
    let places = ["/artifact/recordingUrl", "/recordingUrl"];
    let recording = places.iter().find_map(|place| message.pointer(place)?.as_str());
    call.set("recording.file_name", recording.and_then(file_of));
    Some(call.into_value())
}

/// What is kept of a report: all but the prompts, and the keys of telephone providers that stand
/// beside a number.
pub(super) fn record(report: &Value) -> Value {
    let mut kept = report.clone();
    if let Some(message) = kept.get_mut("message") {
        for owner in ["phoneNumber", "assistant"] {
            for place in [format!("/{owner}"), format!("/call/{owner}")] {
                if let Some(Value::Object(fields)) = message.pointer_mut(&place) {
                    fields.retain(|name, _| matches!(name.as_str(), "id" | "name" | "number"));
                }
            }
        }
        for list in ["/artifact/messages", "/artifact/messagesOpenAIFormatted", "/messages"] {
            if let Some(Value::Array(messages)) = message.pointer_mut(list) {
                messages.retain(|message| message["role"] != "system");
            }
        }
    }
    kept
}

/// Who called whom: the customer is on the other end, whichever way the call went.
fn set_parties(call: &mut OwnCall, message: &Value) {
    let (channel, direction) = match message.pointer("/call/type").and_then(Value::as_str) {
        Some("inboundPhoneCall") => ("voice", "inbound"),
        Some("outboundPhoneCall") => ("voice", "outbound"),
        Some("webCall" | "vapi.websocketCall") => ("web", "inbound"),
        _ => ("unknown", "unknown"),
    };
    call.set("channel", channel);
    call.set("direction", direction);
    let (theirs, ours) =
        if direction == "outbound" { ("callee", "caller") } else { ("caller", "callee") };
    call.copy(theirs, message, &["/customer/number", "/call/customer/number"]);
    call.copy(ours, message, &["/phoneNumber/number", "/call/phoneNumber/number"]);
    call.copy("customer.name", message, &["/customer/name", "/call/customer/name"]);
    call.copy("customer.phone", message, &["/customer/number", "/call/customer/number"]);
}

fn status(reason: &str) -> &'static str {
    if MISSED.contains(&reason) {
        "missed"
    } else if COMPLETED.iter().any(|word| reason.starts_with(word)) {
        "completed"
    } else if FAILED.iter().any(|word| reason.contains(word)) {
        "failed"
    } else {
        "unknown"
    }
}

/// What was said. The system's messages are the instructions of the assistant, not speech.
fn turns(messages: &[Value]) -> Vec<Value> {
    let said = |message: &Value| {
        let speaker = match message["role"].as_str()? {
            "bot" | "assistant" => "agent",
            "user" => "caller",
            _ => return None,
        };
        turn(speaker, message["message"].as_str(), Some(message["time"].clone()))
    };
    messages.iter().filter_map(said).collect()
}

/// What the assistant called, with what came back for it.
fn function_calls(messages: &[Value]) -> Vec<Value> {
    let mut calls = Vec::new();
    for message in messages {
        for asked in message["toolCalls"].as_array().into_iter().flatten() {
            let result = messages.iter().find(|other| {
                other["role"] == "tool_call_result" && other["toolCallId"] == asked["id"]
            });
            let mut call = Map::new();
            call.insert("function".to_owned(), asked["function"]["name"].clone());
            call.insert("parameters".to_owned(), unquoted(&asked["function"]["arguments"]));
            call.insert("timestamp".to_owned(), json!(time(&message["time"])));
            if let Some(result) = result {
                call.insert("result".to_owned(), unquoted(&result["result"]));
            }
            calls.push(Value::Object(call));
        }
    }
    calls
}
