//! Webhooks of a running server: the receivers of docs/webhooks.md get what another process
// imports.

use std::{
    io::{BufRead, BufReader, Lines},
    net::TcpListener,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use earshot_backend::Clock;
use sqlx::{Connection, SqliteConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{operator::Operator, servers::Server};

const OPEN: (&str, &str) = ("EARSHOT_WEBHOOK_ALLOW_PRIVATE", "true");

/// A running sample from the documentation.
struct Sample {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Sample {
    async fn start(operator: &Operator, language: &str, port: u16, secret: &str) -> Self {
        let (program, file) = match language {
            "python" => ("python3", "receiver.py"),
            _ => ("node", "receiver.mjs"),
        };
        let file = operator.folder.path().join(file);
        std::fs::write(&file, sample(language)).unwrap();
        let mut child = Command::new(program)
            .arg(&file)
            .env("WEBHOOK_SECRET", secret)
            .env("PORT", port.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let listens = async || TcpStream::connect(("127.0.0.1", port)).await.ok();
        drop(within(Duration::from_secs(30), listens).await);
        Self { child, lines }
    }

    /// The next message it accepted: id and type.
    fn took(&mut self) -> (String, String) {
        let line = self.lines.next().unwrap().unwrap();
        let (id, event) = line.split_once(' ').unwrap();
        (id.to_owned(), event.to_owned())
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The sample code of the documentation in a language.
fn sample(language: &str) -> String {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/webhooks.md");
    let text = std::fs::read_to_string(docs).unwrap();
    let (_, rest) = text.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("\n```").unwrap().0.to_owned()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Creates a webhook to a local port and returns its id and its secret.
async fn create_webhook(server: &Server, cookie: &str, port: u16) -> (String, String) {
    let form = format!(
        "name=Tickets&url=http%3A%2F%2Flocalhost%3A{port}%2Fhook&event=call.ingested\
         &event=transcript.ready&project_id=desk"
    );
    let answer = server.post(cookie, "/settings/webhooks", &form).await;
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    let text = |field: &str| answer.json()[field].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

/// Imports another call from the command line while the server runs.
fn imports(operator: &Operator, source_id: &str) {
    let call = format!(
        "{{\"source_id\":\"{source_id}\",\"started_at\":\"2026-06-02T09:00:00Z\",\
         \"status\":\"completed\",\"channel\":\"voice\",\"total_seconds\":60}}\n"
    );
    let words = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk", "-"];
    operator.earshot(&words, &call);
}

async fn forge(port: u16) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let now = Clock::System.now().as_second();
    let request = format!(
        "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nwebhook-id: x\r\nwebhook-timestamp: \
         {now}\r\nwebhook-signature: v1,AAAA\r\ncontent-length: 2\r\n\r\n{{}}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn a_sample_of_the_documentation_verifies_what_it_gets(language: &str) {
    let operator = Operator::new(&[OPEN]);
    operator.set_up();
    let server = Server::start(&operator);
    let cookie = server.sign_in().await;
    let port = free_port();
    let (id, secret) = create_webhook(&server, &cookie, port).await;
    let mut receiver = Sample::start(&operator, language, port, &secret).await;
    assert!(forge(port).await.contains(" 401 "), "a forged message is refused");
    imports(&operator, "call-2");
    let (first, event) = receiver.took();
    assert_eq!(event, "call.ingested");
    let page = format!("/api/webhooks/deliveries?webhook_id={id}");
    let delivered = async || {
        let list = server.get(&cookie, &page).await.json();
        let delivery = list["deliveries"][0].clone();
        (delivery["state"] == "delivered").then_some(delivery)
    };
    let delivery = within(Duration::from_secs(20), delivered).await;
    assert_eq!((delivery["id"].as_str(), delivery["status"].as_u64()), (Some(&*first), Some(204)));
    let again = format!("/settings/webhooks/{id}/deliveries/{first}/again");
    assert_eq!(server.post(&cookie, &again, "").await.status, 204);
    assert_eq!(receiver.took(), (first, "call.ingested".to_owned()));
    let test = format!("/settings/webhooks/{id}/test");
    assert_eq!(server.post(&cookie, &test, "").await.status, 204);
    assert_eq!(receiver.took().1, "webhook.test");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_python_sample_verifies_what_it_gets() {
    a_sample_of_the_documentation_verifies_what_it_gets("python").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_javascript_sample_verifies_what_it_gets() {
    a_sample_of_the_documentation_verifies_what_it_gets("js").await;
}

/// Answers one connection with a status and returns the request.
async fn answer(listener: &tokio::net::TcpListener, status: &str) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"}}") {
        assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0);
    }
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    String::from_utf8(request).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_answered_with_500_are_retried_after_a_restart() {
    let operator = Operator::new(&[OPEN]);
    operator.set_up();
    let mut server = Server::start(&operator);
    let cookie = server.sign_in().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (id, _) = create_webhook(&server, &cookie, listener.local_addr().unwrap().port()).await;
    imports(&operator, "call-2");
    let first = answer(&listener, "500 Oh").await;
    let page = format!("/api/webhooks/deliveries?webhook_id={id}");
    let failed = async || {
        let list = server.get(&cookie, &page).await.json();
        (list["deliveries"][0]["status"] == 500).then(|| list["deliveries"][0].clone())
    };
    let delivery = within(Duration::from_secs(20), failed).await;
    assert_eq!((&delivery["state"], &delivery["fault"]), (&"pending".into(), &"answer".into()));
    assert!(server.stop().success(), "it ends in order");
    // Half a minute passes.
    let file = operator.folder.path().join("data/earshot.db");
    let mut db = SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    let sooner = "UPDATE webhook_deliveries SET next_attempt_at = next_attempt_at - 30000";
    assert_eq!(sqlx::query(sooner).execute(&mut db).await.unwrap().rows_affected(), 1);
    db.close().await.unwrap();
    let _server = Server::start(&operator);
    let second = answer(&listener, "204 Thanks").await;
    let id = |request: &str| {
        let mut lines = request.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(name, _)| *name == "webhook-id").unwrap().1.to_owned()
    };
    assert_eq!(id(&first), id(&second));
    assert_eq!(id(&first), delivery["id"].as_str().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn loopback_addresses_are_refused_without_the_flag() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let server = Server::start(&operator);
    let cookie = server.sign_in().await;
    for host in ["localhost", "127.0.0.1", "%5B%3A%3A1%5D"] {
        let form =
            format!("name=x&url=http%3A%2F%2F{host}%3A9&event=call.ingested&project_id=desk");
        let refused = server.post(&cookie, "/settings/webhooks", &form).await;
        assert_eq!(refused.status, 422, "{host}");
        assert_eq!(refused.json()["fields"][0]["field"], "url");
    }
}

/// Waits until there is a value.
async fn within<T>(limit: Duration, mut find: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    loop {
        if let Some(found) = find().await {
            return found;
        }
        assert!(started.elapsed() < limit, "not within {limit:?}");
        tick.tick().await;
    }
}
