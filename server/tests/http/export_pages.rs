//! Exports page and the pages of background exports: who sees what, and what can be done.

use earshot_backend::{Limits, Rate};
use earshot_domain::Role;
use earshot_server::WebSettings;
use earshot_testkit::{calls, create_person};

use crate::harness::{ADMIN, Answer, LATE, MANAGER, STAFF, TestApp};

const SHA: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// Starts an export and returns its id.
async fn start(app: &TestApp, cookie: &str, form: &str) -> String {
    let started = app.post(cookie, "/exports/new", form).await;
    assert_eq!(started.status, 201, "{}", started.body);
    started.json()["id"].as_str().unwrap().to_owned()
}

/// Completes an export with files of two calls each, as a worker would.
async fn complete(app: &TestApp, id: &str, files: u32) {
    app.sql(&format!(
        "UPDATE exports SET state = 'completed', written = 3, omitted = 1, \
         omitted_reasons = '[{{\"reason\":\"deleted_or_replaced\",\"calls\":1}}]', \
         finished_at = created_at, expires_at = created_at + 604800000, \
         notes = '[\"Long texts go on in a second sheet.\"]' WHERE id = '{id}'"
    ))
    .await;
    for n in 1..=files {
        app.sql(&format!(
            "INSERT INTO export_files VALUES ('{id}', {n}, 'calls-{n}.csv', \
             'exports/{id}/{n}', 2, 2, 64900, '{SHA}', '{SHA}', 1, 2, 0)"
        ))
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn streamed_and_background_exports_are_one_list() {
    let app = TestApp::new().await;
    app.ingest(calls(4)).await;
    let admin = app.session(ADMIN).await;
    let streamed = app.post(&admin, "/api/exports/calls", "").await;
    let streamed = streamed.header("earshot-export-id").to_owned();
    app.advance_clock(60);
    let job = start(&app, &admin, "status=completed&format=xlsx&anonymise=on").await;
    let page = app.page(&admin, "/exports").await;
    let place = |id: &str| page.body.find(&format!("data-export-id=\"{id}\"")).unwrap();
    assert!(place(&job) < place(&streamed), "newest first");
    let text = page.text();
    for part in [
        "Status: Completed, in front-desk",
        "Excel (XLSX), anonymised · admin@harbour.example",
        "Queued",
        "calls written (0 %)",
        "Cancel",
        "Export again",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let again = "/exports/new?status=completed&amp;format=xlsx&amp;anonymise=on";
    assert!(page.body.contains(again), "with everything kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_export_has_files_and_figures() {
    let app = TestApp::new().await;
    app.ingest(calls(4)).await;
    let admin = app.session(ADMIN).await;
    let job = start(&app, &admin, "format=csv&mode=messages").await;
    complete(&app, &job, 1).await;
    app.sql(&format!(
        "INSERT INTO export_downloads VALUES ('{job}', 1781524800000, 'auditor@harbour.example', \
         'calls-1.csv')"
    ))
    .await;
    let page = app.page(&admin, &format!("/exports/{job}")).await;
    let text = page.text();
    for part in [
        "4 matched, 3 written, 1 left out: deleted or replaced after the start",
        "CSV, a row per message",
        "2 rows, 64 KB",
        SHA,
        "Long texts go on in a second sheet.",
        "by auditor@harbour.example: calls-1.csv",
        "Available until",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    for link in ["files/1", "manifest.json"] {
        assert!(page.body.contains(&format!("href=\"/exports/{job}/{link}\"")), "{link}");
    }
    assert!(!page.body.contains("archive.zip"), "one file needs no archive");
    let list = app.page(&admin, "/exports").await;
    assert!(list.text().contains("by auditor@harbour.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_files_are_downloaded_together() {
    let app = TestApp::new().await;
    app.ingest(calls(4)).await;
    let admin = app.session(ADMIN).await;
    let job = start(&app, &admin, "format=csv").await;
    complete(&app, &job, 2).await;
    let page = app.page(&admin, &format!("/exports/{job}?wait=1")).await;
    assert!(page.body.contains(&format!("href=\"/exports/{job}/archive.zip\"")));
    assert!(!page.body.contains("data-download"), "several files do not start by themselves");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancel_retry_and_revoke_lead_to_the_export() {
    let app = TestApp::new().await;
    app.ingest(calls(4)).await;
    let admin = app.session(ADMIN).await;
    let job = start(&app, &admin, "format=csv&anonymise=on").await;
    let path = format!("/exports/{job}");
    let cancelled = app.submit(&admin, &format!("{path}/cancel"), "").await;
    assert_eq!(cancelled.header("location"), format!("{path}?saved=cancelled"));
    let page = app.page(&admin, cancelled.header("location")).await;
    assert!(page.text().contains("The export was cancelled."), "{}", page.text());
    assert!(page.body.contains("data-live=\"cancelled\""));
    let retried = app.submit(&admin, &format!("{path}/retry"), "").await;
    let place = retried.header("location").to_owned();
    assert!(place.ends_with("?wait=1") && !place.starts_with(&path), "{place}");
    let next = place.strip_prefix("/exports/").unwrap().strip_suffix("?wait=1").unwrap();
    let loaded = app.get(&admin, &format!("/api/exports/job?export_id={next}")).await.json();
    assert_eq!(loaded["job"]["anonymised"], true, "with everything kept");
    complete(&app, next, 1).await;
    let revoked = app.submit(&admin, &format!("/exports/{next}/revoke"), "").await;
    assert_eq!(revoked.header("location"), format!("/exports/{next}?saved=revoked"));
    let page = app.page(&admin, revoked.header("location")).await;
    assert!(page.body.contains("data-live=\"expired\""), "{}", page.text());
    assert!(!page.body.contains("/files/1"), "no link is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn running_exports_are_polled_until_they_end() {
    let app = TestApp::new().await;
    app.ingest(calls(4)).await;
    let (admin, manager) = (app.session(ADMIN).await, app.session(MANAGER).await);
    let job = start(&app, &manager, "format=csv").await;
    app.sql(&format!("UPDATE exports SET state = 'running', written = 1 WHERE id = '{job}'")).await;
    let active = |cookie: String| async { app.get(&{ cookie }, "/api/exports/jobs").await.json() };
    let own = active(manager).await;
    let expected = serde_json::json!([{
        "id": job, "state": "running", "matched": 4, "written": 1, "percent": 25, "own": true,
    }]);
    assert_eq!(own, expected);
    assert_eq!(active(admin.clone()).await[0]["own"], false, "a Client Admin sees it too");
    for email in [STAFF, LATE] {
        assert_eq!(active(app.session(email).await).await, serde_json::json!([]), "{email}");
    }
    complete(&app, &job, 1).await;
    assert_eq!(active(admin).await, serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_client_admin_of_its_projects_sees_the_export_of_another() {
    let app = TestApp::new().await;
    app.ingest(calls(4)).await;
    create_person(
        &app.backend,
        "harbour",
        "second@harbour.example",
        Role::ClientManager,
        &["front-desk"],
    )
    .await;
    let manager = app.session(MANAGER).await;
    let job = start(&app, &manager, "format=csv").await;
    let page = format!("/exports/{job}");
    let admin = app.session(ADMIN).await;
    assert_eq!(app.page(&admin, &page).await.status, 200);
    assert!(app.page(&admin, "/exports").await.text().contains(MANAGER));
    for email in ["second@harbour.example", LATE, STAFF] {
        let cookie = app.session(email).await;
        assert_eq!(app.page(&cookie, &page).await.status, 404, "{email}");
        let list = app.page(&cookie, "/exports").await;
        assert!(!list.body.contains(&job), "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_admin_of_its_project_sees_who_streamed_an_export_and_cannot_cancel_it() {
    let app = TestApp::new().await;
    app.ingest(calls(4)).await;
    let (manager, admin) = (app.session(MANAGER).await, app.session(ADMIN).await);
    let export = app.post(&manager, "/api/exports/calls", "status=completed").await;
    let id = export.header("earshot-export-id").to_owned();
    // As if it were still being written.
    app.sql(
        "UPDATE exports SET state = 'running', finished_at = NULL; \
         INSERT INTO leases SELECT 'export:' || tenant_id || ':' || user_id, id, 1, \
         created_at + 15000, FALSE FROM exports",
    )
    .await;
    let list = app.page(&admin, "/exports").await;
    assert!(list.body.contains(&format!("data-export-id=\"{id}\"")), "{}", list.body);
    let text = list.text();
    for part in ["Status: Completed, in front-desk", "Running", &format!(".csv · {MANAGER}")] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!list.body.contains("/api/exports/cancel"), "{}", list.body);
    assert!(app.page(&manager, "/exports").await.body.contains("/api/exports/cancel"));
    let cancel = app.post(&admin, "/api/exports/cancel", &format!("export_id={id}")).await;
    assert_eq!(cancel.status, 404);
    for email in [LATE, STAFF] {
        let list = app.page(&app.session(email).await, "/exports").await;
        assert!(!list.body.contains(&id), "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn older_exports_are_on_the_next_page() {
    let export_rate = Rate { events: 100, seconds: 600 };
    let limits = Limits { export_rate, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    app.ingest(calls(1)).await;
    let staff = app.session(STAFF).await;
    let mut ids = Vec::new();
    for _ in 0..51 {
        let export = app.post(&staff, "/api/exports/calls", "").await;
        ids.push(export.header("earshot-export-id").to_owned());
        app.advance_clock(1);
    }
    let listed = |page: &Answer| page.body.matches("data-export-id=").count();
    let first = app.page(&staff, "/exports").await;
    assert_eq!(listed(&first), 50);
    assert!(!first.body.contains(&ids[0]) && !first.text().contains("Newest exports"));
    let list = app.get(&staff, "/api/exports").await.json();
    let older = format!("/exports?cursor={}", list["older"].as_str().unwrap());
    assert!(first.body.contains(&format!("href=\"{older}\"")), "{older}");
    let second = app.page(&staff, &older).await;
    assert_eq!(listed(&second), 1);
    assert!(second.body.contains(&ids[0]) && !second.text().contains("Older exports"));
    assert!(second.text().contains("Newest exports"));
    let forged = app.page(&staff, "/exports?cursor=x").await;
    assert_eq!(forged.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_have_no_ring() {
    let app = TestApp::new().await;
    let (admin, staff) = (app.session(ADMIN).await, app.session(STAFF).await);
    assert!(app.page(&admin, "/help").await.body.contains("data-export-ring"));
    assert!(!app.page(&staff, "/help").await.body.contains("data-export-ring"));
}

#[test]
fn the_script_is_small() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/exports.js");
    assert!(std::fs::metadata(script).unwrap().len() <= 6 * 1024);
}
