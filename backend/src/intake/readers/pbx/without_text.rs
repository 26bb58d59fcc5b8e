//! The legs of a call without their text from before redaction.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{IgnoredAny, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::{Map, Value};

use crate::{
    Error,
    privacy::redaction::{redact_in_place, redact_prose},
    store::Long,
};

const TRANSCRIPTION: &str = "ai_transcription";
const SUMMARY: &str = "ai_summary";
/// Keys of a leg that are no text, and that its interface repeats.
const FACTS: [&str; 12] = [
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
];

/// The legs with redacted texts.
pub(crate) fn legs_without_text(record: &Long<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let mut legs: Vec<KeptLeg> = record.parse()?;
    let summaries = legs.iter_mut().filter_map(|leg| leg.facts.get_mut(SUMMARY));
    for summary in summaries {
        if let Value::String(text) = summary {
            *text = redact_prose(text, None).text;
        }
    }
    let said = legs.iter_mut().filter_map(|leg| leg.said.as_mut());
    redact_in_place(said.flatten().map(|one| &mut one.content));
    let mut json = Vec::with_capacity(record.len());
    serde_json::to_writer(&mut json, &legs)?;
    Ok(json)
}

/// A leg that is kept.
#[derive(Default)]
struct KeptLeg {
    facts: Map<String, Value>,
    said: Option<Vec<KeptUtterance>>,
}

/// An utterance, without what else was said in it.
#[derive(Deserialize, Serialize)]
struct KeptUtterance {
    source_number: String,
    content: String,
    timestamp: Option<i64>,
}

impl<'de> Deserialize<'de> for KeptLeg {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = KeptLeg;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<KeptLeg, A::Error> {
                let mut leg = KeptLeg::default();
                while let Some(name) = fields.next_key::<String>()? {
                    if name == TRANSCRIPTION {
                        leg.said = fields.next_value()?;
                        if leg.said.is_none() {
                            leg.facts.insert(name, Value::Null);
                        }
                    } else if name == SUMMARY || FACTS.contains(&name.as_str()) {
                        leg.facts.insert(name, fields.next_value()?);
                    } else {
                        fields.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(leg)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

impl Serialize for KeptLeg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        for (name, value) in &self.facts {
            fields.serialize_entry(name, value)?;
        }
        if let Some(said) = &self.said {
            fields.serialize_entry(TRANSCRIPTION, said)?;
        }
        fields.end()
    }
}
