//! Downloads over real connections: one at a time, visibly broken on failure, ended soon after the
//! client leaves.

use earshot_testkit::calls;
use std::time::{Duration, Instant};

use crate::{
    harness::{ADMIN, TestApp},
    raw_connection::Listening,
};

const EXPORT: &str = "/api/exports/calls";
const FINAL_CHUNK: &[u8] = b"\r\n0\r\n\r\n";

/// A server whose exports are far larger than socket buffers, so that an unread one stops.
pub async fn with_long_transcripts() -> TestApp {
    let app = TestApp::new().await;
    app.ingest(calls(500)).await;
    app.sql("UPDATE one_line_transcripts SET text = replace(hex(zeroblob(25000)), '00', 'ab')")
        .await;
    app
}

/// The same on a real socket.
async fn heavy() -> (TestApp, String, Listening) {
    let app = with_long_transcripts().await;
    // One call a batch.
    app.sql("UPDATE calls SET transcript_bytes = 5000000").await;
    let admin = app.session(ADMIN).await;
    let listening = Listening::over(&app).await;
    (app, admin, listening)
}

async fn state(app: &TestApp, cookie: &str, head: &str) -> String {
    let id = head.split("earshot-export-id: ").nth(1).unwrap().split("\r\n").next().unwrap();
    let status = app.get(cookie, &format!("/api/exports/status?export_id={id}")).await;
    status.json()["state"].as_str().unwrap().to_owned()
}

/// Waits until the person's export no longer holds the lease.
async fn freed(app: &TestApp, cookie: &str, head: &str) -> Duration {
    let started = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(2));
    while state(app, cookie, head).await == "running" {
        assert!(started.elapsed() < Duration::from_secs(10), "the lease is never freed");
        tick.tick().await;
    }
    started.elapsed()
}

/// Case 10 (docs/threats.md#case-10): one export of a person.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_exports_at_once_one_streams_and_the_others_cost_nothing() {
    let (app, admin, listening) = heavy().await;
    let attempts = (0..200).map(|_| listening.export(&admin));
    let (mut streams, refused): (Vec<_>, Vec<_>) = futures::future::join_all(attempts)
        .await
        .into_iter()
        .partition(|download| download.status() == 200);
    assert_eq!((streams.len(), refused.len()), (1, 199));
    assert!(refused.iter().all(|download| download.status() == 409));
    let mut stream = streams.remove(0);
    assert_eq!(state(&app, &admin, &stream.head).await, "running");
    let again = app.post(&admin, EXPORT, "").await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "already_in_progress"));
    let head = stream.head.clone();
    assert!(head.contains(again.json()["export_id"].as_str().unwrap()));
    stream.some(1000).await;
    let whole = stream.rest().await;
    assert!(whole.ends_with(FINAL_CHUNK), "the one that streams is whole");
    assert_eq!(state(&app, &admin, &head).await, "completed");
    // Only the export counts, not the refusals: nine more are allowed.
    for _ in 0..9 {
        assert_eq!(app.post(&admin, EXPORT, "q=c001").await.status, 200);
    }
    let limited = app.post(&admin, EXPORT, "q=c001").await;
    assert_eq!((limited.status.as_u16(), limited.code().as_str()), (429, "rate_limited"));
    assert!((1..=600).contains(&limited.header("retry-after").parse::<u32>().unwrap()));
}

/// Case 15 (docs/threats.md#case-15): readers that leave.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_client_that_goes_away_frees_the_lease() {
    let (app, admin, listening) = heavy().await;
    let mut fastest = Duration::MAX;
    for step in [0, 100_000, 5_000_000] {
        let mut download = listening.export(&admin).await;
        assert_eq!(download.status(), 200);
        download.some(step).await;
        let head = download.head.clone();
        assert_eq!(state(&app, &admin, &head).await, "running");
        download.reset();
        fastest = fastest.min(freed(&app, &admin, &head).await);
        assert_eq!(state(&app, &admin, &head).await, "cancelled");
    }
    assert!(fastest < Duration::from_millis(100), "{fastest:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_client_that_closes_its_connection_frees_the_lease() {
    let (app, admin, listening) = heavy().await;
    let mut download = listening.export(&admin).await;
    download.some(100_000).await;
    let head = download.head.clone();
    drop(download);
    freed(&app, &admin, &head).await;
    assert_eq!(app.post(&admin, EXPORT, "q=c001").await.status, 200);
}

/// Case 16 (docs/threats.md#case-16): a part never looks like the whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_fault_midway_breaks_the_transfer() {
    for fault in [
        "ALTER TABLE one_line_transcripts RENAME TO away",
        "UPDATE calls SET caller_encrypted = x'00' WHERE summary = 'c450'",
        "DELETE FROM sessions",
    ] {
        let (app, admin, listening) = heavy().await;
        let mut download = listening.export(&admin).await;
        assert!(download.head.to_lowercase().contains("transfer-encoding: chunked"));
        download.some(100_000).await;
        app.sql(fault).await;
        let rest = download.rest().await;
        assert!(!rest.ends_with(FINAL_CHUNK), "{fault}: a part looks like the whole");
        assert!(rest.len() < 25_000_000, "{fault}: nothing broke");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancelling_from_another_tab_breaks_the_transfer() {
    let (app, admin, listening) = heavy().await;
    let mut download = listening.export(&admin).await;
    download.some(100_000).await;
    let head = download.head.clone();
    let id = head.split("earshot-export-id: ").nth(1).unwrap().split("\r\n").next().unwrap();
    let cancel = app.post(&admin, "/api/exports/cancel", &format!("export_id={id}")).await;
    assert_eq!(cancel.status, 204);
    freed(&app, &admin, &head).await;
    let rest = download.rest().await;
    assert!(!rest.ends_with(FINAL_CHUNK), "a cancelled part looks like the whole");
    assert_eq!(state(&app, &admin, &head).await, "cancelled");
}
