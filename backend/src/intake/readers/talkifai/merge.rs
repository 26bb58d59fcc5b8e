//! Merging the documents of two records of a conversation.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::slim;

/// The document of a conversation whose record came again: what was taken of the new one, over the
/// stored one; `None` where that is the new one, byte for byte. `takes` says which fields of the call were
/// taken; a key that is no field of it is added, or replaced where the new record `replaces` what it
/// contradicts.
pub(crate) fn merge_conversations(
    stored: Vec<u8>,
    again: Vec<u8>,
    takes: impl Fn(&str) -> bool,
    replaces: bool,
) -> Result<Option<Vec<u8>>, serde_json::Error> {
    let bytes = stored.len().saturating_add(again.len());
    let mut said = slim::read(&again)?;
    drop(again);
    let mut document = slim::read(&stored)?;
    drop(stored);
    let merge = Merge { takes: &takes, replaces, differs: Cell::new(false) };
    merge.value(&mut document, &mut said, "");
    drop(said);
    if merge.differs.get() { slim::write(&document, bytes).map(Some) } else { Ok(None) }
}

struct Merge<'a> {
    takes: &'a dyn Fn(&str) -> bool,
    replaces: bool,
    /// Whether the merged document has anything that the new one has not.
    differs: Cell<bool>,
}

impl Merge<'_> {
    fn value(&self, stored: &mut Value, said: &mut Value, path: &str) {
        match (stored, said) {
            (stored, Value::Null) => {
                if !stored.is_null() {
                    self.differs.set(true);
                }
            }
            (stored, said) if is_object(stored) && is_object(said) => {
                if let (Some(stored), Some(said)) = (stored.as_object_mut(), said.as_object_mut()) {
                    self.object(stored, said, path);
                }
            }
            (stored, said) => {
                let is_taken = match fields_of(path) {
                    [] => stored.is_null() || self.replaces,
                    fields => fields.iter().any(|field| (self.takes)(field)),
                };
                if is_taken {
                    *stored = said.take();
                } else if stored != said {
                    self.differs.set(true);
                }
            }
        }
    }

    fn object(&self, stored: &mut Map<String, Value>, said: &mut Map<String, Value>, path: &str) {
        if stored.keys().any(|name| !said.contains_key(name)) {
            self.differs.set(true);
        }
        for (name, said) in said {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let stored = stored.entry(name).or_insert(Value::Null);
            // Parts that nothing is stored of are taken as they are.
            if stored.is_null() && is_object(said) {
                *stored = Value::Object(Map::new());
            }
            self.value(stored, said, &path);
        }
    }
}

/// Whether a value has keys that are merged one by one.
fn is_object(value: &Value) -> bool {
    value.is_object() && !slim::is_list(value)
}

/// Fields of a call that a key of the document decides; none for other keys.
fn fields_of(path: &str) -> &'static [&'static str] {
    let Some(key) = path.strip_prefix("conversation.") else { return &[] };
    match key {
        "startTime" => &["started_at"],
        "endTime" => &["ended_at"],
        "duration" => &["total_seconds"],
        "sessionStatus" => &["status"],
        "sessionType" => &["channel"],
        "callDirection" => &["direction"],
        "callerPhone" => &["caller"],
        "calleePhone" => &["callee"],
        "agentName" => &["agent"],
        "baseCost" => &["costs.base"],
        "totalCost" => &["costs.total"],
        "user.id" => &["customer.id"],
        "user.name" => &["customer.name"],
        "user.email" => &["customer.email"],
        "user.phone" => &["customer.phone"],
        "user.company" => &["customer.company"],
        "transcript.raw" => &["transcript"],
        "transcript.parsed" | "transcript.functionCalls" => &["function_calls"],
        "recording.fileName" => &["recording"],
        _ if key.starts_with("postCallAnalysis.analysisData") => {
            &["analysis", "summary", "outcome", "sentiment", "agent_sentiment"]
        }
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(stored: &Value, again: &Value, takes: &[&str], replaces: bool) -> Value {
        let bytes = |document: &Value| document.to_string().into_bytes();
        let takes = |field: &str| takes.contains(&field);
        let merged = merge_conversations(bytes(stored), bytes(again), takes, replaces).unwrap();
        merged.map_or_else(|| again.clone(), |merged| serde_json::from_slice(&merged).unwrap())
    }

    #[test]
    fn what_was_taken_is_replaced_and_everything_else_stays() {
        let stored = json!({"conversation": {
            "roomName": "r", "sessionStatus": "failed", "duration": 60, "keyMode": "a",
            "transcript": {"raw": "[1]", "createdAt": null},
        }});
        let again = json!({"conversation": {
            "roomName": "r", "sessionStatus": "completed", "duration": null, "keyMode": "b",
            "transcript": {"raw": "[1,2]", "createdAt": "t"}, "extra": {"x": 1},
        }});
        let kept = merged(&stored, &again, &["transcript"], false);
        let expected = json!({"conversation": {
            "roomName": "r", "sessionStatus": "failed", "duration": 60, "keyMode": "a",
            "transcript": {"raw": "[1,2]", "createdAt": "t"}, "extra": {"x": 1},
        }});
        assert_eq!(kept, expected);
        let replaced = merged(&stored, &again, &["transcript", "status"], true);
        assert_eq!(replaced["conversation"]["sessionStatus"], "completed");
        assert_eq!(replaced["conversation"]["keyMode"], "b");
        assert_eq!(replaced["conversation"]["duration"], 60);
    }

    #[test]
    fn a_record_that_says_everything_stands_byte_for_byte() {
        let again = br#"{"conversation": {"roomName":"r","duration":90}}"#;
        let stored = br#"{"conversation":{"roomName":"r","duration":60}}"#;
        let merged = merge_conversations(stored.to_vec(), again.to_vec(), |_| true, true).unwrap();
        assert_eq!(merged, None);
    }

    #[test]
    fn a_list_of_lines_is_taken_or_kept_as_a_whole() {
        let document = |raw: Value| json!({"conversation": {"transcript": {"raw": raw}}});
        let (short, long) = (document(json!([{"a": 1}])), document(json!([{"a": 1}, {"b": 2}])));
        assert_eq!(merged(&short, &long, &["transcript"], false), long);
        assert_eq!(merged(&long, &short, &[], false), long);
        assert_eq!(merged(&document(json!("[]")), &long, &["transcript"], false), long);
        assert_eq!(merged(&json!({"conversation": {}}), &long, &["transcript"], false), long);
        let more = json!({"conversation": {"x": 1, "transcript": {"raw": null}}});
        let kept = json!({"conversation": {"x": 1, "transcript": {"raw": [{"a": 1}]}}});
        assert_eq!(merged(&short, &more, &["transcript"], false), kept);
    }
}
