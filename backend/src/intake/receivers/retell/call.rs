//! The call of Retell's events.

use earshot_domain::{
    CallDetails, Channel, Costs, Customer, Direction, FunctionCall, OutcomeCode, Speaker,
};
use serde_json::Value;

use super::{
    super::{
        spoken_text::turns_of_text,
        text::{recording, sentiment, telephone, turn, unquoted},
        values::{Seconds, after, fields},
    },
    report::{Call, Report, Utterance},
    status::status,
};
use crate::intake::readers::{
    CallVersion, IncomingCall, IncomingTurn, checked, filled, filled_customer, length,
    transcript_state,
};

/// The call of `call_ended` and `call_analyzed`; `None` for other events.
pub(in super::super) fn call(report: &Value) -> Result<Option<IncomingCall>, String> {
    let source_record = || record(report).to_string().into_bytes();
    let report: Report = fields(report);
    if !matches!(report.event.as_str(), "call_ended" | "call_analyzed") {
        return Ok(None);
    }
    build(&report, source_record()).and_then(checked).map(Some)
}

fn build(report: &Report, source_record: Vec<u8>) -> Result<IncomingCall, String> {
    let call = &report.call;
    // A call that was never connected has no times of its own.
    let started_at = call.start_timestamp.or(&call.end_timestamp).or(&report.event_timestamp);
    let started_at = started_at.required("start_timestamp")?;
    let ended_at = call.end_timestamp.optional("end_timestamp")?;
    let state = call.call_status.optional("call_status")?;
    let status = status(&call.disconnection_reason, state.as_deref().unwrap_or_default());
    let from = call.from_number.optional("from_number")?;
    let to = call.to_number.optional("to_number")?;
    let direction = direction(call);
    let phone = telephone(if direction == Direction::Outbound { &to } else { &from }.as_deref());
    let turns = turns(call)?;
    Ok(IncomingCall {
        source: "retell".to_owned(),
        source_id: call.call_id.required("call_id")?,
        started_at,
        ended_at,
        end_reason: filled(Some(call.disconnection_reason.to_string())),
        channel: if *call.call_type == "web_call" { Channel::Web } else { Channel::Voice },
        direction,
        status,
        source_status: filled(state).unwrap_or_else(|| status.as_str().to_owned()),
        caller: filled(from),
        callee: filled(to),
        agent: filled(call.agent_name.or(&call.agent_id).optional("agent_name")?),
        total_seconds: length(given_length(call)?, started_at, ended_at)?,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: outcome(call),
        sentiment: sentiment(call.call_analysis.fields.user_sentiment.as_deref()),
        summary: filled(call.call_analysis.fields.call_summary.optional("call_summary")?),
        transcript_state: transcript_state(&turns),
        turns,
        customer: filled_customer(Customer { phone, ..Customer::default() }),
        details: details(call)?,
        version: CallVersion::default(),
        source_record,
    })
}

fn details(call: &Call) -> Result<CallDetails, String> {
    // Every recording of theirs may have the same name, so the call's id comes first.
    let prefix = format!("{}-", call.call_id.valid().unwrap_or_default());
    let total = call.call_cost.combined_cost.map(|cents| cents / 100.0);
    Ok(CallDetails {
        function_calls: function_calls(call)?,
        costs: total.map(|total| Costs { total: Some(total), ..Costs::default() }),
        analysis: Some(call.call_analysis.source.clone()).filter(|analysis| !analysis.is_null()),
        transfer_destination: filled(call.transfer_destination.optional("transfer_destination")?),
        recording: recording(&prefix, call.recording_url.as_deref()),
        ..CallDetails::default()
    })
}

/// The length where it is given, or 0 for a call without an end to derive it from.
fn given_length(call: &Call) -> Result<Option<u32>, String> {
    if let Some(milliseconds) = call.duration_ms.optional("duration_ms")? {
        let Seconds(seconds) = Seconds::rounded(milliseconds / 1000.0).ok_or(
            "`duration_ms` must be a number of milliseconds from 0 to 2678400000 (31 days)",
        )?;
        return Ok(Some(seconds));
    }
    Ok(call.end_timestamp.is_missing().then_some(0))
}

fn direction(call: &Call) -> Direction {
    match (call.direction.as_deref(), call.call_type.as_str()) {
        (Some("outbound"), _) => Direction::Outbound,
        (Some("inbound"), _) | (None, "web_call") => Direction::Inbound,
        _ => Direction::Unknown,
    }
}

fn outcome(call: &Call) -> Option<OutcomeCode> {
    let successful = (*call.call_analysis.fields.call_successful)?;
    OutcomeCode::from_label(if successful { "successful" } else { "unsuccessful" })
}

/// The report without credentials, as it is stored.
fn record(report: &Value) -> Value {
    let mut record = report.clone();
    if let Some(Value::Object(call)) = record.get_mut("call") {
        call.retain(|name, _| !matches!(name.as_str(), "access_token" | "custom_sip_headers"));
    }
    record
}

/// The utterances, or else the text that has them.
fn turns(call: &Call) -> Result<Vec<IncomingTurn>, String> {
    let start = call.start_timestamp.valid();
    let to_turn = |utterance: &Utterance| {
        let speaker = match utterance.role.as_str() {
            "agent" | "transfer_target" => Speaker::Agent,
            "user" => Speaker::Caller,
            _ => return None,
        };
        let begins = utterance.words.first().and_then(|word| *word.start);
        let at = start.zip(begins).and_then(|(start, seconds)| after(start, seconds));
        turn(speaker, utterance.content.as_deref(), at)
    };
    let turns: Vec<_> =
        call.transcript_object.iter().filter_map(|utterance| to_turn(utterance)).collect();
    if !turns.is_empty() {
        return Ok(turns);
    }
    Ok(call.transcript.optional("transcript")?.map_or_else(Vec::new, |text| turns_of_text(&text)))
}

/// The tools the agent called. One without a time of its own followed the speech before it.
fn function_calls(call: &Call) -> Result<Vec<FunctionCall>, String> {
    let entries = call.transcript_with_tool_calls.as_slice();
    let start = call.start_timestamp.valid();
    let (mut calls, mut spoken) = (Vec::new(), None);
    for entry in entries {
        spoken = entry.words.last().and_then(|word| *word.end).or(spoken);
        if *entry.role != "tool_call_invocation" {
            continue;
        }
        let result = entries.iter().find(|other| {
            *other.role == "tool_call_result" && other.tool_call_id == entry.tool_call_id
        });
        let at = start.zip(entry.time_sec.or(spoken));
        calls.push(FunctionCall {
            function: entry.name.required("transcript_with_tool_calls.name")?,
            parameters: unquoted(&entry.arguments),
            result: result.map(|entry| unquoted(&entry.content)).filter(|value| !value.is_null()),
            timestamp: at
                .and_then(|(start, seconds)| after(start, seconds))
                .map(|time| time.to_string()),
        });
    }
    Ok(calls)
}
