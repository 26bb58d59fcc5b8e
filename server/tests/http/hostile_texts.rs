//! Texts that only one of the two databases could store, in every described field.

use earshot_backend::{Limits, Rate};
use earshot_server::WebSettings;
use earshot_testkit::calls;
use serde_json::{Value, json};

use crate::{
    description::operations,
    example_requests::{PresentedCredentials, example},
    harness::{ADMIN, TestApp, encoded},
    ingest::{CALLS, push, record},
};

/// A server, and what its callers present.
struct Site {
    app: TestApp,
    call: String,
    cookie: String,
    key: String,
    token: String,
}

impl Site {
    async fn new(app: TestApp) -> Self {
        app.ingest(calls(3)).await;
        let call = app.call_ids(ADMIN).await[0].to_string();
        let (project, many) = (("project_id", "front-desk"), ("requests_per_minute", "10000"));
        let scopes = ["conversations:export", "transcripts:raw", "calls:read", "calls:write"];
        let more = ["callers:full", "conversations:read", "exports:write"];
        let scopes: Vec<_> = scopes.iter().chain(&more).map(|scope| ("scope", *scope)).collect();
        let key = app.key(ADMIN, &[[project, many].as_slice(), &scopes].concat()).await;
        let legs = [project, many, ("scope", "calls:read"), ("kind", "pbx_client")];
        let client = app.create_key(ADMIN, &legs).await;
        let (id, secret) = (client.client_id.unwrap(), client.secret);
        let token = app.backend.pbx().get_token(&id, &secret, "test").await.unwrap().access_token;
        let cookie = app.session(ADMIN).await;
        Self { app, call, cookie, key, token }
    }

    /// The status of a request, and whether something failed.
    async fn status(&self, (method, path): (&str, &str), kind: Option<&str>, what: &Value) -> u16 {
        let credentials = if path.starts_with("/openapi/") || path == "/api/download/{file}" {
            PresentedCredentials::Token(self.token.clone())
        } else if path.starts_with("/v1/") || path.contains("export/conversation") {
            PresentedCredentials::Key(self.key.clone())
        } else {
            PresentedCredentials::Cookie(self.cookie.clone())
        };
        let request = example(method, path, what, kind, &credentials, &self.call);
        let answer = self.app.send(request).await;
        // The PBX interface answers with HTTP 200, and -2 is an internal error.
        if answer.body.contains("\"errcode\":-2") { 500 } else { answer.status.as_u16() }
    }
}

/// The operation with a text in each place for one, one place at a time.
fn variants(operation: &Value, kind: Option<&str>, text: &str) -> Vec<(String, Value)> {
    let mut variants = Vec::new();
    let parameters = operation["parameters"].as_array().map_or(0, Vec::len);
    for index in 0..parameters {
        let parameter = &operation["parameters"][index];
        let name = parameter["name"].as_str().unwrap().to_owned();
        let text = match parameter["in"].as_str().unwrap() {
            "path" => encoded(text),
            "query" => text.to_owned(),
            _ => continue,
        };
        let mut changed = operation.clone();
        changed["parameters"][index]["example"] = text.into();
        // An example of a call replaces this parameter by one that exists.
        if name != "call_id" {
            variants.push((name, changed));
        }
    }
    let Some(kind) = kind else { return variants };
    let body = &operation["requestBody"]["content"][kind];
    for (name, example) in body["example"].as_object().into_iter().flatten() {
        let mut changed = operation.clone();
        let place = &mut changed["requestBody"]["content"][kind]["example"][name];
        *place = if example.is_array() { json!([text]) } else { text.into() };
        variants.push((name.clone(), changed));
    }
    variants
}

/// Letters that do not compress, from a fixed seed.
fn random_letters(count: usize) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let letter = |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
    };
    (0..count).map(letter).collect()
}

