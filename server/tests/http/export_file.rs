//! The exported file over HTTP: its headers, and the same calls as the list.

use earshot_domain::{CallsPage, Sort};
use earshot_testkit::calls;

use crate::harness::{ADMIN, MANAGER, STAFF, TestApp, encoded};

const EXPORT: &str = "/api/exports/calls";

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_headers_name_the_export_and_the_file() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    let file = app.post(&admin, EXPORT, "from=2026-06-01&to=2026-06-02").await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"calls_harbour_front-desk_2026-06-01_2026-06-02_20260615-130000.csv\""
    );
    assert_eq!(file.header("earshot-matched"), "3");
    let id = file.header("earshot-export-id");
    let status = app.get(&admin, &format!("/api/exports/status?export_id={id}")).await.json();
    assert_eq!(status["export_id"], id);
    assert_eq!(status["state"], "completed");
    let counts = ["matched", "written", "omitted"].map(|name| status[name].as_u64().unwrap());
    assert_eq!(counts, [3, 3, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_holds_what_the_list_shows() {
    let app = TestApp::new().await;
    app.ingest(calls(40)).await;
    let admin = app.session(ADMIN).await;
    for sort in Sort::ALL {
        for filter in ["", "&q=c01", "&from=2026-06-01T09:20:00Z", "&caller=0007&caller=0009"] {
            let query = format!("sort={sort}{filter}");
            let list = app.get(&admin, &format!("/api/calls?query={}", encoded(&query))).await;
            let page: CallsPage = serde_json::from_str(&list.body).unwrap();
            let file = app.post(&admin, EXPORT, &query).await;
            // Ten files in ten minutes: the limit is tested elsewhere.
            app.sql("DELETE FROM rate_events").await;
            assert!(file.body.lines().next().unwrap().starts_with("call_id,project_id,"));
            let rows = records(&file.body);
            assert_eq!(
                (rows.len() as u64, file.header("earshot-matched")),
                (page.matched, &*page.matched.to_string())
            );
            for (record, row) in rows.iter().zip(&page.rows) {
                let listed = [
                    row.id.to_string(),
                    "front-desk".to_owned(),
                    row.started.rfc3339.clone(),
                    row.status.to_string(),
                    row.channel.to_string(),
                ];
                assert_eq!(record[..5], listed, "{query}");
                assert_eq!(record[6], row.agent.clone().unwrap_or_default());
                assert_eq!(record[7], row.duration_seconds.to_string());
                assert_eq!(record[8], row.summary.clone().unwrap_or_default());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_gets_its_mask_over_http() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    for (email, form, cell) in [
        (ADMIN, "", "****0001"),
        (ADMIN, "include_caller_full=on&reason_code=other&justification=asked", "'+442079400001"),
        (MANAGER, "", "****0001"),
        (STAFF, "", "[REDACTED]"),
        (STAFF, "bom=on", "[REDACTED]"),
    ] {
        let file = app.post(&app.session(email).await, EXPORT, form).await;
        let body = file.body.strip_prefix('\u{feff}');
        assert_eq!(body.is_some(), form == "bom=on");
        assert_eq!(records(body.unwrap_or(&file.body))[0][5], cell, "{email} {form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_posted_by_a_page_gets_the_file_or_a_page() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    let from_page = |form: &'static str| {
        let request = crate::harness::post(EXPORT)
            .header("cookie", &admin)
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("referer", "http://calls.example/calls?export=1");
        request.body(axum::body::Body::from(form)).unwrap()
    };
    let file = app.send(from_page("status=completed&status=missed")).await;
    assert_eq!((file.status.as_u16(), file.header("location")), (200, ""));
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(records(&file.body).len(), 3, "a repeated field means or");
    for (form, status) in [("colour=red", 422), ("agent=%FF", 400), ("project_id=lobby", 404)] {
        let page = app.send(from_page(form)).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (status, ""), "{form}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{form}");
        assert!(page.body.contains("Back to calls"), "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_answers_each_client_in_its_way() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let admin = app.session(ADMIN).await;
    let id = app.post(&admin, EXPORT, "").await.header("earshot-export-id").to_owned();
    let form = format!("export_id={id}");
    assert_eq!(app.post(&admin, "/api/exports/cancel", &form).await.status, 204);
    let page = crate::harness::post("/api/exports/cancel")
        .header("cookie", &admin)
        .header("accept", "text/html")
        .body(axum::body::Body::from(form))
        .unwrap();
    let back = app.send(page).await;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/exports"));
}
