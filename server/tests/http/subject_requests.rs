//! Exports and legal requests of contacts over HTTP: forms without scripts, by role.

use axum::http::StatusCode;
use earshot_backend::readers::IncomingCall;
use earshot_testkit::call;
use serde_json::Value;

use crate::harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp};

const NUMBER: &str = "+442079460001";

/// A server with two calls of a number, and the contact's id.
async fn world() -> (TestApp, String) {
    let app = TestApp::new().await;
    let of = |n| IncomingCall { caller: Some(NUMBER.to_owned()), ..call(n) };
    app.ingest(vec![of(1), of(2), call(3)]).await;
    app.run_jobs().await;
    let admin = app.session(ADMIN).await;
    let list = app.get(&admin, "/api/contacts?q=0001").await.json();
    let id = list["contacts"][0]["id"].as_str().unwrap().to_owned();
    (app, id)
}

async fn open_requests(app: &TestApp, cookie: &str) -> Value {
    app.get(cookie, "/api/contacts").await.json()["requests"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contacts_page_leads_to_an_export_of_its_calls() {
    let (app, id) = world().await;
    let manager = app.session(MANAGER).await;
    let page = app.page(&manager, &format!("/contacts/{id}")).await.body;
    let target = format!("/exports/new?contact={id}");
    assert!(page.contains(&format!("href=\"{target}\"")), "{page}");
    let form = app.page(&manager, &target).await;
    let words = form.text();
    assert!(words.contains(&format!("Calls of contact {NUMBER}")), "{words}");
    assert!(words.contains("2 calls match now"), "{words}");
    assert!(form.body.contains(&format!("name=\"contact\" value=\"{id}\"")), "it is kept");
    let started = app.submit(&manager, "/exports/new", &format!("contact={id}&format=zip")).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    let export = app.page(&manager, started.header("location")).await;
    assert!(export.text().contains(&format!("Calls of contact {NUMBER}")), "{}", export.text());
    assert!(export.body.contains(&format!("/exports/new?contact={id}")), "Export again");
    let staff = app.session(STAFF).await;
    assert_eq!(app.page(&staff, &target).await.status, 404);
    for email in [LATE, RIVAL] {
        let other = app.session(email).await;
        assert_eq!(app.page(&other, &target).await.status, 404, "{email}");
        let refused = app.post(&other, "/exports/new", &format!("contact={id}")).await;
        assert_eq!(refused.status, 404, "{email}");
    }
    let odd = app.post(&manager, "/exports/new", "contact=x").await;
    assert_eq!((odd.status.as_u16(), odd.fields()), (422, vec!["contact".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_legal_request_is_opened_answered_and_closed_by_forms() {
    let (app, id) = world().await;
    let admin = app.session(ADMIN).await;
    let here = format!("/contacts/{id}");
    let page = app.page(&admin, &here).await;
    let form = format!("action=\"{here}/requests\"");
    assert!(page.body.contains(&form), "{}", page.body);
    assert!(page.text().contains("Reason: Legal request"), "{}", page.text());
    let opened = app.submit(&admin, &format!("{here}/requests"), "").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    assert_eq!(opened.header("location"), format!("{here}?saved=request-opened"));
    let page = app.page(&admin, opened.header("location")).await;
    for text in ["Answer it in 30 days", "30 days left", "The bundle is being made"] {
        assert!(page.text().contains(text), "{text} is not in {}", page.text());
    }
    assert!(!page.body.contains(&form), "one request at a time");
    let list = app.page(&admin, "/contacts").await;
    for text in ["Open legal requests", NUMBER, "30 days left", "Download the bundle to close"] {
        assert!(list.text().contains(text), "{text} is not in {}", list.text());
    }
    app.run_jobs().await;
    let request = open_requests(&app, &admin).await[0].clone();
    let close = format!("/contacts/requests/{}/close", request["id"].as_str().unwrap());
    let early = app.post(&admin, &close, "").await;
    assert_eq!((early.status.as_u16(), early.code()), (409, "conflict".to_owned()));
    let export = format!("/exports/{}", request["export_id"].as_str().unwrap());
    let job = app.page(&admin, &export).await.text();
    for text in ["Legal request: calls of contact", "Bundle for the person (ZIP)"] {
        assert!(job.contains(text), "{text} is not in {job}");
    }
    let zip = app.get(&admin, &format!("{export}/files/1")).await;
    assert_eq!((zip.status.as_u16(), &zip.bytes[..2]), (200, b"PK".as_slice()));
    let list = app.page(&admin, "/contacts").await;
    assert!(list.body.contains(&format!("action=\"{close}\"")), "{}", list.body);
    let closed = app.submit(&admin, &close, "").await;
    assert_eq!(closed.header("location"), "/contacts?saved=request-closed");
    let list = app.page(&admin, closed.header("location")).await.text();
    assert!(list.contains("The legal request is closed."), "{list}");
    assert!(!list.contains("Open legal requests"), "{list}");
    let page = app.page(&admin, &here).await.text();
    assert!(page.contains("Closed") && page.contains(&format!("by {ADMIN}")), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bundle_of_an_open_request_is_made_again() {
    let (app, id) = world().await;
    let admin = app.session(ADMIN).await;
    assert_eq!(app.post(&admin, &format!("/contacts/{id}/requests"), "").await.status, 204);
    app.run_jobs().await;
    let before = open_requests(&app, &admin).await[0].clone();
    let again = format!("/contacts/requests/{}/bundle", before["id"].as_str().unwrap());
    let renewed = app.submit(&admin, &again, "").await;
    assert_eq!(renewed.header("location"), format!("/contacts/{id}?saved=request-renewed"));
    let after = open_requests(&app, &admin).await[0].clone();
    assert_eq!(after["id"], before["id"]);
    assert_ne!(after["export_id"], before["export_id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_client_admins_open_legal_requests() {
    let (app, id) = world().await;
    let target = format!("/contacts/{id}/requests");
    let manager = app.session(MANAGER).await;
    let page = app.page(&manager, &format!("/contacts/{id}")).await.body;
    assert!(!page.contains("legal request") && !page.contains(&target), "{page}");
    assert_eq!(app.post(&manager, &target, "").await.status, 403);
    for email in [STAFF, LATE, RIVAL] {
        let other = app.session(email).await;
        assert_eq!(app.post(&other, &target, "").await.status, 404, "{email}");
    }
    let admin = app.session(ADMIN).await;
    assert_eq!(app.post(&admin, "/contacts/x/requests", "").await.status, 404);
    assert_eq!(app.post(&admin, "/contacts/requests/x/close", "").await.status, 404);
    assert_eq!(app.post(&admin, &target, "").await.status, 204);
    let request = open_requests(&app, &admin).await[0].clone();
    let (id, export) = (request["id"].as_str().unwrap(), request["export_id"].as_str().unwrap());
    for email in [MANAGER, STAFF, LATE, RIVAL] {
        let other = app.session(email).await;
        for verb in ["close", "bundle"] {
            let refused = app.post(&other, &format!("/contacts/requests/{id}/{verb}"), "").await;
            assert_eq!(refused.status, 404, "{email} {verb}");
        }
        assert_eq!(app.page(&other, &format!("/exports/{export}")).await.status, 404, "{email}");
    }
}
