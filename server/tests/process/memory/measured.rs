//! A server whose memory is measured.

use std::{fs, io::Write as _, process::Stdio};

use earshot_testkit::ADMIN;
use flate2::{Compression, write::GzEncoder};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::{Connection, Executor, SqliteConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::bodies::{NDJSON, with_lines};
use crate::{operator::Operator, servers::Server};

pub const MB: u64 = 1 << 20;
/// Bytes by which any body may make the server grow, whether it is stored, compared or refused.
pub const MAX_GROWTH: u64 = 64 * MB;
const SECRET: &str = "a-secret-of-a-receiver";
const RECEIVER: &str = r#"
    [[receiver]]
    name = "switch"
    vendor = "json"
    tenant = "harbour"
    project = "desk"
    secret = "a-secret-of-a-receiver"
    max_bytes = 16777216
    signature = { header = "X-Signature", encoding = "hex" }
    [receiver.mapping]
    fixed = { status = "completed", total_seconds = 60 }
    [receiver.mapping.fields]
    source_id = "/id"
    started_at = "/started"
    [receiver.mapping.transcript]
    turns = "/lines"
    speaker = "/who"
    text = "/text"
    agent = ["bot"]
    caller = ["human"]
"#;

/// A server with a key to push calls, and the memory that it had before anything large came.
pub struct Measured {
    pub server: Server,
    key: String,
    before: u64,
    _operator: Operator,
}

impl Measured {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// Starts a server after changes of its database.
    pub async fn with(changes: &[&'static str]) -> Self {
        let operator = Operator::new(&[]);
        operator.set_up();
        let url = format!("sqlite://{}", operator.folder.path().join("data/earshot.db").display());
        let mut database = SqliteConnection::connect(&url).await.unwrap();
        for change in changes {
            database.execute(*change).await.unwrap();
        }
        database.close().await.unwrap();
        let words = ["api-key", "add", "--user", ADMIN, "--name", "Push", "--project", "desk"];
        let key = operator.earshot(&[words.as_slice(), &["--scope", "calls:write"]].concat(), "");
        let file = operator.folder.path().join("receivers.toml");
        fs::write(&file, RECEIVER).unwrap();
        let receivers = [("EARSHOT_RECEIVERS", file.to_str().unwrap())];
        let server = Server::start_with(&operator, &receivers, Stdio::null());
        let mut measured =
            Self { server, key: key.trim().to_owned(), before: 0, _operator: operator };
        // Warm: one push that is stored, with everything that is loaded for it.
        measured.push(NDJSON, "", &with_lines("warm", 10, "Good morning")).await;
        measured.before = measured.status("VmRSS:");
        measured
    }

    fn status(&self, name: &str) -> u64 {
        status(self.server.id(), name).unwrap()
    }

    /// Forgets the most memory that the server has had.
    pub fn reset(&self) {
        fs::write(format!("/proc/{}/clear_refs", self.server.id()), "5").unwrap();
    }

    /// Checks the growth since the start, at most, since the last reset.
    #[track_caller]
    pub fn check(&self, name: &str, most: u64) {
        let growth = self.status("VmHWM:").saturating_sub(self.before);
        println!("{name}: {} KB", growth >> 10);
        assert!(growth <= most, "{name}: {} MB", growth / MB);
    }

    /// Pushes a body, compressed, and returns the answer.
    pub async fn push(&self, content_type: &str, query: &str, body: &str) -> String {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(body.as_bytes()).unwrap();
        let head = format!(
            "POST /v1/ingest/calls{query} HTTP/1.1\r\nx-api-key: {}\r\ncontent-type: \
             {content_type}\r\ncontent-encoding: gzip\r\n",
            self.key
        );
        self.send(&head, &packed.finish().unwrap()).await
    }

    pub async fn report(&self, body: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let signature = hex::encode(mac.finalize().into_bytes());
        let head = format!(
            "POST /v1/ingest/webhooks/switch HTTP/1.1\r\nx-signature: {signature}\r\n\
             content-type: application/json\r\n"
        );
        self.send(&head, body.as_bytes()).await
    }

    async fn send(&self, head: &str, body: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.server.address).await.unwrap();
        let length = body.len();
        let head =
            format!("{head}host: a\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}

/// A line of the status of a process, in bytes; `None` for one that has ended.
pub fn status(process: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10)
}
