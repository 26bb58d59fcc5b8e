//! Records of sources without what was said, for tenants that keep no text from before redaction.

use earshot_domain::Speaker;
use serde_json::{Map, Value};

use super::readers::Format;
use crate::{
    Error,
    privacy::redaction::{redact_json, redact_prose, redact_turns},
};

/// Keys of a leg that are no text, and that its interface repeats.
const LEG_KEYS: [&str; 14] = [
    "uid",
    "leg_id",
    "leg",
    "time",
    "call_type",
    "call_from",
    "call_to",
    "status",
    "call_duration",
    "ring_duration",
    "talk_duration",
    "hold_duration",
    "ai_transcription",
    "ai_summary",
];

/// The record of a call without its text from before redaction. Where an interface repeats a source's own
/// structure, the record keeps it, with redacted texts; nothing is left of any other.
pub(crate) fn without_text(source: &str, record: Vec<u8>) -> Result<Vec<u8>, Error> {
    if record.is_empty() {
        Ok(record)
    } else if Format::Pbx.is_source(source) {
        legs(&record)
    } else if Format::Talkifai.is_source(source) {
        conversation(&record)
    } else {
        Ok(Vec::new())
    }
}

fn legs(record: &[u8]) -> Result<Vec<u8>, Error> {
    let mut legs: Vec<Map<String, Value>> = serde_json::from_slice(record)?;
    for leg in &mut legs {
        leg.retain(|key, _| LEG_KEYS.contains(&key.as_str()));
        if let Some(Value::String(summary)) = leg.get_mut("ai_summary") {
            *summary = redact_prose(summary, None).text;
        }
    }
    let said = legs.iter_mut().filter_map(|leg| leg.get_mut("ai_transcription")?.as_array_mut());
    redact_lines(said.flatten().filter_map(|said| said.get_mut("content")));
    Ok(serde_json::to_vec(&legs)?)
}

fn conversation(record: &[u8]) -> Result<Vec<u8>, Error> {
    let mut document: Value = serde_json::from_slice(record)?;
    if let Some(transcript) = document.pointer_mut("/conversation/transcript") {
        for calls in ["parsed", "functionCalls"] {
            transcript.get_mut(calls).into_iter().for_each(redact_json);
        }
        match transcript.get_mut("raw") {
            Some(Value::Array(turns)) => redact_said(turns),
            Some(Value::String(text)) if !text.trim().is_empty() => {
                let mut turns: Vec<Value> = serde_json::from_str(text)?;
                redact_said(&mut turns);
                *text = serde_json::to_string(&turns)?;
            }
            _ => {}
        }
    }
    let analysis = document.pointer_mut("/conversation/postCallAnalysis/analysisData");
    analysis.into_iter().for_each(redact_json);
    Ok(serde_json::to_vec(&document)?)
}

/// Redacts turns, and drops what else was said in them.
fn redact_said(turns: &mut [Value]) {
    for turn in turns.iter_mut().filter_map(Value::as_object_mut) {
        turn.retain(|key, _| matches!(key.as_str(), "speaker" | "text" | "timestamp"));
    }
    redact_lines(turns.iter_mut().filter_map(|turn| turn.get_mut("text")));
}

fn redact_lines<'v>(lines: impl Iterator<Item = &'v mut Value>) {
    let mut lines: Vec<&mut String> = lines
        .filter_map(|line| if let Value::String(text) = line { Some(text) } else { None })
        .collect();
    let redacted = redact_turns(lines.iter().map(|line| (Speaker::Caller, line.as_str())), None);
    for (line, redacted) in lines.iter_mut().zip(redacted) {
        **line = redacted.text;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn without(source: Format, record: &Value) -> Value {
        let bytes = without_text(&source.to_string(), record.to_string().into_bytes()).unwrap();
        let again = without_text(&source.to_string(), bytes.clone()).unwrap();
        assert_eq!(bytes, again, "it is without text then");
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn legs_keep_their_facts() {
        let leg = |content: &str, summary: &str| {
            json!([{
                "uid": "u", "leg_id": "l", "leg": 1, "time": "2026/06/10 09:00:00",
                "call_type": "Inbound", "call_from": "+447700900101", "call_to": "1001",
                "status": "ANSWERED", "call_duration": 9, "ring_duration": 1, "talk_duration": 8,
                "hold_duration": 0, "ai_summary": summary,
                "ai_transcription": [{
                    "source_number": "+447700900101", "content": content, "timestamp": 0,
                }],
            }])
        };
        let mut said = leg("ring 020 7946 0018", "from 020 7946 0018");
        said[0]["extra"] = json!("020 7946 0018");
        assert_eq!(without(Format::Pbx, &said), leg("ring [PHONE]", "from [PHONE]"));
    }

    #[test]
    fn a_conversation_keeps_its_structure() {
        let turn = |text: &str| json!({ "speaker": "user", "text": text, "timestamp": "t" });
        let document = |raw: Value, found: &str| {
            json!({ "conversation": {
                "roomName": "room", "callerPhone": "+447700900101",
                "transcript": { "raw": raw, "parsed": [{ "function": "f", "result": found }] },
                "postCallAnalysis": { "analysisData": { "call_summary": found } },
            } })
        };
        let mut said = turn("ring 020 7946 0018");
        said["original"] = json!("ring 020 7946 0018");
        let (said, left) = (json!([said]), json!([turn("ring [PHONE]")]));
        let number = "020 7946 0018";
        let expected = document(left.clone(), "[PHONE]");
        assert_eq!(without(Format::Talkifai, &document(said.clone(), number)), expected);
        let text = |turns: &Value| Value::String(turns.to_string());
        let written = without(Format::Talkifai, &document(text(&said), number));
        assert_eq!(written, document(text(&left), "[PHONE]"));
    }

    #[test]
    fn nothing_is_left_of_other_records() {
        assert_eq!(without_text("switch", b"{}".to_vec()).unwrap(), b"");
    }
}
