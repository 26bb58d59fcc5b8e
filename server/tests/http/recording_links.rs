//! Links to recordings that an export of a signed-in browser has.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

use crate::{
    harness::{ADMIN, get},
    recorded_calls::{app_with_recordings, playable_call},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_url_that_a_session_made_ends_with_it() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let link = async |cookie: &str| {
        let body = json!({"conversationId": "call-1"}).to_string();
        let request = Request::post("/api/export/conversation/json")
            .header(header::HOST, "calls.example")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin");
        let found = app.send(request.body(Body::from(body)).unwrap()).await.json();
        let url = found["conversation"]["recording"]["signedUrl"].as_str().unwrap().to_owned();
        url.strip_prefix("http://calls.example").unwrap().to_owned()
    };
    let fetch = async |path: &str| app.send(get(path).body(Body::empty()).unwrap()).await;
    let (cookie, other) = (app.session(ADMIN).await, app.session(ADMIN).await);
    let (one, two) = (link(&cookie).await, link(&other).await);
    for path in [&one, &two] {
        assert_eq!(fetch(path).await.status, 200);
    }
    assert_eq!(app.post(&cookie, "/sign-out", "").await.status, 303);
    assert_eq!(fetch(&one).await.code(), "grant_expired");
    assert_eq!(fetch(&two).await.status, 200, "another session of the same person");
    app.sql("UPDATE sessions SET last_seen_at = 0").await;
    assert_eq!(fetch(&two).await.code(), "grant_expired", "a session that expired");
}
