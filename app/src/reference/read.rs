//! Operations of `/openapi.json`, by area.

use serde_json::Value;

use super::{
    json::{list, object, text},
    schema::{Field, fields, kind},
    security::Credentials,
};

/// Operations with the same tag.
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
    /// Credentials of which a request needs one.
    pub(super) credentials: Vec<Credentials>,
    pub(super) parameters: Vec<Field>,
    pub(super) body: Option<Body>,
    pub(super) responses: Vec<Response>,
}

/// The body of a request.
pub(super) struct Body {
    /// Media types it can have; the first is that of the example.
    pub(super) media_types: Vec<String>,
    pub(super) fields: Vec<Field>,
    pub(super) example: Value,
}

/// The response with one status.
pub(super) struct Response {
    pub(super) status: String,
    pub(super) description: String,
    pub(super) media_types: Vec<String>,
    pub(super) schema: Option<String>,
    pub(super) headers: Vec<String>,
}

/// The areas in the document's order.
pub(super) fn areas(document: &Value) -> Vec<Area> {
    let mut areas: Vec<Area> = list(&document["tags"])
        .map(|tag| Area {
            name: text(&tag["name"]),
            description: text(&tag["description"]),
            operations: Vec::new(),
        })
        .collect();
    for (path, item) in object(&document["paths"]) {
        for (method, value) in object(item) {
            let tag = text(&value["tags"][0]);
            if let Some(area) = areas.iter_mut().find(|area| area.name == tag) {
                area.operations.push(operation(path, method, value));
            }
        }
    }
    areas
}

fn operation(path: &str, method: &str, value: &Value) -> Operation {
    Operation {
        id: text(&value["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&value["summary"]),
        description: text(&value["description"]),
        credentials: Credentials::all(&value["security"]),
        parameters: list(&value["parameters"]).map(parameter).collect(),
        body: body(&value["requestBody"]["content"]),
        responses: object(&value["responses"]).map(response).collect(),
    }
}

fn parameter(value: &Value) -> Field {
    Field {
        name: text(&value["name"]),
        location: text(&value["in"]),
        required: value["required"] == true,
        kind: kind(&value["schema"]),
        description: text(&value["description"]),
        example: value["example"].as_str().map(str::to_owned),
    }
}

fn body(contents: &Value) -> Option<Body> {
    let (_, first) = object(contents).next()?;
    Some(Body {
        media_types: object(contents).map(|(media_type, _)| media_type.clone()).collect(),
        fields: fields(&first["schema"]),
        example: first["example"].clone(),
    })
}

fn response((status, value): (&String, &Value)) -> Response {
    let contents = &value["content"];
    let schemas = object(contents).filter_map(|(_, content)| kind(&content["schema"]).schema);
    // Every problem is also available as a page, which the rules say once.
    let is_problem = contents.get("application/problem+json").is_some();
    let media_types = object(contents).map(|(media_type, _)| media_type.clone());
    Response {
        status: status.clone(),
        description: text(&value["description"]),
        schema: schemas.last(),
        media_types: media_types.filter(|it| !(is_problem && it == "text/html")).collect(),
        headers: object(&value["headers"]).map(|(name, _)| name.clone()).collect(),
    }
}
