//! The document of a conversation whose transcript, where it is a list, is one text: as JSON of any structure
//! its lines would take many times their size.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
    ser::{Error as _, SerializeSeq},
};
use serde_json::{Map, Value, json};

use crate::{Error, store::Long};

/// The key of the object that stands for the list; its text has the items one after the other.
const LIST: &str = "\u{0}list";
/// The place of the list.
const PLACE: [&str; 3] = ["conversation", "transcript", "raw"];

/// Reads a document.
pub(super) fn read(document: &[u8]) -> Result<Value, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(document);
    let value = Part(&PLACE).deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Reads a document that may be in a file.
pub(super) fn read_long(document: &Long<Vec<u8>>) -> Result<Value, Error> {
    document.parse_with(Part(&PLACE))
}

/// Whether a value stands for a list.
pub(super) fn is_list(value: &Value) -> bool {
    items(value).is_some()
}

/// The items of a value that stands for a list, one after the other.
pub(super) fn items(value: &Value) -> Option<&str> {
    value.get(LIST)?.as_str()
}

/// The value that stands for a list of these items, which take about so many bytes.
pub(super) fn list<T: Serialize>(
    items: impl IntoIterator<Item = T>,
    bytes: usize,
) -> Result<Value, serde_json::Error> {
    let mut text = Vec::with_capacity(bytes);
    for item in items {
        add_item(&mut text, &item)?;
    }
    of_items(text)
}

fn add_item<T: Serialize>(text: &mut Vec<u8>, item: &T) -> Result<(), serde_json::Error> {
    serde_json::to_writer(&mut *text, item)?;
    text.push(b'\n');
    Ok(())
}

fn of_items(text: Vec<u8>) -> Result<Value, serde_json::Error> {
    let text = String::from_utf8(text).map_err(<serde_json::Error as serde::de::Error>::custom)?;
    Ok(json!({ LIST: text }))
}

/// Writes a document with its list; it takes about so many bytes.
pub(super) fn write(document: &Value, bytes: usize) -> Result<Vec<u8>, serde_json::Error> {
    let mut json = Vec::with_capacity(bytes);
    serde_json::to_writer(&mut json, &Written(document, Some(&PLACE)))?;
    Ok(json)
}

/// A part of a document, with the rest of the way to the list.
struct Part<'p>(&'p [&'static str]);

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        if !self.0.is_empty() {
            return Value::deserialize(SeqAccessDeserializer::new(items));
        }
        let mut text = Vec::new();
        while let Some(item) = items.next_element::<Value>()? {
            add_item(&mut text, &item).map_err(A::Error::custom)?;
        }
        of_items(text).map_err(A::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let [wanted, rest @ ..] = self.0 else {
            return Value::deserialize(MapAccessDeserializer::new(fields));
        };
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = if name == *wanted {
                fields.next_value_seed(Part(rest))?
            } else {
                fields.next_value()?
            };
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

/// A part of a document that is written, with the rest of the way to the list if it is on it.
struct Written<'v>(&'v Value, Option<&'v [&'static str]>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0, self.1) {
            (Value::Object(fields), Some([wanted, rest @ ..])) => {
                let part = |(name, value)| {
                    let way = (name == wanted).then_some(rest);
                    (name, Written(value, way))
                };
                serializer.collect_map(fields.iter().map(part))
            }
            (value, Some([])) => match value.get(LIST) {
                Some(Value::String(text)) => write_list(text, serializer),
                _ => value.serialize(serializer),
            },
            (value, _) => value.serialize(serializer),
        }
    }
}

/// Writes the items of a list, one of which is in memory at a time.
fn write_list<S: Serializer>(items: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    for item in serde_json::Deserializer::from_str(items).into_iter::<Value>() {
        list.serialize_element(&item.map_err(S::Error::custom)?)?;
    }
    list.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_written_as_it_was_read() {
        for raw in [
            json!([{"speaker": "user", "text": "a \"b\"\n", "n": [1, {"x": null}]}, {"speaker": "agent"}]),
            json!([]),
            json!("[{\"speaker\":\"user\"}]"),
            json!(null),
        ] {
            let document = json!({
                "raw": [1], "x": -1.5, "y": true, "z": 18_446_744_073_709_551_615_u64,
                "conversation": {"raw": ["a"], "transcript": {"raw": raw, "parsed": [{}]}},
            });
            let slim = read(document.to_string().as_bytes()).unwrap();
            assert_eq!(is_list(&slim["conversation"]["transcript"]["raw"]), raw.is_array());
            let written = write(&slim, 0).unwrap();
            assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), document);
        }
    }

    #[test]
    fn what_is_no_document_stays_what_it_is() {
        for other in ["1", "[{\"conversation\":{}}]", "{\"conversation\":[1]}", "\"a\""] {
            assert_eq!(write(&read(other.as_bytes()).unwrap(), 0).unwrap(), other.as_bytes());
        }
        assert!(read(b"{} x").is_err());
    }
}
