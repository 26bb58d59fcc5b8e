//! The API description, compared with the route table and with real responses.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use earshot_server::{
    PBX_INTERFACES, description,
    router::{Access, Endpoint, endpoints},
};
use earshot_testkit::calls;
use serde_json::Value;

use crate::{
    example_requests::{PresentedCredentials, example},
    harness::{ADMIN, Answer, STAFF, TestApp, get},
    json_schema::violations,
};

/// Routes for browsers only, beside the pages of signed-in people.
const FOR_BROWSERS: [(&str, &str); 5] = [
    ("GET", "/sign-in"),
    ("GET", "/pkg/{*file}"),
    ("GET", "/exports.js"),
    ("GET", "/favicon.svg"),
    ("GET", "/robots.txt"),
];

/// Every operation of the API description: method, path and description.
pub fn operations() -> Vec<(String, String, &'static Value)> {
    let paths = description().value["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &'static Value)| {
        let methods = item.as_object().unwrap();
        let one = |(method, operation): (&String, &'static Value)| {
            (method.to_uppercase(), path.clone(), operation)
        };
        methods.iter().map(one).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

/// Whether a route of the router matches a path of the document.
fn matches_path(route: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    for wanted in route.split('/') {
        if wanted.starts_with("{*") {
            return parts.next().is_some();
        }
        match parts.next() {
            Some(part) if part == wanted || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

#[test]
fn every_route_is_described_and_nothing_else_is() {
    let described = operations();
    let for_programs = |endpoint: &&Endpoint| {
        endpoint.access != Access::Page && !FOR_BROWSERS.contains(&(endpoint.method, endpoint.path))
    };
    let routes = endpoints();
    for route in routes.iter().filter(for_programs) {
        let found = described
            .iter()
            .any(|(method, path, _)| method == route.method && matches_path(route.path, path));
        assert!(found, "{} {} is not in server/src/description", route.method, route.path);
    }
    for (method, path, _) in &described {
        let found = routes.iter().filter(for_programs).any(|route| {
            // A path of the document has the parameters of its route.
            route.method == method && matches_path(route.path, path)
        });
        assert!(found, "{method} {path} is described and not in the router");
    }
}

#[test]
fn every_interface_of_the_pbx_is_described_and_nothing_else_is() {
    let mut described: Vec<(String, String)> = operations()
        .into_iter()
        .filter(|(_, path, _)| path.starts_with("/openapi/"))
        .map(|(method, path, _)| (method, path))
        .collect();
    let mut known: Vec<(String, String)> = PBX_INTERFACES
        .iter()
        .map(|(method, version, name)| ((*method).to_owned(), format!("/openapi/{version}/{name}")))
        .collect();
    described.sort();
    known.sort();
    assert_eq!(described, known);
}

#[test]
fn the_document_is_consistent() {
    let document = &description().value;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let text = &description().json;
    for reference in text.split("\"#/").skip(1) {
        let pointer = format!("/{}", reference.split('"').next().unwrap());
        assert!(document.pointer(&pointer).is_some(), "{pointer} leads nowhere");
    }
    let mut ids: Vec<&str> = operations()
        .iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    // Doc comments become descriptions: links between types mean nothing to readers of the API.
    assert!(!text.contains("[`"), "a description links to a type");
    for (method, path, operation) in operations() {
        assert_eq!(operation["tags"].as_array().unwrap().len(), 1, "{method} {path}");
        for name in path.split(['{', '}']).skip(1).step_by(2) {
            let parameters = operation["parameters"].as_array().unwrap();
            assert!(parameters.iter().any(|parameter| parameter["name"] == name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn the_document_is_public_and_a_known_version_is_not_sent_again() {
    let app = TestApp::new().await;
    let first = app.send(get("/openapi.json").body(Body::empty()).unwrap()).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.header("content-type"), "application/json");
    assert_eq!(first.header("cache-control"), "no-cache");
    assert_eq!(first.json(), description().value);
    let etag = first.header("etag");
    let again = get("/openapi.json").header(header::IF_NONE_MATCH, format!("\"x\", {etag}"));
    let again = app.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

/// Parts of a response that the document does not describe.
fn undescribed(operation: &Value, answer: &Answer) -> Vec<String> {
    let status = answer.status.as_str();
    let Some(described) = operation["responses"].get(status) else {
        return vec![format!("{status} is not described")];
    };
    if answer.body.is_empty() {
        return vec![];
    }
    let kind = answer.header("content-type").split(';').next().unwrap();
    let Some(content) = described["content"].get(kind) else {
        return vec![format!("{status} {kind} is not described")];
    };
    match content.get("schema") {
        Some(schema) if kind.ends_with("json") => {
            violations(&description().value, schema, &answer.json())
        }
        _ => vec![],
    }
}

/// Addresses whose examples cannot succeed: there is no such grant, export, import, key, webhook, contact or
/// receiver; signing out and signing in redirect.
const CANNOT: &[&str] = &[
    "/api/download/{file}",
    "/api/calls/{call_id}/recording/grants",
    "/api/exports/cancel",
    "/api/exports/status",
    "/api/exports/job",
    "/exports/new",
    "/exports/{export_id}/archive.zip",
    "/exports/{export_id}/cancel",
    "/exports/{export_id}/delete",
    "/exports/{export_id}/files/{n}",
    "/exports/{export_id}/manifest.json",
    "/exports/{export_id}/retry",
    "/exports/{export_id}/revoke",
    "/media/recordings/{grant}",
    "/media/exports/{token}",
    "/settings/imports/{import_id}/decision",
    "/settings/api-keys/{api_key_id}/revoke",
    "/settings/webhooks/{webhook_id}/on",
    "/settings/webhooks/{webhook_id}/off",
    "/settings/webhooks/{webhook_id}/remove",
    "/settings/webhooks/{webhook_id}/test",
    "/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/again",
    "/api/webhooks/deliveries",
    "/v1/conversations/export/{export_id}",
    "/v1/conversations/export/{export_id}/archive.zip",
    "/v1/conversations/export/{export_id}/files/{n}",
    "/v1/conversations/export/{export_id}/manifest.json",
    // The call of the examples has no consent.
    "/calls",
    "/api/unlocks/{unlock_id}/view",
    "/api/unlocks/{unlock_id}/end",
    "/contacts/{contact_id}/identities/{identity_id}/merge",
    "/contacts/{contact_id}/identities/{identity_id}/dismiss",
    "/contacts/{contact_id}/identities/{identity_id}/split",
    "/contacts/{contact_id}/requests",
    "/contacts/requests/{request_id}/bundle",
    "/contacts/requests/{request_id}/close",
    "/api/contacts/contact",
    "/v1/ingest/calls/{source}/{source_id}/recording",
    "/v1/ingest/webhooks/{receiver}",
    "/sign-in",
    "/sign-out",
    "/sign-out-everywhere",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_work_and_every_answer_is_described() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let call = app.call_ids(ADMIN).await[0].to_string();
    let project = ("project_id", "front-desk");
    let many = ("requests_per_minute", "1000");
    let export = ("scope", "conversations:export");
    let rights = [
        "transcripts:raw",
        "callers:full",
        "calls:read",
        "calls:write",
        "conversations:read",
        "exports:write",
    ];
    let rights = rights.map(|right| ("scope", right));
    let whole = [&[project, many, export], rights.as_slice()].concat();
    let legs = [project, many, ("scope", "calls:read"), ("kind", "pbx_client")];
    let client = app.create_key(ADMIN, &legs).await;
    let (id, secret) = (client.client_id.unwrap(), client.secret);
    let tokens = app.backend.pbx().get_token(&id, &secret, "test").await.unwrap();
    let mut wrong = Vec::new();
    let mut done = Vec::new();
    for (method, path, operation) in operations() {
        let bodies = operation["requestBody"]["content"].as_object();
        let media_types: Vec<Option<&str>> = match bodies {
            Some(bodies) => bodies.keys().map(|kind| Some(kind.as_str())).collect(),
            None => vec![None],
        };
        for media_type in media_types {
            for (who, shows) in [
                ("nobody", PresentedCredentials::None),
                ("staff", PresentedCredentials::Cookie(app.session(STAFF).await)),
                ("admin", PresentedCredentials::Cookie(app.session(ADMIN).await)),
                ("a key", PresentedCredentials::Key(app.key(ADMIN, &whole).await)),
                ("a wrong key", PresentedCredentials::Key("ear_wrong".to_owned())),
                ("a client", PresentedCredentials::Token(tokens.access_token.clone())),
            ] {
                // The client revokes its own token.
                if path.ends_with("del_token") && who == "a client" {
                    continue;
                }
                let request = example(&method, &path, operation, media_type, &shows, &call);
                let answer = app.send(request).await;
                for words in undescribed(operation, &answer) {
                    wrong.push(format!("{method} {path} as {who}: {words}"));
                }
                if answer.status.is_success() {
                    done.push((method.clone(), path.clone(), media_type));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (method, path, _) in operations() {
        let worked = done.iter().any(|(m, p, _)| (m, p) == (&method, &path));
        assert_eq!(worked, !CANNOT.contains(&path.as_str()), "{method} {path}");
    }
    let exported = done.iter().filter(|(_, path, _)| path == "/api/export/conversation");
    let mut kinds: Vec<_> = exported.filter_map(|(_, _, kind)| *kind).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 3, "{kinds:?}");
}
