//! Access of people: every endpoint of the router, against a table of statuses.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use earshot_server::router::{Access, Endpoint, endpoints};
use earshot_testkit::{PASSWORD, calls};

use crate::{
    access_table::{HOOK, PEOPLE, PKG, Row, TABLE},
    harness::{ADMIN, TestApp},
};

#[tokio::test]
async fn every_endpoint_of_the_router_is_in_the_table() {
    let name = |method: &str, path: &str| format!("{method} {path}");
    let listed: Vec<String> = TABLE.iter().map(|row| name(row.method, row.path)).collect();
    let known: Vec<String> =
        endpoints().iter().map(|Endpoint { method, path, .. }| name(method, path)).collect();
    for endpoint in &known {
        assert!(listed.contains(endpoint), "{endpoint} is not in the table of who may use it");
    }
    for row in &listed {
        assert!(known.contains(row), "{row} is in the table and not in the router");
    }
    assert_eq!(known.len(), listed.len());
}

/// Case 1 (docs/threats.md#case-1): every role, another tenant and another project.
#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_answers_each_person_as_the_table_says() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    app.ingest(calls(1)).await;
    app.backend.worker().unwrap().run_due().await.unwrap();
    let contact = app.get(&admin, "/api/contacts").await.json()["contacts"][0].clone();
    let (contact_id, identity_id) = (&contact["id"], &contact["identities"][0]["id"]);
    let opened = format!("/contacts/{}/requests", contact_id.as_str().unwrap());
    assert_eq!(app.post(&admin, &opened, "").await.status, 204);
    let request_id = app.get(&admin, "/api/contacts").await.json()["requests"][0]["id"].clone();
    let webhook = app.post(&admin, "/settings/webhooks", HOOK).await.json();
    let webhook = webhook["id"].as_str().unwrap().to_owned();
    app.ingest(calls(3)).await;
    let call = app.call_ids(ADMIN).await[0].to_string();
    let sent = app.get(&admin, &format!("/api/webhooks/deliveries?webhook_id={webhook}")).await;
    let delivery = sent.json()["deliveries"][0]["id"].as_str().unwrap().to_owned();
    let export = app.post(&admin, "/api/exports/calls", "").await;
    let export = export.header("earshot-export-id").to_owned();
    let finished = app.finished_export(ADMIN).await;
    let job = app.post(&admin, "/exports/new", "project_id=front-desk").await.json();
    let job = job["id"].as_str().unwrap().to_owned();
    let fill = |text: &str| {
        text.replace("{call}", &call)
            .replace("{finished}", &finished)
            .replace("{api_key_id}", &call)
            .replace("{unlock_id}", &call)
            .replace("{webhook_id}", &webhook)
            .replace("{contact_id}", contact_id.as_str().unwrap())
            .replace("{request_id}", request_id.as_str().unwrap())
            .replace("{identity_id}", identity_id.as_str().unwrap())
            .replace("{delivery_id}", &delivery)
            .replace("{export}", &export)
            .replace("{job}", &job)
            .replace("{password}", &PASSWORD.replace(' ', "+"))
    };
    let mut wrong = Vec::new();
    for row in TABLE {
        for (who, email, column) in PEOPLE {
            let expected = column(&row.expected);
            let mut request = Request::builder()
                .method(row.method)
                .uri(fill(&row.target.replace("{call_id}", "{call}")));
            if let Some(email) = email {
                request = request.header(header::COOKIE, app.session(email).await);
            }
            if row.method == "POST" {
                request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            }
            let answer = app.send(request.body(Body::from(fill(row.form))).unwrap()).await;
            let status = answer.status.as_u16();
            let fits =
                if expected == PKG { matches!(status, 200 | 404) } else { status == expected };
            if !fits {
                wrong.push(format!("{} {}: {who}: {status}, not {expected}", row.method, row.path));
            }
            let sent_away = answer.header("location").starts_with("/sign-in?next=");
            if row.method == "GET" && status == 303 && email.is_none() && !sent_away {
                wrong.push(format!("{}: {who} was not sent to sign in", row.path));
            }
            if answer.body.contains("c001") && (email.is_none() || expected == 404) {
                wrong.push(format!("{}: {who} was shown a call", row.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Case 5 (docs/threats.md#case-5): an ended session.
#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_is_refused_everywhere() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let cookie = app.session(ADMIN).await;
    assert_eq!(app.post(&cookie, "/sign-out", "").await.status, StatusCode::SEE_OTHER);
    for row in TABLE.iter().filter(|row| row.expected.signed_out == 401) {
        let request = Request::builder()
            .method(row.method)
            .uri(row.target.replace(['{', '}'], ""))
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", row.path);
        if !is_for_programs(row) {
            assert_eq!(answer.code(), "not_signed_in", "{}", row.path);
        }
    }
}

/// Whether an endpoint refuses in the format of another vendor's interface.
fn is_for_programs(row: &Row) -> bool {
    endpoints().iter().any(|known| known.path == row.path && known.access == Access::Program)
}
