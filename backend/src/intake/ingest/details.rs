//! Redaction of a call's details: of every text and every name that a source can choose.

use earshot_domain::{
    CallDetails, Citation, Csat, FunctionCall, Leg, MAX_SEARCHED_TAG, OutcomeCode, Recording,
    ReviewEvent,
};
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    Error,
    privacy::redaction::{redact, redact_json},
};

/// The details as JSON, redacted.
pub(crate) fn redacted_details(details: &CallDetails) -> Result<String, Error> {
    Ok(serde_json::to_string(&redacted(details.clone()))?)
}

// Every field is named, so that a new one needs a decision.
fn redacted(details: CallDetails) -> CallDetails {
    let CallDetails {
        legs,
        function_calls,
        costs,
        analysis,
        transfer_destination,
        audience,
        priority,
        agent_sentiment,
        csat,
        tags,
        skills,
        citations,
        notes,
        review_events,
        consent,
        playback_compliance,
        recording,
    } = details;
    let texts = |texts: Vec<String>| texts.into_iter().map(text).collect();
    CallDetails {
        legs: legs.into_iter().map(leg).collect(),
        function_calls: function_calls.into_iter().map(function_call).collect(),
        costs,
        analysis: analysis.map(json),
        transfer_destination: transfer_destination.map(text),
        audience: audience.map(text),
        priority,
        agent_sentiment,
        csat: csat.map(|csat| Csat { rating: csat.rating, comment: csat.comment.map(text) }),
        tags: texts(tags),
        skills: texts(skills),
        citations: citations.into_iter().map(citation).collect(),
        notes: texts(notes),
        review_events: review_events.into_iter().map(review_event).collect(),
        consent,
        playback_compliance,
        recording: recording.map(|file| Recording { file_name: text(file.file_name) }),
    }
}

/// The code of an outcome without personal details; `None` when nothing is left.
pub(crate) fn redacted_outcome(outcome: &OutcomeCode) -> Option<OutcomeCode> {
    let redacted = redact(&outcome.label());
    if redacted.found.is_empty() {
        return Some(outcome.clone());
    }
    OutcomeCode::from_label(&redacted.text)
}

/// The distinct tags by which a call is found, redacted as in its details.
pub(crate) fn searchable_tags(details: &CallDetails) -> Vec<String> {
    let fits = |tag: &String| (1..=MAX_SEARCHED_TAG).contains(&tag.chars().count());
    let mut tags: Vec<String> =
        details.tags.iter().map(|tag| redact(tag).text).filter(fits).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

#[expect(clippy::needless_pass_by_value, reason = "the parts of a structure that is taken apart")]
fn text(text: String) -> String {
    redact(&text).text
}

fn json(mut value: Value) -> Value {
    redact_json(&mut value);
    value
}

/// A time stays as it is; anything else in its place is a text.
fn time(at: String) -> String {
    if at.parse::<Timestamp>().is_ok() { at } else { text(at) }
}

fn leg(leg: Leg) -> Leg {
    Leg { leg_id: text(leg.leg_id), status: text(leg.status), call_to: text(leg.call_to), ..leg }
}

fn function_call(call: FunctionCall) -> FunctionCall {
    FunctionCall {
        function: text(call.function),
        parameters: json(call.parameters),
        result: call.result.map(json),
        timestamp: call.timestamp.map(time),
    }
}

fn citation(citation: Citation) -> Citation {
    Citation { title: text(citation.title), url: citation.url.map(text) }
}

fn review_event(event: ReviewEvent) -> ReviewEvent {
    ReviewEvent {
        event: text(event.event),
        author: text(event.author),
        at: time(event.at),
        reason: event.reason.map(text),
    }
}
