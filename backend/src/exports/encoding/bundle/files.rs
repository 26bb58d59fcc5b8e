//! The files of a call in a bundle: its transcript as text and as JSON.

use serde_json::{Map, Value, json};

use super::call::{Fact, Message, SubjectCall};
use crate::{
    Error,
    exports::call_files::{Line, TranscriptDocument, write_txt},
};

const TITLE: &str = "Call of the person who requested their data";

/// The transcript as text and as JSON.
pub(super) fn write(call: &SubjectCall<'_>) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let (facts, messages) = (call.facts()?, call.messages()?);
    let unreadable = call.unreadable();
    Ok((text(&facts, &messages, unreadable), object(&facts, &messages, unreadable)?))
}

fn text(facts: &[Fact], messages: &[Message], unreadable: Option<&'static str>) -> Vec<u8> {
    let mut metadata: Vec<Line> =
        facts.iter().map(|(_, label, value)| Line::new(*label, value)).collect();
    metadata.extend(unreadable.map(|reason| Line::new("Transcript", reason)));
    let turns =
        messages.iter().map(|message| Line::new(message.label.clone(), &message.text)).collect();
    write_txt(&TranscriptDocument { title: TITLE, metadata, turns, sections: Vec::new() })
}

fn object(
    facts: &[Fact],
    messages: &[Message],
    unreadable: Option<&'static str>,
) -> Result<Vec<u8>, Error> {
    let mut object: Map<String, Value> =
        facts.iter().map(|(name, _, value)| ((*name).to_owned(), json!(value))).collect();
    if let Some(reason) = unreadable {
        object.insert("transcript_missing".to_owned(), json!(reason));
    }
    let message = |(n, message): (usize, &Message)| {
        json!({
            "n": n + 1,
            "speaker": message.speaker,
            "offset_ms": message.offset_ms,
            "text": message.text,
        })
    };
    let messages: Vec<Value> = messages.iter().enumerate().map(message).collect();
    object.insert("messages".to_owned(), Value::Array(messages));
    let mut bytes = serde_json::to_vec_pretty(&object)?;
    bytes.push(b'\n');
    Ok(bytes)
}
