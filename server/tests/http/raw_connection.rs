//! A server on a real socket, and a client that reads the raw bytes.

use std::net::SocketAddr;

use earshot_server::ConnectionLimits;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

use crate::harness::TestApp;

/// Bytes that a machine receives before its client reads: few, so that the server waits for it.
const RECEIVE_BUFFER: u32 = 256 * 1024;

/// The server's own accept loop on a free port; ends when dropped.
pub struct Listening {
    pub address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Listening {
    /// Serves the test's router.
    pub async fn over(app: &TestApp) -> Self {
        Self::within(app, ConnectionLimits::default()).await
    }

    /// Serves the test's router within limits.
    pub async fn within(app: &TestApp, limits: ConnectionLimits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let never = std::future::pending();
        let serving =
            tokio::spawn(earshot_server::serve(listener, app.router.clone(), limits, never));
        Self { address, serving }
    }

    /// Sends the export form over its own connection and reads the head of the answer.
    pub async fn export(&self, cookie: &str) -> Download {
        let socket = TcpStream::connect(self.address).await.unwrap();
        let request = format!(
            "POST /api/exports/calls HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n\r\n\
             sort=oldest",
            self.address
        );
        Download::begin(socket, &request).await
    }

    /// Sends `GET` with a header over its own connection, which buffers little, and reads the head
    /// of the answer.
    pub async fn get(&self, path: &str, (name, value): (&str, &str)) -> Download {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(RECEIVE_BUFFER).unwrap();
        let socket = socket.connect(self.address).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{name}: {value}\r\n\r\n", self.address);
        Download::begin(socket, &request).await
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// An answer with an unread body.
pub struct Download {
    socket: TcpStream,
    pub head: String,
}

impl Download {
    /// Sends a request and reads the head of the answer.
    async fn begin(mut socket: TcpStream, request: &str) -> Self {
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut read = Vec::new();
        while !read.windows(4).any(|part| part == b"\r\n\r\n") {
            let byte = socket.read_u8().await.unwrap();
            read.push(byte);
        }
        Self { socket, head: String::from_utf8(read).unwrap() }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// The length that the head says the body has.
    pub fn length(&self) -> usize {
        let length = self.head.split("content-length: ").nth(1).unwrap();
        length.split("\r\n").next().unwrap().parse().unwrap()
    }

    /// Reads some of the body.
    pub async fn some(&mut self, bytes: usize) -> Vec<u8> {
        let mut read = vec![0; bytes];
        self.socket.read_exact(&mut read).await.unwrap();
        read
    }

    /// Reads until the server closes the connection, or until the final chunk.
    pub async fn rest(mut self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match self.socket.read(&mut buffer).await {
                Ok(0) | Err(_) => return all,
                Ok(count) => all.extend_from_slice(&buffer[..count]),
            }
            if all.ends_with(b"\r\n0\r\n\r\n") {
                return all;
            }
        }
    }

    /// Resets the connection, as a killed client does.
    pub fn reset(self) {
        self.socket.set_zero_linger().unwrap();
        drop(self.socket);
    }
}
