//! Strategies of generated request bodies.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use serde_json::json;

/// Names and values that some endpoint knows, for wrong combinations.
const WORDS: [&str; 40] = [
    "conversationId",
    "includeTranscript",
    "includeAnalysis",
    "includeRecording",
    "project_id",
    "front-desk",
    "scope",
    "conversations:export",
    "kind",
    "key",
    "name",
    "expires",
    "2026-12-31",
    "addresses",
    "10.0.0.0/8",
    "origins",
    "https://a.example",
    "requests_per_minute",
    "0",
    "-1",
    "4294967296",
    "true",
    "on",
    "status",
    "missed",
    "from",
    "to",
    "bom",
    "include_caller_full",
    "reason_code",
    "justification",
    "action",
    "note",
    "correct",
    "turn",
    "text",
    "seen",
    "staff_playback",
    "consent",
    "evidence",
];

/// A word, or any text at all.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(&WORDS[..]).prop_map(str::to_owned),
        1 => ".{0,40}",
        1 => select(vec!["\0", "\u{202e}", "", " ", "%", "=&=", "\u{1f600}", "'\"><"]).prop_map(str::to_owned),
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((word(), word()), 0..12)
}

/// A body and the content type it declares.
#[derive(Debug, Clone)]
pub struct GeneratedBody {
    pub content_type: String,
    pub bytes: Vec<u8>,
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Forms, JSON objects and multipart bodies; some damaged, some of another type than declared.
pub fn body() -> impl Strategy<Value = GeneratedBody> {
    let form = pairs().prop_map(|pairs| {
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        GeneratedBody { content_type: FORM.to_owned(), bytes: text.into_bytes() }
    });
    let object = pairs().prop_map(|pairs| {
        let fields = pairs.into_iter().map(|(name, value)| {
            let value = match value.as_str() {
                "true" => json!(true),
                "0" => json!(0),
                "-1" => json!([null, {"deep": [[]]}]),
                _ => json!(value),
            };
            (name, value)
        });
        let object: serde_json::Map<_, _> = fields.collect();
        GeneratedBody {
            content_type: "application/json".to_owned(),
            bytes: json!(object).to_string().into_bytes(),
        }
    });
    let parts = pairs().prop_map(|pairs| {
        let mut bytes = Vec::new();
        for (name, value) in pairs {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            bytes.extend(head.into_bytes());
            bytes.extend(value.into_bytes());
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"--x--\r\n");
        GeneratedBody { content_type: "multipart/form-data; boundary=x".to_owned(), bytes }
    });
    let whole = prop_oneof![form, object, parts];
    (whole, vec((any::<Index>(), any::<u8>()), 0..4), any::<Index>(), 0..8_u8).prop_map(
        |(mut body, mutations, cut, how)| {
            // Some are unchanged, some have bytes changed, some are cut off, some declare another
            // content type.
            if how < 3 && !body.bytes.is_empty() {
                for (at, byte) in mutations {
                    let at = at.index(body.bytes.len());
                    body.bytes[at] = byte;
                }
            }
            match how {
                3 => body.bytes.truncate(cut.index(body.bytes.len() + 1)),
                4 => FORM.clone_into(&mut body.content_type),
                5 => "application/json".clone_into(&mut body.content_type),
                _ => {}
            }
            body
        },
    )
}
