//! The receiver of other JSON reports, which an operator's mapping describes.

use serde_json::{Value, json};

use super::{
    MappingSpec, TranscriptSpec,
    own_record::{OwnRecord, time},
};
use crate::intake::readers::{IncomingCall, own_call, own_fault};

/// The call of a report for the receiver `source`; `None` for a report that does not meet the
/// mapping's conditions.
pub(super) fn call(
    source: &str,
    spec: &MappingSpec,
    report: &Value,
) -> Result<Option<IncomingCall>, String> {
    let Some(record) = own_record(spec, report) else { return Ok(None) };
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
fn own_record(spec: &MappingSpec, report: &Value) -> Option<Value> {
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
    if let Some(transcript) = &spec.transcript {
        record.set("transcript.turns", &turns(transcript, report));
    }
    Some(record.into_value())
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

fn turns(spec: &TranscriptSpec, report: &Value) -> Value {
    let turns = report.pointer(&spec.turns).and_then(Value::as_array);
    let read = |turn: &Value| {
        let speaker = turn.pointer(&spec.speaker).map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let is = |words: &[String]| {
            let speaker = speaker.as_deref().unwrap_or_default();
            words.iter().any(|word| word.eq_ignore_ascii_case(speaker))
        };
        let speaker = if is(&spec.agent) {
            "agent"
        } else if is(&spec.caller) {
            "caller"
        } else {
            "system"
        };
        let text = turn.pointer(&spec.text)?.as_str()?.trim();
        let at = spec.at.as_ref().and_then(|place| turn.pointer(place)).and_then(time);
        (!text.is_empty()).then(|| json!({ "speaker": speaker, "text": text, "at": at }))
    };
    turns.into_iter().flatten().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> MappingSpec {
        toml::from_str(
            r#"
            when = { "/event" = ["ended", "analysed"] }
            fixed = { channel = "voice" }
            [fields]
            source_id = "/call/id"
            started_at = "/call/began"
            total_seconds = "/call/length"
            status = "/call/result"
            "customer.name" = "/call/who/name"
            [values.status]
            ok = "completed"
            "*" = "missed"
            [transcript]
            turns = "/call/lines"
            speaker = "/by"
            text = "/words"
            at = "/when"
            agent = ["bot"]
            caller = ["human"]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn a_report_is_read_by_its_mapping() {
        let report = json!({"event": "ended", "call": {
            "id": 7, "began": 1_793_899_868, "length": 12.4, "result": "OK", "who": {"name": "Ann"},
            "lines": [
                {"by": "bot", "words": "Hello", "when": 1_793_899_869},
                {"by": "human", "words": "Hi"}, {"by": "line", "words": "beep"}, {"by": "bot"},
            ],
        }});
        let expected = json!({
            "channel": "voice", "source_id": "7", "started_at": "2026-11-05T17:31:08Z",
            "total_seconds": 12, "status": "completed", "source_status": "OK", "customer": {"name": "Ann"},
            "transcript": {"turns": [
                {"speaker": "agent", "text": "Hello", "at": "2026-11-05T17:31:09Z"},
                {"speaker": "caller", "text": "Hi", "at": null},
                {"speaker": "system", "text": "beep", "at": null},
            ]},
        });
        assert_eq!(own_record(&spec(), &report), Some(expected));
    }

    #[test]
    fn values_that_are_no_words_of_ours_are_found_before_any_report() {
        assert_eq!(value_fault(&spec()), None);
        let with = |field: &str, word: &str| {
            let mut spec = spec();
            let words = spec.values.entry(field.to_owned()).or_default();
            words.insert("answered".to_owned(), word.to_owned());
            value_fault(&spec)
        };
        let fault = with("status", "done").unwrap();
        assert!(fault.starts_with("status = \"done\": `status` must be one of"), "{fault}");
        assert!(with("channel", "phone").is_some() && with("sentiment", "glad").is_some());
        assert!(with("csat.rating", "good").is_some() && with("total_seconds", "long").is_some());
        assert_eq!(with("csat.rating", "5"), None);
        assert_eq!(with("total_seconds", "60"), None);
        let mut fixed = spec();
        fixed.fixed.insert("direction".to_owned(), json!("in"));
        assert!(value_fault(&fixed).unwrap().starts_with("direction = \"in\""));
    }

    #[test]
    fn other_events_do_not_count_and_other_words_are_taken_by_the_star() {
        assert_eq!(own_record(&spec(), &json!({"event": "started"})), None);
        let report = json!({"event": "analysed", "call": {"result": "busy"}});
        assert_eq!(own_record(&spec(), &report).unwrap()["status"], "missed");
    }
}
