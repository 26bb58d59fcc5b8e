//! Request for the export of a conversation, from a form or from JSON
//! (docs/compatibility.md#talkifai-parameters).

use serde_json::Value;

use crate::FieldError;

/// A conversation and the parts of it to export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationRequest {
    /// Id of the call, or its id in the source system.
    pub conversation_id: String,
    /// Whether to include the transcript.
    pub include_transcript: bool,
    /// Whether to include the post-call analysis.
    pub include_analysis: bool,
    /// Whether to include the URL of the recording.
    pub include_recording: bool,
}

const FIELDS: [&str; 4] =
    ["conversationId", "includeTranscript", "includeAnalysis", "includeRecording"];

/// Longest accepted id.
const MAX_ID_BYTES: usize = 512;

impl ConversationRequest {
    /// Parses the pairs of a form. Of a repeated field the last value applies; an unknown one is refused,
    /// since a misspelt one would include what was to be left out.
    pub fn from_pairs(pairs: &[(String, String)]) -> Result<Self, FieldError> {
        only_known(pairs.iter().map(|(name, _)| name.as_str()))?;
        let last = |field: &str| {
            pairs.iter().rev().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
        };
        let flag = |field: &'static str| match last(field) {
            None => Ok(true),
            Some(text) => {
                form_boolean(text).ok_or_else(|| FieldError::new(field, "must be true or false"))
            }
        };
        Self::checked(last("conversationId"), flag)
    }

    /// Parses a JSON object, with the fields of the form.
    pub fn from_json(body: &Value) -> Result<Self, FieldError> {
        let fields = body.as_object().ok_or_else(|| {
            FieldError::new("body", "must be a JSON object with the field conversationId")
        })?;
        only_known(fields.keys().map(String::as_str))?;
        let flag = |field: &'static str| match fields.get(field) {
            None => Ok(true),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(FieldError::new(field, "must be true or false")),
        };
        match fields.get("conversationId") {
            None => Self::checked(None, flag),
            Some(Value::String(id)) => Self::checked(Some(id), flag),
            Some(_) => Err(FieldError::new("conversationId", "must be a string")),
        }
    }

    fn checked(
        id: Option<&str>,
        flag: impl Fn(&'static str) -> Result<bool, FieldError>,
    ) -> Result<Self, FieldError> {
        let id = id.map(str::trim).filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| FieldError::new("conversationId", "is required"))?;
        if id.len() > MAX_ID_BYTES {
            let message = format!("must have at most {MAX_ID_BYTES} bytes");
            return Err(FieldError::new("conversationId", message));
        }
        Ok(Self {
            conversation_id: id.to_owned(),
            include_transcript: flag("includeTranscript")?,
            include_analysis: flag("includeAnalysis")?,
            include_recording: flag("includeRecording")?,
        })
    }
}

fn only_known<'n>(mut names: impl Iterator<Item = &'n str>) -> Result<(), FieldError> {
    match names.find(|name| !FIELDS.contains(name)) {
        None => Ok(()),
        Some(unknown) => {
            let known = FIELDS.join(", ");
            Err(FieldError::new(
                unknown.to_owned(),
                format!("is not a field of this request, which has {known}"),
            ))
        }
    }
}

/// Parses the common spellings of a boolean.
fn form_boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "yes" | "y" | "on" => Some(true),
        "false" | "f" | "0" | "no" | "n" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn parts_are_included_unless_declined() {
        let all = ConversationRequest::from_pairs(&pairs(&[("conversationId", "room")])).unwrap();
        assert!(all.include_transcript && all.include_analysis && all.include_recording);
        for no in ["false", "False", "0", "no", "off", "F"] {
            let form = pairs(&[("conversationId", "room"), ("includeAnalysis", no)]);
            assert!(!ConversationRequest::from_pairs(&form).unwrap().include_analysis, "{no}");
        }
        let body = json!({"conversationId": "room", "includeRecording": false});
        assert!(!ConversationRequest::from_json(&body).unwrap().include_recording);
    }

    #[test]
    fn invalid_fields_are_named() {
        let field = |body: Value| ConversationRequest::from_json(&body).unwrap_err().field;
        assert_eq!(field(json!([])), "body");
        assert_eq!(field(json!({})), "conversationId");
        assert_eq!(field(json!({"conversationId": 7})), "conversationId");
        assert_eq!(field(json!({"conversationId": " "})), "conversationId");
        assert_eq!(field(json!({"conversationId": "x".repeat(513)})), "conversationId");
        let wrong = json!({"conversationId": "a", "includeTranscript": "maybe"});
        assert_eq!(field(wrong), "includeTranscript");
        let misspelt = json!({"conversationId": "a", "includeTranscripts": false});
        assert_eq!(field(misspelt), "includeTranscripts");
        let misspelt = pairs(&[("conversationId", "a"), ("include_analysis", "no")]);
        assert_eq!(
            ConversationRequest::from_pairs(&misspelt).unwrap_err().field,
            "include_analysis"
        );
        let form = pairs(&[("conversationId", "a"), ("includeTranscript", "")]);
        assert_eq!(ConversationRequest::from_pairs(&form).unwrap_err().field, "includeTranscript");
    }
}
