//! Contacts over HTTP: the list, its search without scripts, and the page of one contact.

use axum::{body::Body, http::header};
use earshot_backend::readers::IncomingCall;
use earshot_domain::Customer;
use earshot_testkit::call;
use serde_json::Value;

use crate::harness::{ADMIN, Answer, LATE, MANAGER, RIVAL, STAFF, TestApp, post};

const NUMBER: &str = "+442079460001";

/// A server with two calls of a number, one of which was verified as Ann Marlow's.
async fn world() -> TestApp {
    let app = TestApp::new().await;
    let customer = Customer {
        name: Some("Ann <Marlow>".to_owned()),
        email: Some("ann@example.com".to_owned()),
        identity_verified: Some(true),
        ..Customer::default()
    };
    let of = |n, customer| IncomingCall { caller: Some(NUMBER.to_owned()), customer, ..call(n) };
    app.ingest(vec![of(1, None), of(2, Some(customer))]).await;
    app.backend.worker().unwrap().run_due().await.unwrap();
    app
}

async fn contacts(app: &TestApp, cookie: &str, q: &str) -> Value {
    app.get(cookie, &format!("/api/contacts?q={q}")).await.json()["contacts"].clone()
}

/// Posts a form as a browser does.
async fn submit(app: &TestApp, cookie: &str, target: &str) -> Answer {
    let request = post(target).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_show_contacts_and_their_calls() {
    let app = world().await;
    let admin = app.session(ADMIN).await;
    let list = app.page(&admin, "/contacts").await;
    assert_eq!(list.status, 200);
    for text in ["Ann &lt;Marlow&gt;", NUMBER, "ann@example.com", "2 calls", "href=\"/contacts/"] {
        assert!(list.body.contains(text), "{text} is missing");
    }
    let found = app.page(&admin, "/contacts?q=%2B44%2020%207946%200001").await.body;
    assert!(found.contains(NUMBER) && found.contains("value=\"+44 20 7946 0001\""), "{found}");
    let none = app.page(&admin, "/contacts?q=Smith").await.body;
    assert!(none.contains("No contact matches") && !none.contains(NUMBER));
    let refused = app.page(&admin, "/contacts?q=12").await.body;
    assert!(refused.contains("must be a number, or its last four digits or more"), "{refused}");
    let id = contacts(&app, &admin, "0001").await[0]["id"].as_str().unwrap().to_owned();
    let page = app.page(&admin, &format!("/contacts/{id}")).await.body;
    for text in ["Ann &lt;Marlow&gt;", "c001", "c002", "Possibly the same contact", "Join"] {
        assert!(page.contains(text), "{text} is missing");
    }
    let call = app.call_ids(ADMIN).await[0];
    assert!(page.contains(&format!("/calls?project_id=front-desk&amp;expand={call}")), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_joined_and_separated_by_forms() {
    let app = world().await;
    let manager = app.session(MANAGER).await;
    let all = contacts(&app, &manager, "").await;
    assert_eq!(all.as_array().unwrap().len(), 2);
    let number = contacts(&app, &manager, "0001").await[0].clone();
    let id = number["id"].as_str().unwrap();
    let page = app.get(&manager, &format!("/api/contacts/contact?contact_id={id}")).await.json();
    let other = page["suggestions"][0]["other"]["id"].as_str().unwrap().to_owned();
    let identity = |verb: &str, of: &str| format!("/contacts/{id}/identities/{of}/{verb}");
    let joined = submit(&app, &manager, &identity("merge", &other)).await;
    assert_eq!(joined.status, 303);
    assert_eq!(joined.header("location"), format!("/contacts/{id}?saved=merged"));
    let page = app.page(&manager, joined.header("location")).await.body;
    assert!(page.contains("Joined. The calls of both") && page.contains("Separate"), "{page}");
    assert_eq!(contacts(&app, &manager, "").await.as_array().unwrap().len(), 1);
    let split = submit(&app, &manager, &identity("split", &other)).await;
    assert_eq!(split.status, 303);
    let dismissed = submit(&app, &manager, &identity("dismiss", &other)).await;
    assert_eq!(dismissed.header("location"), format!("/contacts/{id}?saved=dismissed"));
    let page = app.page(&manager, &format!("/contacts/{id}")).await.body;
    assert!(!page.contains("Possibly the same"));
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_out_of_reach_do_not_exist() {
    let app = world().await;
    let admin = app.session(ADMIN).await;
    let id = contacts(&app, &admin, "0001").await[0]["id"].as_str().unwrap().to_owned();
    let staff = app.session(STAFF).await;
    assert_eq!(app.page(&staff, "/contacts").await.status, 404);
    assert!(!app.page(&staff, "/calls").await.body.contains("href=\"/contacts\""));
    assert!(app.page(&admin, "/calls").await.body.contains("href=\"/contacts\""));
    for email in [STAFF, LATE, RIVAL] {
        let other = app.session(email).await;
        assert_eq!(app.page(&other, &format!("/contacts/{id}")).await.status, 404, "{email}");
    }
    for email in [LATE, RIVAL] {
        let other = app.session(email).await;
        assert_eq!(contacts(&app, &other, "").await, serde_json::json!([]), "{email}");
    }
    let nothing = app.page(&admin, "/contacts/01890a5d-ac96-474b-bcce-b302099a8057").await;
    assert_eq!((nothing.status.as_u16(), nothing.body.contains("c001")), (404, false));
    let odd = app.page(&admin, "/contacts/x").await;
    assert_eq!(odd.status, 404);
}
