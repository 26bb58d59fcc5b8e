//! Records of sources without what was said, for tenants that keep no text from before redaction.

use super::readers::{Format, conversation_without_text, pbx::legs_without_text};
use crate::{Error, store::Long};

/// The record of a call without its text from before redaction. Where an interface repeats a source's own
/// structure, the record keeps it, with redacted texts; nothing is left of any other.
pub(crate) fn without_text(source: &str, record: &Long<Vec<u8>>) -> Result<Vec<u8>, Error> {
    if record.len() == 0 {
        Ok(Vec::new())
    } else if Format::Pbx.is_source(source) {
        legs_without_text(record)
    } else if Format::Talkifai.is_source(source) {
        conversation_without_text(record)
    } else {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn long(record: Vec<u8>) -> Long<Vec<u8>> {
        Long::of(record).unwrap()
    }

    fn without(source: Format, record: &Value) -> Value {
        let bytes =
            without_text(&source.to_string(), &long(record.to_string().into_bytes())).unwrap();
        let again = without_text(&source.to_string(), &long(bytes.clone())).unwrap();
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
        said[0]["ai_transcription"][0]["original"] = json!("020 7946 0018");
        assert_eq!(without(Format::Pbx, &said), leg("ring [PHONE]", "from [PHONE]"));
        let silent = json!([{ "uid": "u", "ai_transcription": null }, { "uid": "u" }]);
        assert_eq!(without(Format::Pbx, &silent), silent);
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
        let name = "this is Margaret Ashworth calling about a room";
        let hidden = "this is [PERSON] calling about a room";
        assert_eq!(
            without(Format::Talkifai, &document(said.clone(), name)),
            document(left.clone(), hidden)
        );
        let text = |turns: &Value| Value::String(turns.to_string());
        let written = without(Format::Talkifai, &document(text(&said), number));
        assert_eq!(written, document(text(&left), "[PHONE]"));
    }

    #[test]
    fn nothing_is_left_of_other_records() {
        assert_eq!(without_text("switch", &long(b"{}".to_vec())).unwrap(), b"");
    }
}
