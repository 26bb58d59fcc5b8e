//! Pages and programs whose statements take too long.

use std::time::Duration;

use axum::body::Body;
use earshot_testkit::calls;

use crate::harness::{ADMIN, Answer, TestApp, get};

async fn feed(app: &TestApp, key: &str) -> Answer {
    app.send(get("/v1/calls").header("x-api-key", key).body(Body::empty()).unwrap()).await
}

fn assert_refused(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 503, "{what}: {}", answer.body);
    let wait: u32 = answer.header("retry-after").parse().unwrap_or(0);
    assert!((1..=60).contains(&wait), "{what}: {:?}", answer.headers);
    assert!(answer.body.contains("try again in a few seconds"), "{what}: {}", answer.body);
    for word in ["interrupted", "sqlx", "SQLite", "SELECT"] {
        assert!(!answer.body.contains(word), "{what} speaks of {word}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_takes_too_long_is_503_with_words_and_the_next_one_is_not() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let admin = app.session(ADMIN).await;
    let key = app.key(ADMIN, &[("scope", "calls:read"), ("project_id", "front-desk")]).await;
    let limited = app.with_statement_timeout(Duration::from_millis(900)).await;
    app.sql(
        "ALTER TABLE calls RENAME TO the_calls; \
         CREATE VIEW calls AS SELECT * FROM the_calls WHERE \
         (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) \
          SELECT max(i) FROM n) > 0",
    )
    .await;
    assert_refused(&limited.page(&admin, "/calls").await, "the page");
    assert_refused(&limited.get(&admin, "/api/calls?query=").await, "the server function");
    assert_refused(&limited.post(&admin, "/api/exports/calls", "").await, "the export");
    assert_refused(&feed(&limited, &key).await, "the feed");
    app.sql("DROP VIEW calls; ALTER TABLE the_calls RENAME TO calls").await;
    assert_eq!(limited.page(&admin, "/calls").await.status, 200);
    assert_eq!(limited.get(&admin, "/api/calls?query=").await.status, 200);
    assert_eq!(feed(&limited, &key).await.status, 200);
    assert_eq!(limited.post(&admin, "/api/exports/calls", "").await.status, 200);
}
