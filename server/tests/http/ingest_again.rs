//! Calls that are pushed again.

use serde_json::json;

use crate::{
    harness::{ADMIN, TestApp},
    ingest::{CALLS, push, record, writer},
};

const JSON: &str = "application/json";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_ignored_is_in_the_answer_and_can_be_forced() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    push(&app, &key, CALLS, JSON, record(1).to_string()).await;
    let mut other = record(1);
    other["summary"] = json!("Something else");
    other["tags"] = json!(["vip"]);
    let answer = push(&app, &key, CALLS, JSON, other.to_string()).await;
    let result = &answer.json()["results"][0];
    assert_eq!((answer.status.as_u16(), &result["result"]), (200, &json!("extended")));
    assert_eq!(result["ignored"], json!(["summary"]));
    assert!(!answer.body.contains("Something"), "a reason never repeats contents");
    let forced = format!("{CALLS}?on_conflict=replace");
    let answer = push(&app, &key, &forced, JSON, other.to_string()).await.json();
    assert_eq!(answer["results"][0]["result"], "extended");
    assert!(answer["results"][0]["ignored"].is_null() && answer["results"][0]["reason"].is_null());
    let call = app.call_ids(ADMIN).await[0];
    let review = app.get(&app.session(ADMIN).await, &format!("/api/review?call_id={call}")).await;
    assert!(review.body.contains("Something else"), "{}", review.body);
    let wrong = push(&app, &key, &format!("{CALLS}?on_conflict=merge"), JSON, "[]").await;
    assert_eq!((wrong.status.as_u16(), wrong.fields()), (422, vec!["on_conflict".to_owned()]));
}
