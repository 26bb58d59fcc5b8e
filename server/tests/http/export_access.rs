//! Files of a completed background export, for a person whose rights have changed since.

use earshot_testkit::calls;

use crate::harness::{ADMIN, TestApp};

/// Case 4 (docs/threats.md#case-4): whoever may not export any more downloads nothing of what was exported
/// before, and whoever may again has it back.
#[tokio::test(flavor = "multi_thread")]
async fn a_completed_export_is_not_given_to_whoever_lost_access() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let export = app.finished_export(ADMIN).await;
    let admin = app.session(ADMIN).await;
    let files = ["files/1", "manifest.json", "archive.zip"];
    let statuses = async || {
        let mut found = Vec::new();
        for file in files {
            let answer = app.get(&admin, &format!("/exports/{export}/{file}")).await;
            assert!(answer.status == 200 || !answer.body.contains("c001"), "{file}");
            found.push(answer.status.as_u16());
        }
        found
    };
    assert_eq!(statuses().await, [200; 3]);
    let person = format!("WHERE email = '{ADMIN}'");
    for (lost, again, refused) in [
        (
            format!("UPDATE users SET role = 'client_staff' {person}"),
            format!("UPDATE users SET role = 'client_admin' {person}"),
            404,
        ),
        (
            format!("UPDATE users SET disabled_at = 1 {person}"),
            format!("UPDATE users SET disabled_at = NULL {person}"),
            401,
        ),
    ] {
        app.sql(&lost).await;
        assert_eq!(statuses().await, [refused; 3], "{lost}");
        app.sql(&again).await;
        assert_eq!(statuses().await, [200; 3], "{again}");
    }
    app.sql(&format!("DELETE FROM user_projects WHERE user_id = (SELECT id FROM users {person})"))
        .await;
    assert_eq!(statuses().await, [404; 3], "a lost project");
}
