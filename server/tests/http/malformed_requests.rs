//! Requests that two servers could read differently, heads without an end, and names that are paths.

use std::path::Path;

use axum::{body::Body, http::Request};
use earshot_backend::MediaStore;
use earshot_testkit::one_second_wav;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    harness::{TestApp, encoded},
    ingest::{CALLS, push, record, writer},
    raw_connection::Listening,
};

const HEAD: &str = "POST /sign-in HTTP/1.1\r\nHost: calls.example\r\n\
    Content-Type: application/x-www-form-urlencoded\r\n";
/// A second request, which ends its connection.
const SMUGGLED: &str = "GET /healthz HTTP/1.1\r\nHost: calls.example\r\nConnection: close\r\n\r\n";

/// The statuses of all answers to these bytes, until the server closes the connection.
async fn answers(server: &Listening, bytes: &[u8]) -> Vec<u16> {
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    // A server that has seen enough may close before everything is sent.
    let _ = socket.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = |rest: &str| rest.split(' ').next().unwrap().parse().unwrap();
    answer.split("HTTP/1.1 ").skip(1).map(status).collect()
}

/// Case 25 (docs/threats.md#case-25): what follows a request of ambiguous length on its connection is not
/// answered.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_ambiguous_length_carries_no_second_one() {
    let app = TestApp::new().await;
    let server = Listening::over(&app).await;
    let length = SMUGGLED.len();
    for framing in [
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
        "Content-Length: 0, 5\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 0x0\r\n\r\n",
        "Content-Length : 0\r\n\r\n",
        "Content-Length: 18446744073709551616\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "X: a\0b\r\nContent-Length: 0\r\n\r\n",
        "X: a\rContent-Length: 5\r\nContent-Length: 0\r\n\r\n",
    ] {
        let found = answers(&server, format!("{HEAD}{framing}{SMUGGLED}").as_bytes()).await;
        // Where it is answered, it is alone: the connection is closed behind it.
        assert!(matches!(found.as_slice(), [] | [400 | 401]), "{framing:?}: {found:?}");
    }
    // A chunk's length is read in one way.
    for chunk in ["0x0\r\n\r\n", "-0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n", "0 0\r\n\r\n", "g\r\n\r\n"]
    {
        let sent = format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{chunk}{SMUGGLED}");
        let found = answers(&server, sent.as_bytes()).await;
        assert!(found.len() <= 1 && !found.contains(&200), "{chunk:?}: {found:?}");
    }
    // What is unambiguous is two requests.
    let clear = format!("{HEAD}Content-Length: {length}\r\n\r\n{SMUGGLED}{SMUGGLED}");
    assert_eq!(answers(&server, clear.as_bytes()).await, [401, 200]);
}

/// Case 25 (docs/threats.md#case-25): a head without an end is refused before it is in memory.
#[tokio::test(flavor = "multi_thread")]
async fn a_head_of_a_megabyte_is_refused() {
    let app = TestApp::new().await;
    let server = Listening::over(&app).await;
    let long = "x".repeat(1 << 20);
    let many = "X: 1\r\n".repeat(200);
    for head in [
        format!("GET /healthz HTTP/1.1\r\nHost: calls.example\r\nX: {long}\r\n\r\n"),
        format!("GET /healthz HTTP/1.1\r\nHost: calls.example\r\nCookie: {long}"),
        format!("GET /healthz?{long} HTTP/1.1\r\nHost: calls.example\r\n\r\n"),
        format!("GET /healthz HTTP/1.1\r\nHost: calls.example\r\n{many}\r\n"),
    ] {
        let found = answers(&server, head.as_bytes()).await;
        // A reset can overtake the answer.
        let refused = matches!(found.as_slice(), [] | [400 | 414 | 431]);
        assert!(refused, "{found:?} for {} bytes", head.len());
    }
    assert_eq!(answers(&server, SMUGGLED.as_bytes()).await, [200]);
}

fn entries(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).collect()
}

/// Case 25 (docs/threats.md#case-25): what a source calls its calls and recordings is no path.
#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_stored_in_its_folder_whatever_its_source_calls_it() {
    let root = tempfile::tempdir().unwrap();
    let media = root.path().join("media");
    let app = TestApp::new().await;
    let app = app.with_recordings(MediaStore::folder(&media).unwrap()).await;
    let key = writer(&app).await;
    for (n, name) in ["../../escaped", "/escaped", "..", "a/../../escaped", "..\\escaped"]
        .into_iter()
        .enumerate()
    {
        let mut call = record(1);
        call["source_id"] = name.into();
        call["recording"] = serde_json::json!({ "file_name": format!("../{name}.wav") });
        let pushed = push(&app, &key, CALLS, "application/json", call.to_string()).await;
        assert_eq!(pushed.status, 200, "{}", pushed.body);
        let target = format!("/v1/ingest/calls/switch/{}/recording", encoded(name));
        let request = Request::put(target).header("x-api-key", &key);
        let answer = app.send(request.body(Body::from(one_second_wav())).unwrap()).await;
        assert_eq!(answer.status, 201, "{name}: {}", answer.body);
        assert_eq!(entries(root.path()), ["media"], "{name}");
        assert!(!entries(&media).iter().any(|entry| entry.contains("escaped")), "{name}, {n}");
    }
}
