//! The example of an operation as a `curl` command.

use serde_json::Value;

use super::{
    read::{Body, Operation},
    security::Credentials,
};

/// The operation's examples as a `curl` command for the portal at `address`.
pub(super) fn curl(operation: &Operation, address: &str) -> String {
    let method = if operation.method == "GET" { "" } else { "-X POST " };
    let mut parts = vec![format!("curl -sS {method}'{address}{}'", target(operation))];
    parts.extend(credentials(&operation.credentials).map(str::to_owned));
    parts.extend(operation.body.iter().flat_map(body));
    parts.join(" \\\n  ")
}

/// Path and query with the examples of the parameters.
fn target(operation: &Operation) -> String {
    let mut path = operation.path.clone();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in &operation.parameters {
        let Some(example) = &parameter.example else { continue };
        match parameter.location.as_str() {
            "path" => path = path.replace(&format!("{{{}}}", parameter.name), example),
            "query" => drop(query.append_pair(&parameter.name, example)),
            _ => {}
        }
    }
    let query = query.finish();
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// The option that sends the credentials programs would use.
fn credentials(accepted: &[Credentials]) -> Option<&'static str> {
    let options = [
        (Credentials::ApiKey, "-H \"x-api-key: $EARSHOT_KEY\""),
        (Credentials::PbxToken, "-H \"Authorization: Bearer $ACCESS_TOKEN\""),
        (Credentials::Session, "-b \"earshot_session=$SESSION\""),
    ];
    options.into_iter().find(|(one, _)| accepted.contains(one)).map(|(_, option)| option)
}

/// The options that send the body.
fn body(body: &Body) -> Vec<String> {
    if body.media_types.first().is_some_and(|first| first == "application/json") {
        let example = format!("-d '{}'", quoted(&body.example.to_string()));
        return vec!["-H 'Content-Type: application/json'".to_owned(), example];
    }
    let mut options = Vec::new();
    for (name, value) in body.example.as_object().into_iter().flatten() {
        let values = value.as_array().map_or_else(|| vec![value], |values| values.iter().collect());
        let option = |value| format!("--data-urlencode '{name}={}'", quoted(&form_value(value)));
        options.extend(values.into_iter().map(option));
    }
    options
}

fn form_value(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Text for use inside single quotes of a shell.
fn quoted(text: &str) -> String {
    text.replace('\'', r"'\''")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::read::areas, curl};

    #[test]
    fn examples_become_a_command() {
        let document = json!({
            "tags": [{"name": "a"}],
            "paths": {"/x/{id}": {"post": {
                "tags": ["a"], "operationId": "x", "security": [{"x-api-key": []}],
                "parameters": [{"name": "id", "in": "path", "example": "7"}],
                "requestBody": {"content": {"application/x-www-form-urlencoded":
                    {"example": {"name": "it's", "scope": ["a", "b"]}}}}
            }}}
        });
        let found = curl(&areas(&document)[0].operations[0], "https://calls.example");
        assert_eq!(
            found,
            "curl -sS -X POST 'https://calls.example/x/7' \\\n  \
             -H \"x-api-key: $EARSHOT_KEY\" \\\n  \
             --data-urlencode 'name=it'\\''s' \\\n  \
             --data-urlencode 'scope=a' \\\n  --data-urlencode 'scope=b'"
        );
    }
}
