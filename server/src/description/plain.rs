//! The words of types without what only readers of the code know.

use serde_json::Value;

/// What a remark in brackets begins with when it points at papers of this repository.
const OURS: [&str; 4] = [" (seed", " (rulings", " (design", " (ADR"];

/// Takes such remarks, and the links between types, out of every description.
pub(super) fn plain(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "description" => *text = plain_text(text),
                    value => plain(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(plain),
        _ => {}
    }
}

fn plain_text(text: &str) -> String {
    let mut text = text.replace("[`", "`").replace("`]", "`");
    for start in OURS {
        while let Some(at) = text.find(start) {
            let end = text[at..].find(')').map_or(text.len(), |end| at + end + 1);
            text.replace_range(at..end, "");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn remarks_about_our_papers_are_taken_out() {
        let words = "How a call ended (seed 000; rulings, \"Status\"). See [`Slug`] (or not).";
        assert_eq!(plain_text(words), "How a call ended. See `Slug` (or not).");
    }
}
