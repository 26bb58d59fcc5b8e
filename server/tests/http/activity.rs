//! Activity over HTTP: the page without scripts, its files, and what is recorded of reading it.

use earshot_testkit::calls;
use serde_json::Value;

use crate::harness::{ADMIN, MANAGER, STAFF, TestApp};

async fn world() -> TestApp {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_events_and_keeps_its_filters() {
    let app = world().await;
    let admin = app.session(ADMIN).await;
    let call = app.call_ids(ADMIN).await[0];
    let target = format!("/api/calls/{call}/transcript?format=txt");
    assert_eq!(app.get(&admin, &target).await.status, 200);
    let page = app.page(&admin, "/activity").await;
    assert_eq!(page.status, 200);
    for text in ["Transcript downloaded", "Activity opened", "Signed in", ADMIN] {
        assert!(page.body.contains(text), "{text}");
    }
    let of_call = app.page(&admin, &format!("/activity?subject={call}&area=calls")).await.body;
    assert!(
        of_call.contains("data-seq=\"") && of_call.contains(&format!("href=\"/calls/{call}\""))
    );
    assert_eq!(of_call.matches("data-seq=\"").count(), 1, "{of_call}");
    assert!(of_call.contains(&format!("/activity/events.csv?area=calls&amp;subject={call}")));
    for _ in 0..55 {
        assert_eq!(app.get(&admin, &target).await.status, 200);
    }
    let many = app.page(&admin, "/activity?action=transcript.downloaded").await.body;
    assert_eq!(many.matches("data-seq=\"").count(), 50);
    let (_, link) =
        many.split_once("href=\"/activity?action=transcript.downloaded&amp;before=").unwrap();
    let before = link.split('"').next().unwrap();
    let rest = format!("/activity?action=transcript.downloaded&before={before}");
    assert_eq!(app.page(&admin, &rest).await.body.matches("data-seq=\"").count(), 6);
    let opened =
        app.page(&admin, &format!("/calls?project_id=front-desk&expand={call}")).await.body;
    assert!(opened.contains(&format!("/activity?subject={call}")), "{opened}");
    let refused = app.page(&admin, "/activity?area=kitchen&from=tomorrow").await;
    assert!(refused.body.contains("is not one of the choices"), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_have_what_is_filtered_and_are_recorded() {
    let app = world().await;
    let admin = app.session(ADMIN).await;
    let manager = app.session(MANAGER).await;
    let csv = app.get(&manager, "/activity/events.csv?action=session.signed_in").await;
    assert_eq!(csv.status, 200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = csv.body.split("\r\n").collect();
    assert_eq!(lines[0], "seq,at,actor,action,area,outcome,subject,detail,hash");
    assert_eq!(lines.len(), 4, "{}", csv.body);
    assert!(csv.body.contains("RESTRICTED"), "the source address is not for a manager");
    let json = app.get(&admin, "/activity/events.json?area=security").await;
    let events: Vec<Value> = serde_json::from_str(&json.body).unwrap();
    assert_eq!(events[0]["action"], "audit.downloaded");
    assert_eq!(events[0]["detail"]["filters"], "area=security");
    assert_eq!(events[1]["detail"]["filters"], "action=session.signed_in");
    assert!(events.iter().all(|event| event["area"] == "security"));
    let none = app.get(&admin, "/activity/events.json?actor=nobody").await;
    assert_eq!(serde_json::from_str::<Vec<Value>>(&none.body).unwrap().len(), 0);
    assert_eq!(app.get(&admin, "/activity/events.csv?area=x").await.status, 422);
    let staff = app.session(STAFF).await;
    assert_eq!(app.get(&staff, "/activity/events.csv").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_may_not_do_is_recorded() {
    let app = world().await;
    let manager = app.session(MANAGER).await;
    let refused = app.post(&manager, "/settings/recordings", "staff_playback=true").await;
    assert_eq!(refused.status, 403);
    let admin = app.session(ADMIN).await;
    let events = app.get(&admin, "/activity/events.json?outcome=refused").await.body;
    let events: Vec<Value> = serde_json::from_str(&events).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["actor"], MANAGER);
    assert_eq!(events[0]["subject"], "/settings/recordings");
    assert_eq!(events[0]["detail"]["status"], 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_signed_heads_is_public() {
    let app = world().await;
    let key = app.get("", "/.well-known/earshot-audit-key").await;
    assert_eq!(key.status, 200);
    assert_eq!(key.body, app.backend.audit().verifier_key().unwrap() + "\n");
    assert!(key.body.starts_with("earshot-audit+"), "{}", key.body);
}
