//! Redirected URLs.

use earshot_testkit::calls;

use crate::harness::{ADMIN, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn empty_fields_of_a_form_leave_no_trace_in_the_address() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    let form = "/calls?project_id=front-desk&from=&to=&caller=+&q=&has_recording=&sort=newest\
                &status=missed&status=failed";
    let answer = app.page(&admin, form).await;
    assert_eq!(answer.status, 303);
    assert_eq!(
        answer.header("location"),
        "/calls?project_id=front-desk&status=missed&status=failed"
    );
    assert_eq!(app.page(&admin, answer.header("location")).await.status, 200);
    let wrong = app.page(&admin, "/calls?from=2026-02-30&to=").await;
    assert_eq!(wrong.status, 422, "what is wrong is said, not tidied away");
    let link = app.page(&admin, "/calls/abc?project_id=front-desk&t=83&q=x").await;
    assert_eq!(link.header("location"), "/calls?expand=abc&project_id=front-desk&t=83");
}
