//! Requests whose bodies do not arrive: they end in time, and leave the server to others.

use std::{net::SocketAddr, time::Duration};

use earshot_server::ConnectionLimits;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::Instant,
};

use crate::{
    harness::{ADMIN, TestApp},
    raw_connection::Listening,
};

/// Half-sent requests of one client, more than a server has connections.
const HALF_SENT: usize = 2_060;

/// Connects from an address of this machine's own network.
async fn connect(from: &str, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new(from.parse().unwrap(), 0)).unwrap();
    socket.connect(to).await.unwrap()
}

fn half(path: &str, more: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: calls.example\r\nUser-Agent: test\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n{more}\
         Content-Length: 1000\r\n\r\nx"
    )
}

async fn health(from: &str, to: SocketAddr) -> Duration {
    let asked = Instant::now();
    let mut socket = connect(from, to).await;
    let request = b"GET /healthz HTTP/1.1\r\nHost: calls.example\r\nConnection: close\r\n\r\n";
    socket.write_all(request).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    asked.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_arrive_ends_its_request_at_every_door() {
    let app = TestApp::new().await;
    let scopes =
        [("scope", "calls:write"), ("scope", "conversations:export"), ("project_id", "front-desk")];
    let key = app.key(ADMIN, &scopes).await;
    let key = format!("x-api-key: {key}\r\n");
    let cookie = format!("Cookie: {}\r\n", app.session(ADMIN).await);
    let body_time = Duration::from_millis(200);
    let limits = ConnectionLimits { body_time, ..ConnectionLimits::default() };
    let listening = Listening::within(&app, limits).await;
    for (path, more) in [
        ("/sign-in", ""),
        ("/openapi/v2.0/get_token", ""),
        ("/v1/ingest/webhooks/nobody", ""),
        ("/v1/ingest/calls", &key),
        ("/api/export/conversation", &key),
        ("/api/exports/calls", &cookie),
        ("/settings/api-keys", &cookie),
    ] {
        let mut request = half(path, more);
        if path == "/v1/ingest/calls" {
            request = request.replace("x-www-form-urlencoded", "json");
        }
        let mut socket = TcpStream::connect(listening.address).await.unwrap();
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408"), "{path}: {answer}");
        assert!(answer.contains("request_timeout"), "{path}: {answer}");
    }
}

/// Case 14 (docs/threats.md#case-14): clients that send slowly.
#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_half_sent_requests_leave_the_server_quick() {
    let app = TestApp::new().await;
    let listening = Listening::over(&app).await;
    let mut held = Vec::with_capacity(HALF_SENT);
    for _ in 0..HALF_SENT {
        let mut socket = connect("127.0.0.2", listening.address).await;
        // It may be closed already to make room for the next one.
        let _ = socket.write_all(half("/sign-in", "").as_bytes()).await;
        held.push(socket);
    }
    for from in ["127.0.0.1", "127.0.0.2"] {
        let took = health(from, listening.address).await;
        assert!(took < Duration::from_secs(2), "{from}: {took:?} beside {} requests", held.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_server_closes_what_waited_longest() {
    let app = TestApp::new().await;
    let limits = ConnectionLimits { total: 3, of_client: 2, ..ConnectionLimits::default() };
    let listening = Listening::within(&app, limits).await;
    let mut held = Vec::new();
    for n in 2..9 {
        let mut socket = connect(&format!("127.0.0.{n}"), listening.address).await;
        let _ = socket.write_all(half("/sign-in", "").as_bytes()).await;
        held.push(socket);
    }
    health("127.0.0.10", listening.address).await;
    let mut first = held.remove(0);
    let mut rest = Vec::new();
    // Closed, perhaps with a reset, long before its body is late.
    let read = tokio::time::timeout(Duration::from_secs(5), first.read_to_end(&mut rest)).await;
    assert!(read.is_ok() && rest.is_empty());
}
