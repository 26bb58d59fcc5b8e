//! The call of Vapi's report at its end.

use earshot_domain::{CallDetails, Channel, Costs, Customer, Direction, FunctionCall};
use serde_json::{Value, json};

use super::{
    super::{
        text::{recording, sentiment, telephone, unquoted},
        values::{Part, Seconds, WithSource, fields},
    },
    conversation::{lines, summary, turns},
    report::{Analysis, Line, Message, Report, ToolCall},
    status::status,
};
use crate::intake::readers::{
    CallVersion, IncomingCall, checked, filled, filled_customer, length, transcript_state,
};

/// The call of an `end-of-call-report`; `None` for any other message.
pub(in super::super) fn call(report: Value) -> Result<Option<IncomingCall>, String> {
    // Relays pass the message on without its envelope.
    let report = if report["message"].is_object() { report } else { json!({ "message": report }) };
    let Report { message } = fields(&report);
    if *message.kind != "end-of-call-report" {
        return Ok(None);
    }
    let source_record = record(report).to_string().into_bytes();
    build(&message, source_record).and_then(checked).map(Some)
}

fn build(message: &Message, source_record: Vec<u8>) -> Result<IncomingCall, String> {
    let call = &message.call;
    let lines = lines(message);
    let started_at = message
        .started_at
        .or(&call.started_at)
        .or(&lines.first().map(|line| line.time.clone()).unwrap_or_default())
        .or(&call.created_at)
        .or(&message.ended_at)
        .required("startedAt")?;
    let ended_at = message.ended_at.or(&call.ended_at).or(&message.timestamp);
    let ended_at = ended_at.optional("endedAt")?;
    let reason = message.ended_reason.as_deref().or(call.ended_reason.as_deref());
    let reason = reason.unwrap_or_default();
    let Parties { channel, direction, caller, callee, customer } = parties(message)?;
    let turns = turns(message, lines)?;
    let status = status(reason);
    let reason = filled(Some(reason.to_owned()));
    let analysis = analysis(message);
    Ok(IncomingCall {
        source: "vapi".to_owned(),
        source_id: call.id.required("call.id")?,
        started_at,
        ended_at,
        channel,
        direction,
        status,
        source_status: reason.clone().unwrap_or_else(|| status.as_str().to_owned()),
        end_reason: reason,
        caller: filled(caller),
        callee: filled(callee),
        agent: filled(message.assistant.name.or(&call.assistant.name).optional("assistant.name")?),
        total_seconds: length(given_length(message)?, started_at, ended_at)?,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: None,
        sentiment: sentiment(analysis.fields.structured_data.sentiment.as_deref()),
        summary: summary(message)?,
        transcript_state: transcript_state(&turns),
        turns,
        customer: filled_customer(customer),
        details: CallDetails {
            function_calls: function_calls(lines)?,
            costs: message
                .cost
                .or(&call.cost)
                .optional("cost")?
                .map(|total| Costs { total: Some(total), ..Costs::default() }),
            analysis: Some(analysis.source.clone())
                .filter(|analysis| analysis.as_object().is_some_and(|fields| !fields.is_empty())),
            recording: {
                let url = message.artifact.recording_url.as_deref();
                let url = url.or(message.recording_url.as_deref());
                recording("", url.or(call.recording_url.as_deref()))
            },
            ..CallDetails::default()
        },
        version: CallVersion::default(),
        source_record,
    })
}

/// The length of a call that never began; that of another follows from its times.
fn given_length(message: &Message) -> Result<Option<u32>, String> {
    if !message.started_at.is_missing() {
        return Ok(None);
    }
    let given = message.duration_seconds.optional("durationSeconds")?;
    Ok(Some(given.map_or(0, |Seconds(seconds)| seconds)))
}

/// The report without prompts and without the credentials of telephone providers, as it is stored.
fn record(mut record: Value) -> Value {
    if let Some(message) = record.get_mut("message") {
        for owner in ["phoneNumber", "assistant"] {
            for place in [format!("/{owner}"), format!("/call/{owner}")] {
                if let Some(Value::Object(fields)) = message.pointer_mut(&place) {
                    fields.retain(|name, _| {
                        matches!(name.as_str(), "id" | "name" | "number" | "sipUri")
                    });
                }
            }
        }
        for owner in ["", "/artifact", "/call", "/call/artifact"] {
            for list in ["messages", "messagesOpenAIFormatted"] {
                let place = format!("{owner}/{list}");
                if let Some(Value::Array(messages)) = message.pointer_mut(&place) {
                    messages.retain(|message| message["role"] != "system");
                }
            }
        }
    }
    record
}

struct Parties {
    channel: Channel,
    direction: Direction,
    caller: Option<String>,
    callee: Option<String>,
    customer: Customer,
}

/// The parties of the call: the customer is the other side, in either direction.
fn parties(message: &Message) -> Result<Parties, String> {
    let (channel, direction) = match message.call.kind.as_str() {
        "inboundPhoneCall" => (Channel::Voice, Direction::Inbound),
        "outboundPhoneCall" => (Channel::Voice, Direction::Outbound),
        "webCall" | "vapi.websocketCall" => (Channel::Web, Direction::Inbound),
        _ => (Channel::Unknown, Direction::Unknown),
    };
    let call = &message.call;
    let number = message.customer.number.or(&call.customer.number).optional("customer.number")?;
    let address = message.customer.sip_uri.or(&call.customer.sip_uri);
    let theirs = filled(number).or(filled(address.optional("customer.sipUri")?));
    let ours = message.phone_number.number.or(&call.phone_number.number);
    let ours = filled(ours.optional("phoneNumber.number")?);
    let address = message.phone_number.sip_uri.or(&call.phone_number.sip_uri);
    let ours = ours.or(filled(address.optional("phoneNumber.sipUri")?));
    let name = message.customer.name.or(&call.customer.name).optional("customer.name")?;
    let customer = Customer { name, phone: telephone(theirs.as_deref()), ..Customer::default() };
    let (caller, callee) =
        if direction == Direction::Outbound { (ours, theirs) } else { (theirs, ours) };
    Ok(Parties { channel, direction, caller, callee, customer })
}

/// The analysis of the first level that has one.
fn analysis(message: &Message) -> &WithSource<Analysis> {
    if message.analysis.source.is_null() { &message.call.analysis } else { &message.analysis }
}

/// The tools the assistant called, with their results.
fn function_calls(lines: &[Part<Line>]) -> Result<Vec<FunctionCall>, String> {
    let mut calls = Vec::new();
    for line in lines {
        for ToolCall { id, function } in line.tool_calls.iter().map(|call| &**call) {
            let result = lines
                .iter()
                .find(|other| *other.role == "tool_call_result" && other.tool_call_id == *id);
            calls.push(FunctionCall {
                function: function.name.required("toolCalls.function.name")?,
                parameters: unquoted(&function.arguments),
                result: result.map(|line| unquoted(&line.result)).filter(|value| !value.is_null()),
                timestamp: line.time.valid().map(|time| time.to_string()),
            });
        }
    }
    Ok(calls)
}
