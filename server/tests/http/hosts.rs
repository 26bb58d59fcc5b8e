//! The host that a request names, over a real socket.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{harness::TestApp, raw_connection::Listening};

async fn first_line(server: &Listening, request: &str) -> String {
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_names_one_valid_host() {
    let app = TestApp::new().await;
    let server = Listening::over(&app).await;
    for (path, version, hosts, status) in [
        ("/sign-in", "1.1", "Host: calls.example\r\n", 200),
        ("/sign-in", "1.1", "Host: [::1]:8080\r\n", 200),
        ("/sign-in", "1.1", "", 400),
        ("/sign-in", "1.1", "Host: \r\n", 400),
        ("/sign-in", "1.1", "Host: a.example\r\nHost: b.example\r\n", 400),
        ("/sign-in", "1.1", "Host: a.example, b.example\r\n", 400),
        ("/sign-in", "1.1", "Host: a@b.example\r\n", 400),
        ("/sign-in", "1.1", "Host: a.example/path\r\n", 400),
        ("/healthz", "1.0", "", 200),
        ("/sign-in", "1.0", "", 400),
    ] {
        let request = format!("GET {path} HTTP/{version}\r\n{hosts}Connection: close\r\n\r\n");
        let line = first_line(&server, &request).await;
        assert_eq!(line.split(' ').nth(1), Some(status.to_string().as_str()), "{hosts:?}: {line}");
    }
}
