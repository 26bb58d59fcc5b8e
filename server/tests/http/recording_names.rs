//! Names of recordings in an exported ZIP: the interface for programs, the manifest and the page.

use earshot_testkit::calls;
use serde_json::json;

use crate::{
    conversation_exports::{START, exporter, read, send},
    harness::{ADMIN, TestApp},
    recorded_calls::{app_with_recordings, playable_call},
};

const STANDARD: &str = "{date}_{time}_{project}_{call_id}";

#[tokio::test(flavor = "multi_thread")]
async fn a_program_names_the_recordings_of_its_export() {
    let app = app_with_recordings(vec![playable_call(1), playable_call(2)]).await;
    let key = exporter(&app).await;
    let template = "{date} {caller} {number}";
    let body = json!({
        "format": "zip", "filter": { "sort": "oldest" }, "call_files": "txt",
        "include": { "recordings": true }, "recording_names": template,
    });
    let started = send(&app, &key, "POST", START, &body).await;
    assert_eq!(started.status, 202, "{}", started.body);
    app.run_jobs().await;
    let done = read(&app, &key, started.json()["url"].as_str().unwrap()).await.json();
    assert_eq!(done["status"], "completed", "{done}");
    let manifest = read(&app, &key, done["manifest_url"].as_str().unwrap()).await.json();
    assert_eq!(manifest["options"]["recording_names"], template);
    // Names stand in an archive as they are.
    let archive = read(&app, &key, done["files"][0]["url"].as_str().unwrap()).await.body;
    for n in 1..=2 {
        let path = format!("recordings/2026-06-01 xxxx000{n} 00000{n}.wav");
        assert!(archive.contains(&path), "{path}");
    }
    assert!(!archive.contains("+44207940000"), "no whole number");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_recordings_the_manifest_has_no_names() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let key = exporter(&app).await;
    for (recordings, expected) in [(true, json!(STANDARD)), (false, json!(null))] {
        let body = json!({ "format": "zip", "include": { "recordings": recordings } });
        let started = send(&app, &key, "POST", START, &body).await.json();
        app.run_jobs().await;
        let manifest = format!("{}/manifest.json", started["url"].as_str().unwrap());
        let manifest = read(&app, &key, &manifest).await.json();
        assert_eq!(manifest["options"]["recording_names"], expected, "{manifest}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_that_makes_no_names_is_refused_at_its_field() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let key = exporter(&app).await;
    let long = "x".repeat(201);
    for template in [
        json!("{colour}"),
        json!("{date"),
        json!("a/b"),
        json!("..\\{date}"),
        json!("{date}."),
        json!("nul.{number}"),
        json!("{date}\u{202e}{number}"),
        json!(long),
        json!({ "template": "{date}" }),
    ] {
        let body = json!({ "format": "zip", "recording_names": template });
        let answer = send(&app, &key, "POST", START, &body).await;
        let expected = (422, vec!["recording_names".to_owned()]);
        assert_eq!((answer.status.as_u16(), answer.fields()), expected, "{body}");
    }
    let unknown = json!({ "format": "zip", "recording_names": "{colour}" });
    let answer = send(&app, &key, "POST", START, &unknown).await;
    let message = answer.json()["fields"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("{colour}, only {date}, {time}, "), "{message}");
    let none = read(&app, &key, "/v1/conversations/exports").await.json();
    assert_eq!(none["exports"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_has_the_template_and_keeps_one_that_is_refused() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let admin = app.session(ADMIN).await;
    let field = |template: &str| format!("name=\"recording_names\" value=\"{template}\"");
    let page = app.page(&admin, "/exports/new").await;
    assert!(page.body.contains(&field(STANDARD)), "{}", page.body);
    assert!(page.text().contains("{agent}, {caller}, "), "its placeholders are listed");
    let form = "format=zip&contents=1&include=recordings&recording_names=%7Bcolour%7D_x";
    let refused = app.submit(&admin, "/exports/new", form).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(&field("{colour}_x")), "{}", refused.body);
    let message = "must not contain the unknown placeholder {colour}, only {date}";
    assert!(refused.text().contains(message), "{}", refused.text());
    let query = "format=zip&recording_names=%7Bdate%7D+%7Bnumber%7D";
    let filled = app.page(&admin, &format!("/exports/new?{query}")).await;
    assert!(filled.body.contains(&field("{date} {number}")), "{}", filled.body);
    assert_eq!(app.post(&admin, "/exports/new", query).await.status, 201);
    let exports = app.page(&admin, "/exports").await;
    let again = format!("/exports/new?{}", query.replace('&', "&amp;"));
    assert!(exports.body.contains(&again), "{}", exports.body);
}
