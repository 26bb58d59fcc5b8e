//! The document of a conversation without its text from before redaction.

use serde::{Deserialize, Serialize, ser::Error as _};
use serde_json::Value;

use super::slim;
use crate::{
    Error,
    privacy::redaction::{redact_in_place, redact_json_prose},
    store::Long,
};

/// A turn that is kept, without what else was said in it.
#[derive(Deserialize, Serialize)]
struct KeptTurn {
    speaker: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
}

/// The document with redacted texts.
pub(crate) fn conversation_without_text(record: &Long<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let mut document = slim::read_long(record)?;
    if let Some(transcript) = document.pointer_mut("/conversation/transcript") {
        for calls in ["parsed", "functionCalls"] {
            transcript.get_mut(calls).into_iter().for_each(without_names);
        }
        if let Some(raw) = transcript.get_mut("raw") {
            *raw = turns(raw.take())?;
        }
    }
    let analysis = document.pointer_mut("/conversation/postCallAnalysis/analysisData");
    analysis.into_iter().for_each(without_names);
    Ok(slim::write(&document, record.len())?)
}

fn without_names(value: &mut Value) {
    redact_json_prose(value, None);
}

/// The turns, as a text or as a list, whichever they are.
fn turns(raw: Value) -> Result<Value, serde_json::Error> {
    if let Some(items) = slim::items(&raw) {
        let turns = serde_json::Deserializer::from_str(items).into_iter();
        let turns: Vec<KeptTurn> = turns.collect::<Result<_, _>>()?;
        let bytes = items.len();
        drop(raw);
        return slim::list(redacted(turns), bytes);
    }
    let Value::String(text) = raw else { return Ok(raw) };
    if text.trim().is_empty() {
        return Ok(Value::String(text));
    }
    let turns: Option<Vec<KeptTurn>> = serde_json::from_str(&text)?;
    let mut json = Vec::with_capacity(text.len());
    drop(text);
    serde_json::to_writer(&mut json, &redacted(turns.unwrap_or_default()))?;
    String::from_utf8(json).map(Value::String).map_err(serde_json::Error::custom)
}

fn redacted(mut turns: Vec<KeptTurn>) -> Vec<KeptTurn> {
    redact_in_place(turns.iter_mut().map(|turn| &mut turn.text));
    turns
}
