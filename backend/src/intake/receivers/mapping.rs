//! The receiver of other JSON reports, which an operator's mapping describes.

use earshot_domain::Speaker;
use serde_json::{Value, json};

use super::{MappingSpec, TranscriptSpec, line_time::set_time, own_record::OwnRecord};
use crate::{
    Error,
    intake::readers::{IncomingCall, OwnTurn, own_call_with_turns, own_fault},
    store::LongWriter,
};

/// The call of a report for the receiver `source`; `None` for a report that does not meet the
/// mapping's conditions.
pub(super) fn call(
    source: &str,
    spec: &MappingSpec,
    mut report: Value,
) -> Result<Option<IncomingCall>, Error> {
    let Some(record) = facts(spec, &report) else { return Ok(None) };
    let mut source_record = LongWriter::default();
    source_record.push_json(&report)?;
    let source_record = source_record.into_bytes()?;
    let unread = |reason| Error::field("body", reason);
    let turns = spec.transcript.as_ref().map(|spec| turns(spec, &mut report));
    let turns = turns.transpose().map_err(unread)?;
    // What is left of the report can be large.
    drop(report);
    let call = own_call_with_turns(source, &record, turns, source_record.to_bytes()?);
    call.map(Some).map_err(unread)
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

/// The record of a report in our own format, without its transcript.
fn facts(spec: &MappingSpec, report: &Value) -> Option<Value> {
    let is_accepted = spec
        .when
        .iter()
        .all(|(place, wanted)| report.pointer(place).is_some_and(|value| wanted.contains(value)));
    if !is_accepted {
        return None;
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
    Some(record.into_value())
}

/// The record of a report in our own format.
#[cfg(test)]
pub(super) fn own_record(spec: &MappingSpec, report: &Value) -> Result<Option<Value>, String> {
    let Some(mut record) = facts(spec, report) else { return Ok(None) };
    let Some(transcript) = &spec.transcript else { return Ok(Some(record)) };
    let written = |turn: OwnTurn| {
        let mut line = json!({"speaker": turn.speaker, "text": turn.text});
        if let Some(at) = turn.at {
            line["at"] = at.into();
        }
        if let Some(offset) = turn.offset_ms {
            line["offset_ms"] = offset.into();
        }
        line
    };
    let turns = turns(transcript, &mut report.clone())?;
    record["transcript"] = json!({"turns": turns.into_iter().map(written).collect::<Vec<_>>()});
    Ok(Some(record))
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

/// The turns of a report, whose texts are taken out of it.
fn turns(spec: &TranscriptSpec, report: &mut Value) -> Result<Vec<OwnTurn>, String> {
    let lines = report.pointer_mut(&spec.turns).and_then(Value::as_array_mut);
    let Some(lines) = lines else { return Ok(Vec::new()) };
    let mut read = Vec::with_capacity(lines.len());
    for line in lines {
        let speaker = speaker(spec, line);
        let mut turn = OwnTurn { speaker, text: String::new(), at: None, offset_ms: None };
        let is_blank = |text: &str| text.trim().is_empty();
        if line.pointer(&spec.text).and_then(Value::as_str).is_none_or(is_blank) {
            continue;
        }
        if let Some(at) = &spec.at {
            set_time(&mut turn, at, line.pointer(at.path()))?;
        }
        if let Some(Value::String(text)) = line.pointer_mut(&spec.text).map(Value::take) {
            turn.text = trimmed(text);
        }
        read.push(turn);
    }
    Ok(read)
}

/// A text without blanks around it; one that has none is not copied.
fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

/// The speaker of a turn.
fn speaker(spec: &TranscriptSpec, turn: &Value) -> Speaker {
    let speaker = match turn.pointer(&spec.speaker) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let is = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(&speaker));
    if is(&spec.agent) {
        Speaker::Agent
    } else if is(&spec.caller) {
        Speaker::Caller
    } else {
        Speaker::System
    }
}
