//! The receiver of other JSON reports, which an operator's mapping describes.

use serde_json::{Value, json};

use super::{MappingSpec, TranscriptSpec, line_time::set_time, own_record::OwnRecord};
use crate::intake::readers::{IncomingCall, own_call, own_fault};

/// The call of a report for the receiver `source`; `None` for a report that does not meet the
/// mapping's conditions.
pub(super) fn call(
    source: &str,
    spec: &MappingSpec,
    report: &Value,
) -> Result<Option<IncomingCall>, String> {
    let Some(record) = own_record(spec, report)? else { return Ok(None) };
    own_call(source, &record, report.to_string().into_bytes()).map(Some)
}

/// The first fixed value or translation that its field would never accept, with the reason.
pub(super) fn value_fault(spec: &MappingSpec) -> Option<String> {
    let fixed = spec.fixed.iter().map(|(field, value)| (field, value.clone()));
    let words = spec.values.iter().flat_map(|(field, words)| {
        words.values().map(move |word| (field, Value::String(word.clone())))
    });
    fixed.chain(words).find_map(|(field, value)| {
        let mut record = OwnRecord::default();
        record.set("source_id", &json!("1"));
        record.set("started_at", &json!("1970-01-01T00:00:00Z"));
        record.set("status", &json!("completed"));
        record.set(field, &value);
        own_fault(&record.into_value()).map(|reason| format!("{field} = {value}: {reason}"))
    })
}

/// The record of a report in our own format.
pub(super) fn own_record(spec: &MappingSpec, report: &Value) -> Result<Option<Value>, String> {
    let is_accepted = spec
        .when
        .iter()
        .all(|(place, wanted)| report.pointer(place).is_some_and(|value| wanted.contains(value)));
    if !is_accepted {
        return Ok(None);
    }
    let mut record = OwnRecord::default();
    for (field, value) in &spec.fixed {
        record.set(field, value);
    }
    for (field, place) in &spec.fields {
        if let Some(value) = report.pointer(place) {
            record.set(field, &translated(spec, field, value));
        }
    }
    // The sender's own word, where ours is a translation of it.
    let word = spec.fields.get("status").and_then(|place| report.pointer(place));
    if let Some(word) = word.filter(|_| spec.values.contains_key("status"))
        && !spec.fields.contains_key("source_status")
        && !spec.fixed.contains_key("source_status")
    {
        record.set("source_status", word);
    }
    if let Some(transcript) = &spec.transcript {
        record.put("transcript.turns", turns(transcript, report)?);
    }
    Ok(Some(record.into_value()))
}

/// A value as the mapping translates it.
fn translated(spec: &MappingSpec, field: &str, value: &Value) -> Value {
    let Some(words) = spec.values.get(field) else { return value.clone() };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let known = words.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(&text));
    match known.or_else(|| words.get_key_value("*")) {
        Some((_, ours)) => Value::String(ours.clone()),
        None => value.clone(),
    }
}

fn turns(spec: &TranscriptSpec, report: &Value) -> Result<Value, String> {
    let mut read = Vec::new();
    for turn in report.pointer(&spec.turns).and_then(Value::as_array).into_iter().flatten() {
        let text = turn.pointer(&spec.text).and_then(Value::as_str).map(str::trim);
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        let mut line = json!({ "speaker": speaker(spec, turn), "text": text });
        if let Some(at) = &spec.at {
            set_time(&mut line, at, turn.pointer(at.path()))?;
        }
        read.push(line);
    }
    Ok(Value::Array(read))
}

/// The speaker of a turn, as a code of our own format.
fn speaker(spec: &TranscriptSpec, turn: &Value) -> &'static str {
    let speaker = match turn.pointer(&spec.speaker) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let is = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(&speaker));
    if is(&spec.agent) {
        "agent"
    } else if is(&spec.caller) {
        "caller"
    } else {
        "system"
    }
}
