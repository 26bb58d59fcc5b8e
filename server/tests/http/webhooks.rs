//! Webhooks over HTTP: management by Client Admins, tests and repeated deliveries.

use axum::{body::Body, http::header};
use earshot_testkit::call;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, LATE, MANAGER, RIVAL, STAFF, TestApp, post};

/// A URL where nothing listens.
const URL: &str = "http://127.0.0.1:9/hook-nobody-knows";
const FORM: &str = "name=Tickets&url=http%3A%2F%2F127.0.0.1%3A9%2Fhook-nobody-knows\
    &event=call.ingested&event=review.changed&project_id=front-desk";

/// A server whose webhooks may send to loopback addresses.
async fn open_app() -> TestApp {
    let app = TestApp::new().await;
    app.with_backend(app.backend.clone().with_private_webhooks())
}

/// Posts a form as a browser does.
async fn submit(app: &TestApp, cookie: &str, target: &str, form: &str) -> Answer {
    let request = post(target).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
    app.send(request.body(Body::from(form.to_owned())).unwrap()).await
}

/// Creates a webhook and returns the URL of its page and its secret.
async fn create_webhook(app: &TestApp, cookie: &str) -> (String, String) {
    let made = app.post(cookie, "/settings/webhooks", FORM).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let text = |field: &str| made.json()[field].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

async fn listed(app: &TestApp, cookie: &str, id: &str) -> Value {
    let page = app.get(cookie, &format!("/api/webhooks/deliveries?webhook_id={id}")).await;
    page.json()["deliveries"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_s_secret_is_shown_once_and_kept_sealed() {
    let app = open_app().await;
    let admin = app.session(ADMIN).await;
    let (id, secret) = create_webhook(&app, &admin).await;
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    let list = app.get(&admin, "/api/webhooks").await;
    let webhook = &list.json()["webhooks"]["webhooks"][0];
    assert_eq!((&webhook["id"], &webhook["url"]), (&json!(id), &json!(URL)));
    assert_eq!(webhook["events"], json!(["call.ingested", "review.changed"]));
    assert_eq!((&webhook["state"], &webhook["created_by"]), (&json!("on"), &json!(ADMIN)));
    for page in ["/settings/webhooks", &format!("/settings/webhooks/{id}"), "/api/webhooks"] {
        let shown = app.page(&admin, page).await;
        assert!(shown.status == 200 && shown.body.contains("Tickets"));
        assert!(!shown.body.contains(&secret), "{page}");
    }
    for text in [secret.as_str(), "hook-nobody-knows"] {
        assert!(!app.database_contains(text), "the database must not hold {text}");
    }
    let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
    let entry = log.iter().find(|entry| entry.action == "webhook.made").unwrap();
    assert!(broken.is_none() && entry.detail.contains("127.0.0.1"));
    assert!(!entry.detail.contains("nobody-knows") && !entry.detail.contains(&secret));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_answered_with_a_page_and_the_secret_in_it() {
    let app = open_app().await;
    let admin = app.session(ADMIN).await;
    let made = submit(&app, &admin, "/settings/webhooks", FORM).await;
    assert_eq!((made.status.as_u16(), made.header("location")), (303, "/settings/webhooks"));
    let cookie = made.header("set-cookie").to_owned();
    assert!(!cookie.contains("whsec_") && cookie.contains("HttpOnly"), "{cookie}");
    let (cookie, attributes) = cookie.split_once(';').unwrap();
    assert!(attributes.contains("Path=/settings/webhooks") && attributes.contains("Max-Age=60"));
    let page = app.get(&format!("{admin}; {cookie}"), "/settings/webhooks").await;
    assert!(page.body.contains("whsec_") && page.body.contains("shown only once"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("set-cookie").contains("Max-Age=0"), "{}", page.header("set-cookie"));
    let reloaded = app.get(&admin, "/settings/webhooks").await;
    assert!(!reloaded.body.contains("whsec_"));
    let other = app.session(RIVAL).await;
    let stolen = app.get(&format!("{other}; {cookie}"), "/settings/webhooks").await;
    assert!(!stolen.body.contains("whsec_"), "sealed for one person");
    app.advance_clock(61);
    let late = app.get(&format!("{admin}; {cookie}"), "/settings/webhooks").await;
    assert!(!late.body.contains("whsec_"), "and for a minute");
    let bad = FORM.replace("project_id=front-desk", "project_id=after-hours");
    let again = submit(&app, &admin, "/settings/webhooks", &bad).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("value=\"Tickets\"") && again.body.contains("hook-nobody-knows"));
    assert!(again.body.contains("<strong>Project</strong>"));
    assert!(again.body.contains("must be one of your projects"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_form_names_every_field() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    let fields = async |form: &str| {
        let answer = app.post(&admin, "/settings/webhooks", form).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "invalid_value"));
        answer.fields()
    };
    assert_eq!(fields("").await, ["name", "url", "event", "project_id"]);
    let rest = "name=x&event=call.ingested&project_id=front-desk&url=";
    for url in [
        "nowhere",
        "ftp%3A%2F%2F8.8.8.8",
        "https%3A%2F%2Fann%3Asecret%408.8.8.8",
        "https%3A%2F%2F8.8.8.8%2F%23x",
        "http%3A%2F%2F127.0.0.1%3A9",
        "http%3A%2F%2F169.254.169.254%2Flatest",
        "http%3A%2F%2Flocalhost",
        "http%3A%2F%2F2130706433",
        "https%3A%2F%2F%5B%3A%3Affff%3A10.0.0.1%5D",
    ] {
        assert_eq!(fields(&format!("{rest}{url}")).await, ["url"], "{url}");
    }
    assert_eq!(fields("name=x&event=webhook.test&project_id=late&url=x").await.len(), 3);
    let unknown = app.post(&admin, "/settings/webhooks", &format!("{FORM}&secret=x")).await;
    assert_eq!(unknown.code(), "unknown_parameter");
    let good = format!("{rest}https%3A%2F%2F8.8.8.8");
    assert_eq!(app.post(&admin, "/settings/webhooks", &good).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_shown_and_sent_again() {
    let app = open_app().await;
    let admin = app.session(ADMIN).await;
    let (id, _) = create_webhook(&app, &admin).await;
    app.ingest(vec![call(1)]).await;
    app.backend.worker().unwrap().run_due().await.unwrap();
    let list = listed(&app, &admin, &id).await;
    let delivery = list[0]["id"].as_str().unwrap().to_owned();
    let shown = |list: &Value| {
        ["event", "state", "attempts", "status", "fault"].map(|field| list[0][field].clone())
    };
    let failed =
        [json!("call.ingested"), json!("pending"), json!(1), Value::Null, json!("unreachable")];
    assert_eq!((list.as_array().unwrap().len(), shown(&list)), (1, failed));
    let page = app.page(&admin, &format!("/settings/webhooks/{id}")).await.body;
    for text in ["Not reachable", "1 attempt", "next Mon 15 Jun 2026", "Send again", &delivery] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("c001") && !page.contains("appointment"), "no text of the call");
    let again = format!("/settings/webhooks/{id}/deliveries/{delivery}/again");
    let sent = submit(&app, &admin, &again, "").await;
    let next = format!("/settings/webhooks/{id}?saved=again");
    assert_eq!((sent.status.as_u16(), sent.header("location")), (303, next.as_str()));
    let list = listed(&app, &admin, &id).await;
    assert_eq!((&list[0]["id"], &list[0]["attempts"]), (&json!(delivery), &json!(0)));
    for other in [MANAGER, STAFF, RIVAL, LATE] {
        let other = app.session(other).await;
        assert_eq!(app.post(&other, &again, "").await.status, 404);
    }
    app.post(&admin, &format!("/settings/webhooks/{id}/off"), "").await;
    let off = app.post(&admin, &again, "").await;
    assert_eq!((off.status.as_u16(), off.code().as_str()), (409, "conflict"));
}

#[tokio::test(flavor = "multi_thread")]
async fn tests_are_limited() {
    let app = open_app().await;
    let admin = app.session(ADMIN).await;
    let (id, _) = create_webhook(&app, &admin).await;
    let test = format!("/settings/webhooks/{id}/test");
    for _ in 0..60 {
        assert_eq!(app.post(&admin, &test, "").await.status, 204);
    }
    assert_eq!(app.post(&admin, &test, "").await.status, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_do_not_exist_for_other_roles() {
    let app = open_app().await;
    let admin = app.session(ADMIN).await;
    let (id, _) = create_webhook(&app, &admin).await;
    for other in [MANAGER, STAFF] {
        let cookie = app.session(other).await;
        for page in ["/settings/webhooks", &format!("/settings/webhooks/{id}")] {
            let (there, nowhere) =
                (app.page(&cookie, page).await, app.page(&cookie, "/settings/nothing").await);
            assert_eq!((there.status, nowhere.status.as_u16()), (nowhere.status, 404));
            let request_id = |answer: &Answer| answer.header("x-request-id").to_owned();
            let plain = |answer: &Answer| answer.body.replace(&request_id(answer), "*");
            assert_eq!(plain(&there), plain(&nowhere), "{other} {page}");
        }
    }
    let settings = async |who| app.page(&app.session(who).await, "/settings").await.body;
    assert!(settings(ADMIN).await.contains("/settings/webhooks"));
    assert!(!settings(MANAGER).await.contains("/settings/webhooks"));
    // An admin of another tenant finds none, nor does one of another project.
    for (who, status) in [(RIVAL, 404), (LATE, 404), (ADMIN, 204), (ADMIN, 404)] {
        let removed = format!("/settings/webhooks/{id}/remove");
        assert_eq!(app.post(&app.session(who).await, &removed, "").await.status, status);
    }
}
