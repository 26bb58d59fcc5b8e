//! Redaction of a call's details: of every text and every name that a source can choose.

use earshot_domain::{
    CallDetails, Citation, Csat, FunctionCall, Leg, MAX_SEARCHED_TAG, OutcomeCode, Recording,
    ReviewEvent,
};
use jiff::Timestamp;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use crate::{
    Error,
    privacy::redaction::{redact, redact_json_prose, redact_prose},
    store::{Long, LongWriter},
};

/// The details as JSON, redacted. Of their lists one item at a time is in memory twice.
/// The name of the call's agent stays.
pub(crate) fn redacted_details(
    details: &CallDetails,
    agent: Option<&str>,
) -> Result<Long<String>, Error> {
    let mut json = LongWriter::default();
    json.push_json(&Redacted { details, agent })?;
    json.into_text()
}

/// Details that are redacted while they are written.
struct Redacted<'d> {
    details: &'d CallDetails,
    agent: Option<&'d str>,
}

impl Serialize for Redacted<'_> {
    // Every field is named, so that a new one needs a decision.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
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
        } = self.details;
        let prose = |text: String| redact_prose(&text, self.agent).text;
        let json = |value: Value| json(value, self.agent);
        let rated = |csat: Csat| Csat { rating: csat.rating, comment: csat.comment.map(prose) };
        let named = |file: Recording| Recording { file_name: text(file.file_name) };
        let mut map = serializer.serialize_map(None)?;
        put_list(&mut map, "legs", legs, leg)?;
        put_list(&mut map, "function_calls", function_calls, |call| function_call(call, json))?;
        put(&mut map, "costs", costs.as_ref(), |costs| costs)?;
        put(&mut map, "analysis", analysis.as_ref(), json)?;
        put(&mut map, "transfer_destination", transfer_destination.as_ref(), text)?;
        put(&mut map, "audience", audience.as_ref(), text)?;
        put(&mut map, "priority", priority.as_ref(), |priority| priority)?;
        put(&mut map, "agent_sentiment", agent_sentiment.as_ref(), |sentiment| sentiment)?;
        put(&mut map, "csat", csat.as_ref(), rated)?;
        put_list(&mut map, "tags", tags, text)?;
        put_list(&mut map, "skills", skills, text)?;
        put_list(&mut map, "citations", citations, citation)?;
        put_list(&mut map, "notes", notes, prose)?;
        put_list(&mut map, "review_events", review_events, |event| review_event(event, prose))?;
        put(&mut map, "consent", consent.as_ref(), |consent| consent)?;
        put(&mut map, "playback_compliance", playback_compliance.as_ref(), |rules| rules)?;
        put(&mut map, "recording", recording.as_ref(), named)?;
        map.end()
    }
}

/// Writes a value that is there.
fn put<M: SerializeMap, T: Clone + Serialize>(
    map: &mut M,
    name: &'static str,
    value: Option<&T>,
    redacted: impl Fn(T) -> T,
) -> Result<(), M::Error> {
    match value {
        None => Ok(()),
        Some(value) => map.serialize_entry(name, &redacted(value.clone())),
    }
}

/// Writes a list that is not empty.
fn put_list<M: SerializeMap, T: Clone + Serialize>(
    map: &mut M,
    name: &'static str,
    items: &[T],
    redacted: impl Fn(T) -> T,
) -> Result<(), M::Error> {
    if items.is_empty() {
        return Ok(());
    }
    map.serialize_entry(name, &RedactedItems(items, redacted))
}

struct RedactedItems<'i, T, F>(&'i [T], F);

impl<T: Clone + Serialize, F: Fn(T) -> T> Serialize for RedactedItems<'_, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().cloned().map(&self.1))
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

fn json(mut value: Value, agent: Option<&str>) -> Value {
    redact_json_prose(&mut value, agent);
    value
}

/// A time stays as it is; anything else in its place is a text.
fn time(at: String) -> String {
    if at.parse::<Timestamp>().is_ok() { at } else { text(at) }
}

fn leg(leg: Leg) -> Leg {
    Leg { leg_id: text(leg.leg_id), status: text(leg.status), call_to: text(leg.call_to), ..leg }
}

fn function_call(call: FunctionCall, json: impl Fn(Value) -> Value) -> FunctionCall {
    FunctionCall {
        function: text(call.function),
        parameters: json(call.parameters),
        result: call.result.map(&json),
        timestamp: call.timestamp.map(time),
    }
}

fn citation(citation: Citation) -> Citation {
    Citation { title: text(citation.title), url: citation.url.map(text) }
}

fn review_event(event: ReviewEvent, prose: impl Fn(String) -> String) -> ReviewEvent {
    ReviewEvent {
        event: text(event.event),
        author: text(event.author),
        at: time(event.at),
        reason: event.reason.map(prose),
    }
}