/// Records of our own format with a text in each place for one, one place at a time.
fn records(text: &str) -> Vec<(String, Value)> {
    let texts = ["source", "source_id", "started_at", "ended_at", "end_reason", "source_status"];
    let more =
        ["caller", "callee", "agent", "outcome", "summary", "transfer_destination", "audience"];
    let text = Value::from(text);
    let mut places: Vec<(String, Value)> =
        texts.iter().chain(&more).map(|name| ((*name).to_owned(), text.clone())).collect();
    let lists = ["tags", "skills", "notes"];
    places.extend(lists.map(|name| (name.to_owned(), json!([text]))));
    let turn = json!({ "turns": [{ "speaker": "caller", "text": text }] });
    places.push(("transcript".to_owned(), turn));
    places.push(("analysis".to_owned(), json!({ "a": text, (text.as_str().unwrap()): 1 })));
    places.push(("customer".to_owned(), json!({ "name": text, "email": text })));
    places.push(("recording".to_owned(), json!({ "file_name": text })));
    let records = places.into_iter().enumerate().map(|(n, (name, value))| {
        let mut record = record(u32::try_from(n).unwrap());
        record[&name] = value;
        (name, record)
    });
    records.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_a_pushed_call_gets_the_same_answer_on_both_databases() {
    let sqlite = Site::new(TestApp::new().await).await;
    let name = format!("pushed_{}", std::process::id());
    let postgres = Site::new(TestApp::on_postgres(&name, Limits::default()).await).await;
    let mut wrong = Vec::new();
    let letters = random_letters(8_000);
    for text in ["a\0b", letters.as_str()] {
        for (field, record) in records(text) {
            let mut answers = Vec::new();
            for site in [&sqlite, &postgres] {
                let body = record.to_string();
                let answer = push(&site.app, &site.key, CALLS, "application/json", body).await;
                let (status, json) = (answer.status.as_u16(), answer.json());
                answers.push((status, json["taken"].clone(), json["results"][0]["reason"].clone()));
            }
            if answers[0] != answers[1] || answers[0].0 >= 500 {
                wrong.push(format!("{field}: {answers:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let here = sqlite.app.get(&sqlite.cookie, "/api/calls?query=").await.json();
    let there = postgres.app.get(&postgres.cookie, "/api/calls?query=").await.json();
    assert!(here["matched"].as_u64() > Some(3) && here["matched"] == there["matched"], "{here}");
    sqlite.app.backend.close().await;
    postgres.app.backend.close().await;
}

/// Case 19 (docs/threats.md#case-19): texts that a database cannot hold.
#[tokio::test(flavor = "multi_thread")]
async fn every_field_gets_the_same_answer_on_both_databases() {
    let often = Rate { events: 1_000_000, seconds: 60 };
    let limits = Limits {
        export_rate: often,
        transcript_rate: often,
        recording_rate: often,
        sign_in_account_rate: often,
        sign_in_address_rate: often,
        bad_key_rate: often,
        pbx_failure_rate: often,
        webhook_rate: often,
        ..Limits::default()
    };
    let sqlite = Site::new(TestApp::with(WebSettings::default(), limits).await).await;
    let name = format!("hostile_{}", std::process::id());
    let postgres = Site::new(TestApp::on_postgres(&name, limits).await).await;
    let mut wrong = Vec::new();
    let mut asked = 0;
    let letters = random_letters(8_000);
    for (method, path, operation) in operations() {
        // They would end the session, or the token, of the requests after them.
        if path.starts_with("/sign-out") || path.ends_with("del_token") {
            continue;
        }
        let bodies = operation["requestBody"]["content"].as_object();
        let kinds: Vec<Option<&str>> = match bodies {
            Some(bodies) => bodies.keys().map(|kind| Some(kind.as_str())).collect(),
            None => vec![None],
        };
        for kind in kinds {
            for (what, text) in [("NUL", "a\0b"), ("letters", letters.as_str())] {
                for (field, changed) in variants(operation, kind, text) {
                    let endpoint = (method.as_str(), path.as_str());
                    let here = sqlite.status(endpoint, kind, &changed).await;
                    let there = postgres.status(endpoint, kind, &changed).await;
                    asked += 1;
                    if here != there || here >= 500 {
                        wrong.push(format!("{method} {path} {field} {what}: {here} and {there}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(asked > 250, "{asked}");
    sqlite.app.backend.close().await;
    postgres.app.backend.close().await;
}
