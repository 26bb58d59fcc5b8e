//! The JSON body that starts a background export (docs/compatibility.md#askvault-export-request).

use serde_json::{Map, Value};

use super::{ExportContent, ExportFormat, ExportRequest, ExportRequestForm as Form};
use crate::FieldError;

/// Members of `filter` under the names of the interface, and the parameters that they stand for.
const FILTER: [(&str, &str); 14] = [
    ("since", "from"),
    ("until", "to"),
    ("project_id", "project_id"),
    ("status", "status"),
    ("outcome", "outcome"),
    ("sentiment", "sentiment"),
    ("channel", "channel"),
    ("direction", "direction"),
    ("agent", "agent"),
    ("caller", "caller"),
    ("q", "q"),
    ("has_recording", "has_recording"),
    ("sort", "sort"),
    ("ids", Form::CALL),
];

impl ExportRequest {
    /// Reads a body: `{"filter": {…}, "format", "mode", "set", "fields", "include": {…},
    /// "call_files", "recording_names", "anonymise"}`, of which only `format` is required.
    ///
    /// # Errors
    /// Every invalid or unknown member, by its path.
    pub fn from_json(body: &Value) -> Result<Self, Vec<FieldError>> {
        let mut reading = Reading::default();
        let empty = Map::new();
        let members = body.as_object().unwrap_or(&empty);
        if !body.is_object() {
            reading.fault("body", "must be a JSON object");
        } else if !members.contains_key("format") {
            let formats: Vec<_> = ExportFormat::ALL.iter().map(|format| format.as_str()).collect();
            reading.fault("format", &format!("must be one of {}", formats.join(", ")));
        }
        let mut tags = Vec::new();
        let mut contents = None;
        for (name, value) in members {
            match name.as_str() {
                "filter" => tags = reading.filter(value),
                "format" | "mode" | "set" | "call_files" | "recording_names" => {
                    reading.texts(name, name, value);
                }
                "fields" => reading.texts(name, Form::COLUMN, value),
                "include" => contents = Some(value),
                "anonymise" => reading.flag(name, Form::ANONYMISE, value),
                _ => reading.fault(name, "is not a member of this request"),
            }
        }
        let mut form = Form::parse(&reading.pairs);
        form.request.tags = tags;
        if let Some(value) = contents {
            reading.contents(value, &mut form.request);
        }
        let unknown =
            form.unknown.into_iter().map(|name| FieldError::new(name, "is not supported"));
        reading.errors.extend(form.errors.into_iter().chain(unknown).map(renamed));
        if reading.errors.is_empty() { Ok(form.request) } else { Err(reading.errors) }
    }
}

#[derive(Default)]
struct Reading {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Reading {
    fn fault(&mut self, field: &str, message: &str) {
        self.errors.push(FieldError::new(field, message));
    }

    /// Adds the pairs of the filter and returns its tags.
    fn filter(&mut self, value: &Value) -> Vec<String> {
        let Some(members) = value.as_object() else {
            self.fault("filter", "must be a JSON object");
            return Vec::new();
        };
        let mut tags = Vec::new();
        for (name, value) in members {
            let path = format!("filter.{name}");
            if name == "tag" {
                tags = self.list(&path, value);
            } else if let Some((_, parameter)) = FILTER.iter().find(|(known, _)| known == name) {
                self.texts(&path, parameter, value);
            } else {
                self.fault(&path, "is not a member of the filter");
            }
        }
        tags
    }

    /// Adds a text, number or boolean, or a list of them, as pairs.
    fn texts(&mut self, path: &str, parameter: &str, value: &Value) {
        for text in self.list(path, value) {
            self.pairs.push((parameter.to_owned(), text));
        }
    }

    fn list(&mut self, path: &str, value: &Value) -> Vec<String> {
        let values = match value {
            Value::Null => Vec::new(),
            Value::Array(values) => values.iter().collect(),
            one => vec![one],
        };
        let mut texts = Vec::new();
        for value in values {
            match value {
                Value::String(text) => texts.push(text.clone()),
                Value::Number(number) => texts.push(number.to_string()),
                Value::Bool(flag) => texts.push(flag.to_string()),
                _ => self.fault(path, "must be a text or a list of texts"),
            }
        }
        texts
    }

