//! Reading of the largest call.

use super::{
    bodies::{NDJSON, with_each_line},
    measured::{MB, Measured},
};

/// Bytes by which reading the largest call may make it grow.
const MAX_READ: u64 = 256 * MB;

#[tokio::test]
async fn reading_a_large_call_makes_the_server_grow_little() {
    let measured = Measured::start().await;
    let body = with_each_line("long", 230, |_| "yes ".repeat(16_000));
    let answer = measured.push(NDJSON, "", &body).await;
    assert!(answer.contains("\"taken\":1"), "{answer}");
    let server = &measured.server;
    let cookie = server.sign_in().await;
    let rows = server.get(&cookie, "/api/calls?query=").await.json();
    let ids: Vec<&str> =
        rows["rows"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect();
    let sizes = futures::future::join_all(ids.iter().map(async |call| {
        server.get(&cookie, &format!("/api/calls/{call}/transcript?format=txt")).await.body.len()
    }));
    let sizes = sizes.await;
    let (call, _) = ids.iter().zip(sizes).max_by_key(|(_, size)| *size).unwrap();
    for (name, path) in [
        ("the list", "/calls".to_owned()),
        ("the list as data", "/api/calls?query=".to_owned()),
        ("the review page", format!("/calls?expand={call}")),
        ("the transcript", format!("/api/calls/{call}/transcript?format=txt")),
        ("the transcript as PDF", format!("/api/calls/{call}/transcript?format=pdf")),
        ("the conversation as JSON", format!("/api/calls/{call}/conversation?format=json")),
        ("the conversation as CSV", format!("/api/calls/{call}/conversation?format=csv")),
    ] {
        measured.reset();
        let answer = server.get(&cookie, &path).await;
        assert_eq!(answer.status, 200, "{name}");
        measured.check(name, MAX_READ);
    }
    measured.reset();
    let export = server.post(&cookie, "/api/exports/calls", "").await;
    assert!(export.body.len() > 14 << 20, "{}", export.body.len());
    measured.check("an export of the list", MAX_READ);
}
