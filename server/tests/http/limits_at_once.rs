//! Rate limits under requests at the same time, over two servers.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_backend::{Limits, Rate};
use earshot_server::WebSettings;
use futures::future::join_all;

use crate::{
    harness::{ADMIN, Answer, MANAGER, TestApp, get},
    recorded_calls::{first_call, ingest_with_media, playable_call, request_grant},
};

/// Requests at once, of which so many are within the limit.
const REQUESTS: usize = 40;
const ALLOWED: u32 = 5;

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// Fails unless exactly the allowed number was answered, and all others were told when to come back.
fn assert_limited(answers: &[Answer], success: u16) {
    let found: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(count(answers, success), ALLOWED as usize, "{found:?}");
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert_eq!(refused.len(), REQUESTS - ALLOWED as usize, "{found:?}");
    for answer in refused {
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|wait| wait > 0));
    }
}

/// Case 13 (docs/threats.md#case-13): requests at once do not exceed a limit by one, and cost nobody
/// else theirs.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_at_once_never_exceed_a_limit() {
    let rate = Rate { events: ALLOWED, seconds: 600 };
    let limits = Limits { recording_rate: rate, transcript_rate: rate, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    ingest_with_media(&app, vec![playable_call(1)]).await;
    let other = app.with_settings(WebSettings::default());
    let servers = |n: usize| if n.is_multiple_of(2) { &app } else { &other };
    let call = first_call(&app).await;
    let (admin, manager) = (app.session(ADMIN).await, app.session(MANAGER).await);

    let grants = (0..REQUESTS).map(|n| request_grant(servers(n), &admin, &call, "play"));
    assert_limited(&join_all(grants).await, 201);
    assert_eq!(request_grant(&app, &manager, &call, "play").await.status, 201, "of another person");

    let file = format!("/api/calls/{call}/transcript");
    let transcripts = (0..REQUESTS).map(|n| servers(n).get(&admin, &file));
    assert_limited(&join_all(transcripts).await, 200);

    let fields =
        [("scope", "calls:read"), ("project_id", "front-desk"), ("requests_per_minute", "5")];
    let (key, next) = (app.key(ADMIN, &fields).await, app.key(ADMIN, &fields).await);
    let with = |key: &str| -> Request<Body> {
        get("/v1/calls").header("x-api-key", key).body(Body::empty()).unwrap()
    };
    let reads = (0..REQUESTS).map(|n| servers(n).send(with(&key)));
    assert_limited(&join_all(reads).await, 200);
    assert_eq!(app.send(with(&next)).await.status, 200, "of another key");
    assert_eq!(app.send(with(&key)).await.header(header::RETRY_AFTER.as_str()), "60");
}
