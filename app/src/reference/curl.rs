//! An operation as a `curl` command.

use serde_json::Value;

use super::model::Operation;

/// Renders the operation's examples as a `curl` command for the portal at `address`.
pub(super) fn curl(operation: &Operation, address: &str) -> String {
    let mut target = operation.path.clone();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in operation.source["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        let Some(value) = parameter["example"].as_str() else { continue };
        match parameter["in"].as_str() {
            Some("path") => target = target.replace(&format!("{{{name}}}"), value),
            Some("query") => drop(query.append_pair(name, value)),
            _ => {}
        }
    }
    let query = query.finish();
    let separator = if query.is_empty() { "" } else { "?" };
    let method = if operation.method == "GET" { "" } else { "-X POST " };
    let mut command = format!("curl -sS {method}'{address}{target}{separator}{query}'");
    let mut option = |text: &str| {
        command.push_str(" \\\n  ");
        command.push_str(text);
    };
    let required = |name| requires(&operation.source, name);
    if required("x-api-key") {
        option("-H \"x-api-key: $EARSHOT_KEY\"");
    } else if required("access_token") {
        option("-H \"Authorization: Bearer $ACCESS_TOKEN\"");
    } else if required("session") {
        option("-b \"earshot_session=$SESSION\"");
    }
    let contents = operation.source["requestBody"]["content"].as_object();
    let Some((kind, content)) = contents.and_then(|contents| contents.iter().next()) else {
        return command;
    };
    if kind == "application/json" {
        option("-H 'Content-Type: application/json'");
        option(&format!("-d '{}'", quoted(&content["example"].to_string())));
        return command;
    }
    for (name, value) in content["example"].as_object().into_iter().flatten() {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for value in values {
            option(&format!("--data-urlencode '{name}={}'", quoted(&plain(&value))));
        }
    }
    command
}

fn requires(source: &Value, scheme: &str) -> bool {
    let requirements = source["security"].as_array().into_iter().flatten();
    requirements.into_iter().any(|requirement| requirement.get(scheme).is_some())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Escapes text for the single quotes of a shell.
fn quoted(text: &str) -> String {
    text.replace('\'', r"'\''")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::model::areas, curl};

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
