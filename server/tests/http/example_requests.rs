//! Requests built from the examples of the API description.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::Value;

/// Credentials that a caller presents.
pub enum PresentedCredentials {
    None,
    Cookie(String),
    Key(String),
    Token(String),
}

/// The request of an operation's examples, for an existing call.
pub fn example(
    method: &str,
    path: &str,
    operation: &Value,
    media_type: Option<&str>,
    credentials: &PresentedCredentials,
    call: &str,
) -> Request<Body> {
    let mut target = path.replace("{call_id}", call);
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        let Some(value) = parameter["example"].as_str() else { continue };
        match parameter["in"].as_str().unwrap() {
            "path" => target = target.replace(&format!("{{{name}}}"), value),
            "query" if name == "call_id" => drop(query.append_pair(name, call)),
            "query" => drop(query.append_pair(name, value)),
            _ => {}
        }
    }
    let mut request = Request::builder()
        .method(method)
        .uri(format!("{target}?{}", query.finish()))
        .header(header::HOST, "calls.example")
        .header(header::USER_AGENT, "example");
    match credentials {
        PresentedCredentials::None => {}
        PresentedCredentials::Cookie(cookie) => request = request.header(header::COOKIE, cookie),
        PresentedCredentials::Key(key) => request = request.header("x-api-key", key),
        PresentedCredentials::Token(token) => {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
    }
    let Some(media_type) = media_type else { return request.body(Body::empty()).unwrap() };
    let body = &operation["requestBody"]["content"][media_type]["example"];
    let mut body = body.clone();
    if body.get("conversationId").is_some() {
        body["conversationId"] = call.into();
    }
    if body.get("url").is_some() {
        // A name would need a DNS lookup.
        body["url"] = "https://8.8.8.8/".into();
    }
    let boundary = "multipart/form-data; boundary=x";
    let (kind, text) = match media_type {
        "multipart/form-data" => (boundary, multipart(&body)),
        "application/x-www-form-urlencoded" => (media_type, urlencoded(&body)),
        _ => (media_type, body.to_string()),
    };
    request.header(header::CONTENT_TYPE, kind).body(Body::from(text)).unwrap()
}

fn pairs(body: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut pairs = Vec::new();
    for (name, value) in body.as_object().unwrap() {
        match value.as_array() {
            Some(list) => pairs.extend(list.iter().map(|one| (name.clone(), text(one)))),
            None => pairs.push((name.clone(), text(value))),
        }
    }
    pairs
}

fn urlencoded(body: &Value) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs(body)).finish()
}

fn multipart(body: &Value) -> String {
    let part = |(name, value)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    pairs(body).into_iter().map(part).collect::<String>() + "--x--\r\n"
}
