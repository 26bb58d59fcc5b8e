//! Downloads of a background export's file by clients that read slowly, or not at all.

use std::time::Duration;

use earshot_server::ConnectionLimits;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, interval, timeout},
};

use crate::{
    conversation_exports::{START, exporter, read, send},
    harness::TestApp,
    raw_connection::Listening,
    streams::with_long_transcripts,
};

/// Bytes that the slow reader takes each millisecond.
const PIECE: usize = 4 * 1024;
/// Bytes of the file after which another request is sent.
const PART: usize = 1024 * 1024;

/// A server with an exported file that is far larger than socket buffers, the key that may read it,
/// and its path.
async fn large_file() -> (TestApp, String, String) {
    let app = with_long_transcripts().await;
    let key = exporter(&app).await;
    let body = json!({ "format": "csv", "set": "calls" });
    let started = send(&app, &key, "POST", START, &body).await.json();
    app.run_jobs().await;
    let path = format!("{}/files/1", started["url"].as_str().unwrap());
    (app, key, path)
}

/// Whether the server has room for another connection of this client.
async fn has_room(listening: &Listening) -> bool {
    let mut socket = TcpStream::connect(listening.address).await.unwrap();
    let request = b"GET /healthz HTTP/1.1\r\nHost: calls.example\r\nConnection: close\r\n\r\n";
    let mut answer = String::new();
    // One that is turned away is closed, perhaps with a reset.
    let asked = socket.write_all(request).await.is_ok();
    asked && socket.read_to_string(&mut answer).await.is_ok() && answer.contains(" 200 ")
}

/// Case 14 (docs/threats.md#case-14): clients that read slowly.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slow_reader_gets_the_whole_file_while_others_are_served() {
    let (app, key, path) = large_file().await;
    let whole = read(&app, &key, &path).await.bytes;
    let write_time = Duration::from_secs(3);
    let limits = ConnectionLimits { write_time, ..ConnectionLimits::default() };
    let listening = Listening::within(&app, limits).await;
    let (begun, header) = (Instant::now(), ("x-api-key", key.as_str()));
    let mut download = listening.get(&path, header).await;
    assert_eq!((download.status(), download.length()), (200, whole.len()));
    let mut tick = interval(Duration::from_millis(1));
    for part in whole.chunks(PART) {
        for piece in part.chunks(PIECE) {
            tick.tick().await;
            assert!(download.some(piece.len()).await == piece, "not the bytes of the file");
        }
        let other = listening.get("/v1/conversations/exports", header).await;
        assert_eq!(other.status(), 200, "another request");
    }
    assert!(begun.elapsed() > write_time, "{:?} was not slow", begun.elapsed());
}

/// Case 14 (docs/threats.md#case-14): clients that read nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_that_takes_nothing_is_ended() {
    let (app, key, path) = large_file().await;
    let write_time = Duration::from_millis(200);
    // A second connection is turned away as long as the first is being answered.
    let limits = ConnectionLimits { of_client: 1, write_time, ..ConnectionLimits::default() };
    let listening = Listening::within(&app, limits).await;
    let download = listening.get(&path, ("x-api-key", key.as_str())).await;
    assert_eq!(download.status(), 200);
    let ended = async {
        let mut poll = interval(Duration::from_millis(20));
        while !has_room(&listening).await {
            poll.tick().await;
        }
    };
    timeout(Duration::from_secs(10), ended).await.unwrap();
    let length = download.length();
    let taken = download.rest().await.len();
    assert!(taken < length, "{taken} bytes of {length}");
}