    fn flag(&mut self, path: &str, parameter: &str, value: &Value) {
        match value {
            Value::Bool(true) => self.pairs.push((parameter.to_owned(), "on".to_owned())),
            Value::Bool(false) | Value::Null => {}
            _ => self.fault(path, "must be true or false"),
        }
    }

    /// Switches contents on and off, each against its default.
    fn contents(&mut self, value: &Value, request: &mut ExportRequest) {
        let Some(members) = value.as_object() else {
            self.fault("include", "must be a JSON object of contents and true or false");
            return;
        };
        for (name, value) in members {
            let path = format!("include.{name}");
            match (name.parse::<ExportContent>(), value) {
                (Ok(content), Value::Bool(included)) => request.contents.set(content, *included),
                (Ok(_), _) => self.fault(&path, "must be true or false"),
                (Err(_), _) => self.fault(&path, "is not a content of an export"),
            }
        }
    }
}

/// An error of a form's parameter under the name of the interface.
fn renamed(error: FieldError) -> FieldError {
    let field = match error.field.as_str() {
        Form::COLUMN => "fields".to_owned(),
        field => match FILTER.iter().find(|(_, parameter)| *parameter == field) {
            Some((name, _)) => format!("filter.{name}"),
            None => field.to_owned(),
        },
    };
    FieldError { field, ..error }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Bound, CallColumn, ExportTable, Status};

    #[test]
    fn a_minimal_body_asks_for_everything_in_a_format() {
        let request = ExportRequest::from_json(&json!({
            "filter": { "since": "2026-05-01" }, "format": "json"
        }))
        .unwrap();
        assert_eq!(request.format, ExportFormat::Json);
        assert_eq!(request.filter.from, Some(Bound::Day("2026-05-01".parse().unwrap())));
        assert_eq!((request.filter.project, request.columns_chosen), (None, false));
        assert_eq!(request.table, ExportTable::default());
    }

    #[test]
    fn every_member_is_read() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let request = ExportRequest::from_json(&json!({
            "filter": {
                "status": ["missed", "failed"], "tag": ["billing", "returns"], "ids": [id],
                "has_recording": true, "sort": "oldest", "project_id": "front-desk",
            },
            "format": "csv", "mode": "calls", "set": "calls", "fields": ["call_id", "tags"],
            "include": { "notes": true, "customer": false }, "anonymise": true,
            "recording_names": "{date} {number}",
        }))
        .unwrap();
        assert_eq!(request.filter.status, [Status::Missed, Status::Failed]);
        assert_eq!(request.tags, ["billing", "returns"]);
        assert_eq!(request.calls, [id.parse().unwrap()]);
        assert_eq!(request.call_columns(), [CallColumn::CallId, CallColumn::Tags]);
        let included: Vec<_> = request.contents.included().map(ExportContent::as_str).collect();
        assert_eq!(included, ["messages", "tags", "notes"]);
        assert!(request.anonymise && request.columns_chosen);
        assert_eq!(request.recording_names.to_string(), "{date} {number}");
    }

    #[test]
    fn errors_are_named_by_the_path_of_the_member() {
        let fields = |body: Value| -> Vec<String> {
            let errors = ExportRequest::from_json(&body).unwrap_err();
            errors.into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(json!([])), ["body"]);
        assert_eq!(fields(json!({})), ["format"]);
        assert_eq!(fields(json!({ "format": "doc" })), ["format"]);
        assert_eq!(fields(json!({ "format": "csv", "colour": 1 })), ["colour"]);
        assert_eq!(
            fields(json!({ "format": "csv", "filter": { "since": "soon", "mood": "x" } })),
            ["filter.mood", "filter.since"]
        );
        assert_eq!(
            fields(
                json!({ "format": "csv", "fields": ["x"], "include": { "x": true, "tags": 1 } })
            ),
            ["include.tags", "include.x", "fields"]
        );
        assert_eq!(fields(json!({ "format": "csv", "filter": { "ids": ["x"] } })), ["filter.ids"]);
        let names = json!({ "format": "zip", "recording_names": "../{date}" });
        assert_eq!(fields(names), ["recording_names"]);
    }
}
