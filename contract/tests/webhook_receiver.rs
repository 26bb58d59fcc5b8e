//! A webhook receiver that records what it receives and answers as a test requires.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

/// A received message.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    pub headers: String,
    pub body: String,
}

/// Response to one message; 200 by default.
pub enum Reply {
    Status(u16),
    Redirect(String),
    /// When the test releases it.
    Held(oneshot::Receiver<u16>),
}

/// A server on its own port, stopped when dropped.
pub struct Receiver {
    pub url: String,
    got: Arc<Mutex<Vec<Received>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
    task: JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (got, replies) =
            (Arc::<Mutex<Vec<_>>>::default(), Arc::<Mutex<VecDeque<_>>>::default());
        let (keep, next) = (Arc::clone(&got), Arc::clone(&replies));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(take(stream, Arc::clone(&keep), Arc::clone(&next)));
            }
        });
        Self { url, got, replies, task }
    }

    /// Sets the responses to the next messages, in order.
    pub fn set_replies(&self, replies: impl IntoIterator<Item = Reply>) {
        self.replies.lock().unwrap().extend(replies);
    }

    /// The messages received so far.
    pub fn received(&self) -> Vec<Received> {
        self.got.lock().unwrap().clone()
    }

    /// The types of the received messages, sorted.
    pub fn types(&self) -> Vec<String> {
        let mut types: Vec<_> = self
            .received()
            .iter()
            .map(|it| it.json()["type"].as_str().unwrap().to_owned())
            .collect();
        types.sort();
        types
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Received {
    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.headers.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, text)| text)
    }

    /// The message's id.
    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

async fn take(
    mut stream: TcpStream,
    got: Arc<Mutex<Vec<Received>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
) {
    let Some(received) = read(&mut stream).await else { return };
    let reply = {
        let mut got = got.lock().unwrap();
        got.push(received);
        replies.lock().unwrap().pop_front()
    };
    let answer = match reply {
        None => "200 OK".to_owned(),
        Some(Reply::Status(status)) => format!("{status} As told"),
        Some(Reply::Redirect(to)) => format!("302 Found\r\nlocation: {to}"),
        Some(Reply::Held(until)) => match until.await {
            Ok(status) => format!("{status} At last"),
            Err(_) => return,
        },
    };
    let answer = format!("HTTP/1.1 {answer}\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok");
    drop(stream.write_all(answer.as_bytes()).await);
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let Some(end) = bytes.windows(4).position(|part| part == b"\r\n\r\n") else { continue };
        let received = Received {
            headers: String::from_utf8(bytes[..end].to_vec()).unwrap(),
            body: String::from_utf8_lossy(&bytes[end + 4..]).into_owned(),
        };
        let length: usize = received.header("content-length").parse().unwrap();
        if bytes.len() >= end + 4 + length {
            return Some(received);
        }
    }
}
