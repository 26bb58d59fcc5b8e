//! Merging the documents of two records of a conversation.

use serde_json::{Map, Value};

/// The document of a conversation whose record came again: what was taken of the new one, over the
/// stored one. `takes` says which fields of the call were taken; a key that is no field of it is
/// added, or replaced where the new record `replaces` what it contradicts.
pub(crate) fn merge_conversations(
    stored: &[u8],
    again: &[u8],
    takes: impl Fn(&str) -> bool,
    replaces: bool,
) -> Result<Vec<u8>, serde_json::Error> {
    let said: Value = serde_json::from_slice(again)?;
    let mut document: Value = serde_json::from_slice(stored)?;
    let merge = Merge { takes: &takes, replaces };
    merge.value(&mut document, &said, "");
    if document == said {
        return Ok(again.to_vec());
    }
    serde_json::to_vec(&document)
}

struct Merge<'a> {
    takes: &'a dyn Fn(&str) -> bool,
    replaces: bool,
}

impl Merge<'_> {
    fn value(&self, stored: &mut Value, said: &Value, path: &str) {
        match (stored, said) {
            (_, Value::Null) => {}
            (Value::Object(stored), Value::Object(said)) => self.object(stored, said, path),
            (stored, said) => {
                let is_taken = match fields_of(path) {
                    [] => stored.is_null() || self.replaces,
                    fields => fields.iter().any(|field| (self.takes)(field)),
                };
                if is_taken {
                    *stored = said.clone();
                }
            }
        }
    }

    fn object(&self, stored: &mut Map<String, Value>, said: &Map<String, Value>, path: &str) {
        for (name, said) in said {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let stored = stored.entry(name).or_insert(Value::Null);
            // Parts that nothing is stored of are taken as they are.
            if stored.is_null() && said.is_object() {
                *stored = Value::Object(Map::new());
            }
            self.value(stored, said, &path);
        }
    }
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
        let (stored, again) = (stored.to_string(), again.to_string());
        let takes = |field: &str| takes.contains(&field);
        let merged = merge_conversations(stored.as_bytes(), again.as_bytes(), takes, replaces);
        serde_json::from_slice(&merged.unwrap()).unwrap()
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
        let merged = merge_conversations(stored, again, |_| true, true).unwrap();
        assert_eq!(merged, again);
    }
}
