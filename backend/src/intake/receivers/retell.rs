//! Retell's events at the end of a call, and when it was analysed.

use serde_json::{Map, Value, json};

use super::field::{OwnCall, file_of, sentiment, time, turn, unquoted};

/// Why a call ended that nobody took.
const MISSED: [&str; 6] = [
    "dial_busy",
    "dial_no_answer",
    "error_user_not_joined",
    "machine_detected",
    "user_declined",
    "voicemail_reached",
];
/// Why a call ended, or was never made, through no fault of either side.
const FAILED: [&str; 14] = [
    "budget_reached",
    "concurrency_limit_reached",
    "credit_exhausted",
    "dial_failed",
    "invalid_destination",
    "marked_as_spam",
    "network_blocked",
    "no_concurrency_fallback",
    "no_valid_payment",
    "registered_call_timeout",
    "scam_detected",
    "sip_routing_error",
    "telephony_provider_permission_denied",
    "telephony_provider_unavailable",
];

/// The call of `call_ended` and `call_analyzed` in our own format; `None` for other events.
pub(super) fn own_call(report: &Value) -> Option<Value> {
    if !matches!(report["event"].as_str(), Some("call_ended" | "call_analyzed")) {
        return None;
    }
    let ended = &report["call"];
    let mut call = OwnCall::default();
    call.copy("source_id", ended, &["/call_id"]);
    call.copy("started_at", ended, &["/start_timestamp", "/end_timestamp"]);
    if !call.has("started_at") {
        // A call that was never connected has no times of its own.
        call.copy("started_at", report, &["/event_timestamp"]);
    }
    call.copy("ended_at", ended, &["/end_timestamp"]);
    let length = ended["duration_ms"].as_f64().map(|milliseconds| milliseconds / 1000.0);
    call.set("total_seconds", length);
    if !call.has("ended_at") {
        call.set_missing("total_seconds", 0);
    }
    let reason = ended["disconnection_reason"].as_str().unwrap_or_default();
    call.set("end_reason", reason);
    call.copy("source_status", ended, &["/call_status"]);
    call.set("status", status(reason, ended["call_status"].as_str().unwrap_or_default()));
    set_parties(&mut call, ended);
    call.copy("agent", ended, &["/agent_name", "/agent_id"]);
    call.copy("transfer_destination", ended, &["/transfer_destination"]);
    let analysis = &ended["call_analysis"];
    call.copy("summary", analysis, &["/call_summary"]);
    call.set("sentiment", sentiment(&analysis["user_sentiment"]));
    call.set("analysis", analysis.clone());
    let outcome = analysis["call_successful"].as_bool();
    call.set("outcome", outcome.map(|good| if good { "successful" } else { "unsuccessful" }));
    // In cents.
    let cost = ended.pointer("/call_cost/combined_cost").and_then(Value::as_f64);
    call.set("costs.total", cost.map(|cents| cents / 100.0));
    call.set("transcript.turns", turns(ended));
    call.set("function_calls", function_calls(ended));
    // Every recording of theirs may have the same name, so the call's comes first.
    let recording = ended["recording_url"].as_str().and_then(file_of);
    let id = ended["call_id"].as_str().unwrap_or_default();
    call.set("recording.file_name", recording.map(|file| format!("{id}-{file}")));
    Some(call.into_value())
}

/// Who called whom, and how.
fn set_parties(call: &mut OwnCall, ended: &Value) {
    call.set("channel", if ended["call_type"] == "web_call" { "web" } else { "voice" });
    let direction = match (ended["direction"].as_str(), ended["call_type"].as_str()) {
        (Some("outbound"), _) => "outbound",
        (Some("inbound"), _) | (None, Some("web_call")) => "inbound",
        _ => "unknown",
    };
    call.set("direction", direction);
    call.copy("caller", ended, &["/from_number"]);
    call.copy("callee", ended, &["/to_number"]);
    let theirs = if direction == "outbound" { "/to_number" } else { "/from_number" };
    call.copy("customer.phone", ended, &[theirs]);
}

/// What is kept of a report: all but what opens doors.
pub(super) fn record(report: &Value) -> Value {
    let mut kept = report.clone();
    if let Some(Value::Object(call)) = kept.get_mut("call") {
        call.retain(|name, _| !matches!(name.as_str(), "access_token" | "custom_sip_headers"));
    }
    kept
}

fn status(reason: &str, state: &str) -> &'static str {
    if MISSED.contains(&reason) {
        "missed"
    } else if FAILED.contains(&reason) || reason.starts_with("error") || state == "error" {
        "failed"
    } else if state == "not_connected" {
        "missed"
    } else if state == "ended" {
        "completed"
    } else {
        "unknown"
    }
}

fn turns(call: &Value) -> Vec<Value> {
    let start = call["start_timestamp"].as_f64();
    let said = |line: &Value| {
        let speaker = match line["role"].as_str()? {
            "agent" | "transfer_target" => "agent",
            "user" => "caller",
            _ => return None,
        };
        let at = start.zip(after(line)).map(|(start, after)| json!(start + after * 1000.0));
        turn(speaker, line["content"].as_str(), at)
    };
    call["transcript_object"].as_array().into_iter().flatten().filter_map(said).collect()
}

/// Seconds from the start of the call to the first word of a line.
fn after(line: &Value) -> Option<f64> {
    line["words"].get(0)?["start"].as_f64()
}

/// Seconds from the start of the call to the last word of a line.
fn spoken_until(line: &Value) -> Option<f64> {
    line["words"].as_array()?.last()?["end"].as_f64()
}

/// What the agent called. Where it has no time of its own, it came after what was said before it.
fn function_calls(call: &Value) -> Vec<Value> {
    let lines = call["transcript_with_tool_calls"].as_array();
    let lines = lines.map(Vec::as_slice).unwrap_or_default();
    let start = call["start_timestamp"].as_f64();
    let (mut calls, mut spoken) = (Vec::new(), None);
    for line in lines {
        spoken = spoken_until(line).or(spoken);
        if line["role"] != "tool_call_invocation" {
            continue;
        }
        let result = lines.iter().find(|other| {
            other["role"] == "tool_call_result" && other["tool_call_id"] == line["tool_call_id"]
        });
        let after = line["time_sec"].as_f64().or(spoken);
        let at = start.zip(after).and_then(|(start, after)| time(&json!(start + after * 1000.0)));
        let mut made = Map::new();
        made.insert("function".to_owned(), line["name"].clone());
        made.insert("parameters".to_owned(), unquoted(&line["arguments"]));
        made.insert("timestamp".to_owned(), json!(at));
        if let Some(result) = result {
            made.insert("result".to_owned(), unquoted(&result["content"]));
        }
        calls.push(Value::Object(made));
    }
    calls
}
