//! Schemas of the document: fields, and types in words.

use serde_json::Value;

use super::json::{list, object, text};

/// A parameter, or a field of a body or a response.
pub(super) struct Field {
    pub(super) name: String,
    /// Where a parameter is sent; empty for fields.
    pub(super) location: String,
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) description: String,
    /// Example of a parameter.
    pub(super) example: Option<String>,
}

/// The type of a value in words, and the named schema it refers to.
pub(super) struct Kind {
    pub(super) text: String,
    pub(super) schema: Option<String>,
}

/// A schema with a name.
pub(super) struct NamedSchema {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) fields: Vec<Field>,
}

/// The named schemas of the document.
pub(super) fn named_schemas(document: &Value) -> Vec<NamedSchema> {
    object(&document["components"]["schemas"])
        .map(|(name, schema)| {
            let description = [text(&schema["description"]), values(schema)].join(" ");
            let description = description.trim().to_owned();
            NamedSchema { name: name.clone(), description, fields: fields(schema) }
        })
        .collect()
}

/// Fields of an object, with those of the schemas it combines.
pub(super) fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&Value> = list(&schema["required"]).collect();
    let own = object(&schema["properties"]).map(|(name, field)| Field {
        name: name.clone(),
        location: String::new(),
        required: required.iter().any(|required| *required == name.as_str()),
        kind: kind(field),
        description: text(&field["description"]),
        example: None,
    });
    let parts = list(&schema["allOf"]).flat_map(fields);
    own.chain(parts).collect()
}

/// The type that a schema describes.
pub(super) fn kind(schema: &Value) -> Kind {
    if let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
        return Kind { text: name.to_owned(), schema: Some(name.to_owned()) };
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        let kinds: Vec<Kind> = list(&schema[choice]).map(kind).collect();
        if !kinds.is_empty() {
            let texts: Vec<&str> = kinds.iter().map(|kind| kind.text.as_str()).collect();
            let text = texts.join(if choice == "allOf" { " and " } else { " or " });
            return Kind { text, schema: kinds.into_iter().find_map(|kind| kind.schema) };
        }
    }
    if schema.get("items").is_some() {
        let of = kind(&schema["items"]);
        return Kind { text: format!("list of {}", of.text), schema: of.schema };
    }
    let values = values(schema);
    if !values.is_empty() {
        return Kind { text: values, schema: None };
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        one => text(one),
    };
    let format = text(&schema["format"]);
    let named = matches!(format.as_str(), "uuid" | "date");
    let text = match (types.as_str(), named) {
        ("", _) => "anything".to_owned(),
        (_, true) => format,
        (_, false) => types,
    };
    Kind { text, schema: None }
}

/// The values of an enumeration.
fn values(schema: &Value) -> String {
    let values = list(&schema["enum"]).filter(|value| **value != "");
    let values: Vec<String> =
        values.map(|value| format!("`{}`", value.as_str().unwrap_or(&value.to_string()))).collect();
    values.join(", ")
}
