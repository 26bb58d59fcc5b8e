//! Ways from the Calls page to a background export: ticked rows, and the whole filter.
//! Rule: docs/compatibility.md#askvault-selection.

use earshot_backend::Limits;
use earshot_server::WebSettings;
use earshot_testkit::calls;

use crate::harness::{ADMIN, MANAGER, STAFF, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_can_be_ticked_but_not_by_staff() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    for email in [ADMIN, MANAGER] {
        let cookie = app.session(email).await;
        let page = app.page(&cookie, "/calls?sort=oldest").await;
        let form = "id=\"export-chosen\"";
        assert!(page.body.contains(form), "{email}: a form that works without scripts");
        for id in app.call_ids(email).await {
            let tick = format!("form=\"export-chosen\" name=\"call\" value=\"{id}\"");
            assert!(page.body.contains(&tick), "{email}: {id}");
        }
        assert!(page.body.contains("name=\"sort\" value=\"oldest\""), "the order is kept");
    }
    let staff = app.page(&app.session(STAFF).await, "/calls").await;
    assert_eq!(staff.status, 200);
    for part in ["export-chosen", "name=\"call\"", "Export filter"] {
        assert!(!staff.body.contains(part), "staff: {part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filter_leads_to_a_new_export() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    let page = app.page(&admin, "/calls?status=completed&status=missed").await;
    assert!(page.body.contains("href=\"/exports/new?status=completed&amp;status=missed\""));
    let none = app.page(&admin, "/calls?q=nothinglikethis").await;
    assert!(!none.body.contains("Export filter"), "nothing would be exported");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_calls_for_one_csv_lead_to_the_background() {
    let limits = Limits { export_calls: 2, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    app.ingest(calls(3)).await;
    let admin = app.page(&app.session(ADMIN).await, "/calls?status=completed&status=missed").await;
    let link = "href=\"/exports/new?status=completed&amp;status=missed\"";
    assert!(admin.body.contains(link), "with the filter kept");
    assert!(admin.text().contains("Export in the background"));
    let staff = app.page(&app.session(STAFF).await, "/calls").await;
    assert!(!staff.text().contains("Export in the background"));
}
