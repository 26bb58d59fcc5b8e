//! Probes, and the addresses that lead to the Calls page.

use crate::harness::{ADMIN, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn probes_tell_whether_the_process_and_the_database_live() {
    let app = TestApp::new().await;
    for (target, body) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let answer = app.get("", target).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, body));
    }
    app.backend.close().await;
    assert_eq!(app.get("", "/healthz").await.status, 200);
    let unready = app.get("", "/readyz").await;
    assert_eq!((unready.status.as_u16(), unready.code().as_str()), (503, "busy"));
    assert!(!unready.body.to_lowercase().contains("pool"), "the driver speaks: {}", unready.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_database_is_reported_without_its_message() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    app.sql("ALTER TABLE calls RENAME TO away").await;
    for answer in [
        app.get(&admin, "/api/calls?query=").await,
        app.page(&admin, "/calls").await,
        app.post(&admin, "/api/exports/calls", "").await,
    ] {
        assert_eq!(answer.status, 500);
        for word in ["calls c", "no such table", "SELECT", "sqlx", "SQLite"] {
            assert!(!answer.body.contains(word), "{word} in {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_call_keeps_its_project() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    for (target, location) in [
        (format!("/calls/{id}"), format!("/calls?expand={id}")),
        (
            format!("/calls/{id}?project_id=front-desk&t=12&utm=x"),
            format!("/calls?expand={id}&project_id=front-desk&t=12"),
        ),
        ("/calls/a%26b%3Dc".to_owned(), "/calls?expand=a%26b%3Dc".to_owned()),
    ] {
        let answer = app.get(&admin, &target).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, &*location));
    }
    assert_eq!(app.get(&admin, "/").await.header("location"), "/calls");
}
