//! Requests for records that are not the viewer's, in the audit log.

use axum::{body::Body, http::header};
use earshot_domain::AuditAction;
use earshot_testkit::{call, calls};

use crate::harness::{ADMIN, RIVAL, STAFF, TestApp, get};

/// Author, subject and address of each refusal in the log of the tenant of [`ADMIN`].
async fn refusals(app: &TestApp) -> Vec<(String, String, String)> {
    let (entries, broken) = app.backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    let refused =
        |entry: &earshot_backend::AuditEntry| entry.action == AuditAction::AccessRefused.as_str();
    entries
        .into_iter()
        .filter(refused)
        .map(|entry| {
            let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
            let address = detail["address"].as_str().unwrap().to_owned();
            (entry.actor, entry.subject, address)
        })
        .collect()
}

/// Case 1 (docs/threats.md#case-1): what was refused is recorded.
#[tokio::test(flavor = "multi_thread")]
async fn ids_of_others_are_recorded_at_every_door() {
    let app = TestApp::new().await;
    app.ingest_into("rival", "lobby", vec![call(9)]).await;
    let foreign = app.call_ids(RIVAL).await[0].to_string();
    let missing = "0197c1a5-9d0e-7c3e-8a51-3f1f0e6a2b11";
    let cookie = app.session(ADMIN).await;
    let mut expected = Vec::new();
    for id in [foreign.as_str(), missing] {
        for (address, target) in [
            ("/api/calls/{call_id}/transcript", format!("/api/calls/{id}/transcript?format=txt")),
            ("/api/review", format!("/api/review?call_id={id}")),
            ("/exports/{export_id}", format!("/exports/{id}")),
        ] {
            assert_eq!(app.get(&cookie, &target).await.status, 404, "{target}");
            expected.push((ADMIN.to_owned(), id.to_owned(), address.to_owned()));
        }
    }
    assert_eq!(app.get(&cookie, "/calls?project_id=lobby").await.status, 404);
    expected.push((ADMIN.to_owned(), "lobby".to_owned(), "/calls".to_owned()));
    let scopes =
        [("name", "Reader"), ("scope", "conversations:read"), ("project_id", "front-desk")];
    let key = app.key(ADMIN, &scopes).await;
    let request = get(&format!("/v1/conversations/{foreign}")).header("x-api-key", &key);
    assert_eq!(app.send(request.body(Body::empty()).unwrap()).await.status, 404);
    let found = refusals(&app).await;
    let (by_key, by_person) = found.split_last().unwrap();
    assert_eq!(by_person, expected);
    assert_eq!(
        (by_key.1.as_str(), by_key.2.as_str()),
        (foreign.as_str(), "/v1/conversations/{call_id}")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_or_names_no_record_is_not_recorded() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let cookie = app.session(ADMIN).await;
    let own = app.call_ids(ADMIN).await[0];
    for target in [
        format!("/api/review?call_id={own}"),
        "/nowhere".to_owned(),
        "/media/recordings/a-grant-that-was-never-issued".to_owned(),
    ] {
        app.get(&cookie, &target).await;
    }
    assert_eq!(refusals(&app).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_not_filled() {
    let app = TestApp::new().await;
    let cookie = app.session(STAFF).await;
    for n in 0..70 {
        let target = format!("/api/review?call_id=0197c1a5-9d0e-7c3e-8a51-3f1f0e6a2b{n:02}");
        let request = get(&target).header(header::COOKIE, &cookie);
        assert_eq!(app.send(request.body(Body::empty()).unwrap()).await.status, 404);
    }
    assert_eq!(refusals(&app).await.len(), 60);
}
