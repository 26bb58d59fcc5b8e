//! `/openapi.json` as the page needs it.

use serde_json::Value;

/// Operations that belong together.
pub(super) struct Area {
    pub(super) name: String,
    pub(super) words: String,
    pub(super) operations: Vec<Operation>,
}

/// One operation.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) words: String,
    /// Who may ask: each is one way in.
    pub(super) doors: Vec<&'static str>,
    pub(super) parameters: Vec<Field>,
    /// The kinds of body it takes.
    pub(super) body_types: Vec<String>,
    pub(super) body: Vec<Field>,
    pub(super) answers: Vec<Answer>,
    /// The same, as the document has it.
    pub(super) said: Value,
}

/// A parameter, a field of a body, or a field of an answer.
pub(super) struct Field {
    pub(super) name: String,
    /// Where it stands; empty in bodies and answers.
    pub(super) place: String,
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) words: String,
}

/// What a value may be, in words, and the shape it refers to.
pub(super) struct Kind {
    pub(super) words: String,
    pub(super) shape: Option<String>,
}

/// What comes back under one status.
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) words: String,
    pub(super) types: Vec<String>,
    pub(super) shape: Option<String>,
    pub(super) headers: Vec<String>,
}

/// The areas in the document's order.
pub(super) fn areas(document: &Value) -> Vec<Area> {
    let all: Vec<(String, Operation)> = object(&document["paths"])
        .flat_map(|(path, item)| object(item).map(move |(method, said)| (path, method, said)))
        .map(|(path, method, said)| (text(&said["tags"][0]), operation(path, method, said)))
        .collect();
    let mut areas: Vec<Area> = list(&document["tags"])
        .map(|tag| Area {
            name: text(&tag["name"]),
            words: text(&tag["description"]),
            operations: Vec::new(),
        })
        .collect();
    for (tag, operation) in all {
        if let Some(area) = areas.iter_mut().find(|area| area.name == tag) {
            area.operations.push(operation);
        }
    }
    areas
}

/// The named shapes with their fields.
pub(super) fn shapes(document: &Value) -> Vec<(String, String, Vec<Field>)> {
    object(&document["components"]["schemas"])
        .map(|(name, schema)| {
            let words = [text(&schema["description"]), values(schema)].join(" ");
            (name.clone(), words.trim().to_owned(), fields(schema))
        })
        .collect()
}

fn operation(path: &str, method: &str, said: &Value) -> Operation {
    let parameter = |field: &Value| Field {
        name: text(&field["name"]),
        place: text(&field["in"]),
        required: field["required"] == true,
        kind: kind(&field["schema"]),
        words: text(&field["description"]),
    };
    let contents = &said["requestBody"]["content"];
    let body = object(contents).next().map(|(_, content)| fields(&content["schema"]));
    Operation {
        id: text(&said["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&said["summary"]),
        words: text(&said["description"]),
        doors: doors(&said["security"]),
        parameters: list(&said["parameters"]).map(parameter).collect(),
        body_types: object(contents).map(|(kind, _)| kind.clone()).collect(),
        body: body.unwrap_or_default(),
        answers: object(&said["responses"]).map(answer).collect(),
        said: said.clone(),
    }
}

fn answer((status, said): (&String, &Value)) -> Answer {
    let shapes = object(&said["content"]).filter_map(|(_, content)| kind(&content["schema"]).shape);
    // Every problem can also be had as a page; the rules say so once.
    let is_problem = said["content"].get("application/problem+json").is_some();
    let types = object(&said["content"]).map(|(kind, _)| kind.clone());
    Answer {
        status: status.clone(),
        words: text(&said["description"]),
        shape: shapes.last(),
        types: types.filter(|kind| !(is_problem && kind == "text/html")).collect(),
        headers: object(&said["headers"]).map(|(name, _)| name.clone()).collect(),
    }
}

fn doors(security: &Value) -> Vec<&'static str> {
    let of = |requirement: &Value| {
        let shows = |name| requirement.get(name).is_some();
        match () {
            () if shows("session") => "a signed-in person",
            () if shows("x-internal-token") => "an internal token",
            () if shows("access_token") => "a PBX client",
            () if shows("x-api-key") => "a key",
            () if shows("bearer") => "",
            () => "anybody",
        }
    };
    list(security).map(of).filter(|words| !words.is_empty()).collect()
}

/// The fields of an object, together with those of the objects it consists of.
fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&Value> = list(&schema["required"]).collect();
    let own = object(&schema["properties"]).map(|(name, field)| Field {
        name: name.clone(),
        place: String::new(),
        required: required.iter().any(|required| *required == name.as_str()),
        kind: kind(field),
        words: text(&field["description"]),
    });
    let parts = list(&schema["allOf"]).flat_map(fields);
    own.chain(parts).collect()
}

/// What a value may be.
fn kind(schema: &Value) -> Kind {
    if let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
        return Kind { words: name.to_owned(), shape: Some(name.to_owned()) };
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        let kinds: Vec<Kind> = list(&schema[choice]).map(kind).collect();
        if !kinds.is_empty() {
            let words: Vec<&str> = kinds.iter().map(|kind| kind.words.as_str()).collect();
            let words = words.join(if choice == "allOf" { " and " } else { " or " });
            return Kind { words, shape: kinds.into_iter().find_map(|kind| kind.shape) };
        }
    }
    if schema.get("items").is_some() {
        let of = kind(&schema["items"]);
        return Kind { words: format!("list of {}", of.words), shape: of.shape };
    }
    let values = values(schema);
    if !values.is_empty() {
        return Kind { words: values, shape: None };
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        one => text(one),
    };
    let format = text(&schema["format"]);
    let named = matches!(format.as_str(), "uuid" | "date");
    let words = match (types.as_str(), named) {
        ("", _) => "anything".to_owned(),
        (_, true) => format,
        (_, false) => types,
    };
    Kind { words, shape: None }
}

/// The words of a closed set.
fn values(schema: &Value) -> String {
    let values = list(&schema["enum"]).filter(|value| **value != "");
    let values: Vec<String> =
        values.map(|value| format!("`{}`", value.as_str().unwrap_or(&value.to_string()))).collect();
    values.join(", ")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
