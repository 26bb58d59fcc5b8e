//! Validation of JSON against the subset of JSON Schema that the API description uses.

use serde_json::Value;

/// Violations of a schema, with their place. Fields that the schema does not name are violations.
pub fn violations(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Check { document, found: &mut found }.check(schema, value, "$");
    found
}

struct Check<'a> {
    document: &'a Value,
    found: &'a mut Vec<String>,
}

impl<'a> Check<'a> {
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                self.resolve(self.document.pointer(&reference[1..]).expect("a reference leads on"))
            }
            None => schema,
        }
    }

    fn check(&mut self, schema: &'a Value, value: &Value, at: &str) {
        let schema = self.resolve(schema);
        for word in ["oneOf", "anyOf"] {
            if let Some(choices) = schema[word].as_array() {
                let fits = |choice| violations(self.document, choice, value).is_empty();
                let fit = choices.iter().filter(|choice| fits(choice)).count();
                if fit == 0 || (word == "oneOf" && fit > 1) {
                    self.found.push(format!("{at} fits {fit} of {word}"));
                }
                return;
            }
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            self.found.push(format!("{at} is none of its words"));
        }
        if !fits_type(&schema["type"], value) {
            self.found.push(format!("{at} is no {}", schema["type"]));
        }
        if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
            for (place, item) in list.iter().enumerate() {
                self.check(items, item, &format!("{at}[{place}]"));
            }
        }
        let parts = self.object_parts(schema);
        if let (Some(object), false) = (value.as_object(), parts.is_empty()) {
            self.check_object(&parts, object, at);
        }
    }

    /// The schemas that describe an object together.
    fn object_parts(&self, schema: &'a Value) -> Vec<&'a Value> {
        if let Some(all) = schema["allOf"].as_array() {
            return all.iter().flat_map(|part| self.object_parts(self.resolve(part))).collect();
        }
        if schema.get("properties").is_some() { vec![schema] } else { vec![] }
    }

    fn check_object(
        &mut self,
        parts: &[&'a Value],
        object: &serde_json::Map<String, Value>,
        at: &str,
    ) {
        for part in parts {
            for name in part["required"].as_array().into_iter().flatten() {
                if !object.contains_key(name.as_str().unwrap()) {
                    self.found.push(format!("{at} has no {name}"));
                }
            }
        }
        for (name, value) in object {
            match parts.iter().find_map(|part| part["properties"].get(name)) {
                Some(schema) => self.check(schema, value, &format!("{at}.{name}")),
                None => self.found.push(format!("{at}.{name} is not described")),
            }
        }
    }
}

fn fits_type(kind: &Value, value: &Value) -> bool {
    let one = |kind: &str| match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    };
    match kind {
        Value::Null => true,
        Value::String(kind) => one(kind),
        kinds => kinds.as_array().unwrap().iter().any(|kind| one(kind.as_str().unwrap())),
    }
}
