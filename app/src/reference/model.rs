//! Contents of `/openapi.json` as the page needs them.

use serde_json::Value;

/// Operations that belong together.
pub(super) struct Area {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) operations: Vec<Operation>,
}

/// One operation.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) description: String,
    /// Alternative means of authentication.
    pub(super) security: Vec<&'static str>,
    pub(super) parameters: Vec<Field>,
    /// The media types of the request body.
    pub(super) body_types: Vec<String>,
    pub(super) body: Vec<Field>,
    pub(super) responses: Vec<Response>,
    /// The operation in the document.
    pub(super) source: Value,
}

/// A parameter, or a field of a request or response body.
pub(super) struct Field {
    pub(super) name: String,
    /// Location of a parameter; empty for fields of a body.
    pub(super) location: String,
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) description: String,
}

/// The type of a value, and the schema it refers to.
pub(super) struct Kind {
    pub(super) text: String,
    pub(super) schema: Option<String>,
}

/// The response of one status.
pub(super) struct Response {
    pub(super) status: String,
    pub(super) description: String,
    pub(super) types: Vec<String>,
    pub(super) schema: Option<String>,
    pub(super) headers: Vec<String>,
}

/// Returns the areas in the document's order.
pub(super) fn areas(document: &Value) -> Vec<Area> {
    let all: Vec<(String, Operation)> = object(&document["paths"])
        .flat_map(|(path, item)| object(item).map(move |(method, source)| (path, method, source)))
        .map(|(path, method, source)| (text(&source["tags"][0]), operation(path, method, source)))
        .collect();
    let mut areas: Vec<Area> = list(&document["tags"])
        .map(|tag| Area {
            name: text(&tag["name"]),
            description: text(&tag["description"]),
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

/// Returns the named schemas with their descriptions and fields.
pub(super) fn schemas(document: &Value) -> Vec<(String, String, Vec<Field>)> {
    object(&document["components"]["schemas"])
        .map(|(name, schema)| {
            let description = [text(&schema["description"]), values(schema)].join(" ");
            (name.clone(), description.trim().to_owned(), fields(schema))
        })
        .collect()
}

fn operation(path: &str, method: &str, source: &Value) -> Operation {
    let parameter = |field: &Value| Field {
        name: text(&field["name"]),
        location: text(&field["in"]),
        required: field["required"] == true,
        kind: kind(&field["schema"]),
        description: text(&field["description"]),
    };
    let contents = &source["requestBody"]["content"];
    let body = object(contents).next().map(|(_, content)| fields(&content["schema"]));
    Operation {
        id: text(&source["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&source["summary"]),
        description: text(&source["description"]),
        security: security(&source["security"]),
        parameters: list(&source["parameters"]).map(parameter).collect(),
        body_types: object(contents).map(|(kind, _)| kind.clone()).collect(),
        body: body.unwrap_or_default(),
        responses: object(&source["responses"]).map(response).collect(),
        source: source.clone(),
    }
}

fn response((status, source): (&String, &Value)) -> Response {
    let schemas =
        object(&source["content"]).filter_map(|(_, content)| kind(&content["schema"]).schema);
    // Every problem is also available as a page; the conventions say so once.
    let is_problem = source["content"].get("application/problem+json").is_some();
    let types = object(&source["content"]).map(|(kind, _)| kind.clone());
    Response {
        status: status.clone(),
        description: text(&source["description"]),
        schema: schemas.last(),
        types: types.filter(|kind| !(is_problem && kind == "text/html")).collect(),
        headers: object(&source["headers"]).map(|(name, _)| name.clone()).collect(),
    }
}

/// Security schemes of the document and what the page calls them; a bearer token is only another
/// way to send an API key.
const SCHEMES: [(&str, &str); 4] = [
    ("session", "a session"),
    ("x-internal-token", "an internal token"),
    ("access_token", "a PBX access token"),
    ("x-api-key", "an API key"),
];

fn security(requirements: &Value) -> Vec<&'static str> {
    let name = |requirement: &Value| {
        let required = |scheme: &str| requirement.get(scheme).is_some();
        match SCHEMES.iter().find(|(scheme, _)| required(scheme)) {
            Some((_, name)) => Some(*name),
            None => (!required("bearer")).then_some("none"),
        }
    };
    list(requirements).filter_map(name).collect()
}

/// Returns the fields of an object, together with those of the objects it is composed of.
fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&Value> = list(&schema["required"]).collect();
    let own = object(&schema["properties"]).map(|(name, field)| Field {
        name: name.clone(),
        location: String::new(),
        required: required.iter().any(|required| *required == name.as_str()),
        kind: kind(field),
        description: text(&field["description"]),
    });
    let parts = list(&schema["allOf"]).flat_map(fields);
    own.chain(parts).collect()
}

/// Returns the type of a value.
fn kind(schema: &Value) -> Kind {
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
        ("", _) => "any".to_owned(),
        (_, true) => format,
        (_, false) => types,
    };
    Kind { text, schema: None }
}

/// Returns the values of an enumeration.
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
