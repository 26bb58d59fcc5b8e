//! Memory that a body of a stranger, of a key or of a phone system can take.

use std::{fmt::Write as _, fs, io::Write as _, process::Stdio};

use earshot_testkit::ADMIN;
use flate2::{Compression, write::GzEncoder};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{operator::Operator, servers::Server};

const MB: u64 = 1 << 20;
/// Bytes by which a body that is refused, or is stored and not larger than 4 MB, may make the server grow.
const MAX_GROWTH: u64 = 64 * MB;
/// Bytes by which a call at the bounds, which is stored, may make it grow, and several of them: its text is
/// stored four times, and SQLite holds the row that it writes in memory.
const MAX_STORED: u64 = 256 * MB;
/// Bytes by which such a call may make it grow when it comes again with more: both are in memory.
const MAX_EXTENDED: u64 = 384 * MB;
/// Bytes that an import of such calls may take in all: it keeps a call until it is known to be stored.
const MAX_IMPORT: u64 = 448 * MB;

const HEAD: &str = "\"started_at\":\"2026-06-01T09:00:00Z\",\"status\":\"completed\",\
    \"total_seconds\":60";
const NDJSON: &str = "application/x-ndjson";
const SECRET: &str = "a-secret-of-a-receiver";
const RECEIVER: &str = r#"
    [[receiver]]
    name = "switch"
    vendor = "json"
    tenant = "harbour"
    project = "desk"
    secret = "a-secret-of-a-receiver"
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

/// The mapping of a call log's columns.
const MAPPING: &str = r#"{"source": "log", "fields": {"source_id": "source_id", "summary": "summary",
    "started_at": "started_at", "total_seconds": "total_seconds", "status": "status"}}"#;

/// A server with a key to push calls, and the memory that it had before anything large came.
struct Measured {
    server: Server,
    key: String,
    before: u64,
    _operator: Operator,
}

impl Measured {
    async fn start() -> Self {
        let operator = Operator::new(&[]);
        operator.set_up();
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
    fn reset(&self) {
        fs::write(format!("/proc/{}/clear_refs", self.server.id()), "5").unwrap();
    }

    /// Checks the growth since the start, at most, since the last reset.
    fn check(&self, name: &str, most: u64) {
        let growth = self.status("VmHWM:").saturating_sub(self.before);
        println!("{name}: {} KB", growth >> 10);
        assert!(growth <= most, "{name}: {} MB", growth / MB);
    }

    /// Pushes a body, compressed, and returns the answer.
    async fn push(&self, content_type: &str, query: &str, body: &str) -> String {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(body.as_bytes()).unwrap();
        let head = format!(
            "POST /v1/ingest/calls{query} HTTP/1.1\r\nx-api-key: {}\r\ncontent-type: \
             {content_type}\r\ncontent-encoding: gzip\r\n",
            self.key
        );
        self.send(&head, &packed.finish().unwrap()).await
    }

    async fn report(&self, body: &str) -> String {
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
fn status(process: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10)
}

fn with_text(field: &str, megabytes: usize) -> String {
    format!("{{\"source_id\":\"a\",{HEAD},\"{field}\":\"{}\"}}\n", "x".repeat(megabytes << 20))
}

/// A call whose transcript has so many lines of a text.
fn with_lines(id: &str, lines: usize, text: &str) -> String {
    with_each_line(id, lines, |_| text.to_owned())
}

fn with_each_line(id: &str, lines: usize, text: impl Fn(usize) -> String) -> String {
    let turns: Vec<String> = (0..lines)
        .map(|n| {
            let speaker = if n.is_multiple_of(2) { "caller" } else { "agent" };
            format!("{{\"speaker\":\"{speaker}\",\"text\":\"{}\"}}", text(n))
        })
        .collect();
    format!(
        "{{\"source_id\":\"{id}\",{HEAD},\"transcript\":{{\"state\":\"available\",\"turns\":[{}]}}}}\n",
        turns.join(",")
    )
}

/// A line of words that no other line has, with accents and with numbers of people.
fn with_words(line: usize) -> String {
    let mut text = String::new();
    for word in 0..4_000 {
        write!(text, "é{:x} ", line * 7919 + word * 31).unwrap();
    }
    text + "07700 900123"
}

#[tokio::test]
async fn what_is_refused_makes_the_server_grow_little() {
    let measured = Measured::start().await;
    let objects = format!("[{}{{}}]", "{\"a\":0},".repeat(590_000));
    for (name, body, said) in [
        ("a summary of 50 MB", with_text("summary", 50), "`summary` is longer than 1 MB"),
        ("an unknown field of 50 MB", with_text("colour", 50), "`colour` is longer than 1 MB"),
        ("brackets", "[".repeat(50 << 20), "more than 300,000 values beside its transcript"),
        ("many values", format!("{{\"tags\":[{}0]}}\n", "0,".repeat(5_000_000)), "values"),
        (
            "many objects",
            format!("{{\"source_id\":\"a\",{HEAD},\"analysis\":{objects}}}\n"),
            "more than 300,000 values beside its transcript",
        ),
        ("blanks", " ".repeat(300 << 20), "256 MB"),
    ] {
        measured.reset();
        let answer = measured.push(NDJSON, "", &body).await;
        assert!(answer.contains(said), "{name}: {answer}");
        measured.check(name, MAX_GROWTH);
    }
}

#[tokio::test]
async fn what_is_stored_makes_the_server_grow_no_more_than_the_largest_call_may() {
    let measured = Measured::start().await;
    let long = with_each_line("long", 230, |_| "yes ".repeat(16_000));
    let longer = with_each_line("long", 235, |_| "yes ".repeat(16_000));
    let array = format!("[{}]", with_lines("array", 230, &"yes ".repeat(16_000)).trim());
    for (name, content_type, body, result, most) in [
        ("short lines", NDJSON, with_lines("short", 80_000, "Yes"), "taken", MAX_GROWTH),
        ("a JSON array", "application/json", array, "taken", MAX_STORED),
        ("long lines", NDJSON, long.clone(), "taken", MAX_STORED),
        ("the same again", NDJSON, long, "unchanged", MAX_STORED),
        ("more lines", NDJSON, longer, "extended", MAX_EXTENDED),
        ("many words", NDJSON, with_each_line("words", 400, with_words), "taken", MAX_STORED),
    ] {
        measured.reset();
        let answer = measured.push(content_type, "", &body).await;
        assert!(answer.contains(&format!("\"{result}\":1")), "{name}: {answer}");
        measured.check(name, most);
    }
}

#[tokio::test]
async fn several_large_calls_at_once_take_the_memory_of_one() {
    let measured = Measured::start().await;
    let body = |n: usize| with_lines(&format!("large-{n}"), 230, &"yes ".repeat(16_000));
    let bodies: [String; 3] = std::array::from_fn(body);
    measured.reset();
    let [one, two, three] = &bodies;
    let answers = tokio::join!(
        measured.push(NDJSON, "", one),
        measured.push(NDJSON, "", two),
        measured.push(NDJSON, "", three),
    );
    for answer in [answers.0, answers.1, answers.2] {
        assert!(answer.contains("\"taken\":1"), "{answer}");
    }
    measured.check("three at once", MAX_STORED);
    // A small record of each, for which what is stored is read.
    let more = [0, 1, 2]
        .map(|n| format!("{{\"source_id\":\"large-{n}\",{HEAD},\"summary\":\"Booked.\"}}"))
        .join("\n");
    measured.reset();
    let answer = measured.push(NDJSON, "", &more).await;
    assert!(answer.contains("\"extended\":3"), "{answer}");
    measured.check("three stored calls", MAX_EXTENDED);
}

#[test]
fn an_import_of_several_large_calls_takes_the_memory_of_one() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let file = operator.folder.path().join("calls.ndjson");
    let call = |n: usize| with_lines(&format!("large-{n}"), 230, &"yes ".repeat(16_000));
    fs::write(&file, (0..3).map(call).collect::<String>()).unwrap();
    let words = ["import", "--tenant", "harbour", "--project", "desk", "--format", "ndjson"];
    let words = [words.as_slice(), &[file.to_str().unwrap()]].concat();
    let mut child = operator.command(&words).stdin(Stdio::null()).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(status(child.id(), "VmHWM:").unwrap_or(0));
        std::thread::yield_now();
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    println!("an import: {} KB in all", most >> 10);
    assert!((1..=MAX_IMPORT).contains(&most), "an import: {} MB", most / MB);
}

#[tokio::test]
async fn call_logs_and_reports_at_their_bounds_make_the_server_grow_little() {
    let measured = Measured::start().await;
    let row =
        |n: usize| format!("{n},2026-06-01T09:00:00Z,completed,60,{}\n", "note ".repeat(13_000));
    let rows: String = (0..400).map(row).collect();
    let log = format!("source_id,started_at,status,total_seconds,summary\n{rows}");
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("mapping", MAPPING).finish();
    measured.reset();
    let answer = measured.push("text/csv", &format!("?{query}"), &log).await;
    assert!(answer.contains("\"taken\":400"), "{}", &answer[..answer.len().min(2_000)]);
    measured.check("a call log", MAX_GROWTH);
    let lines: Vec<String> =
        (0..50_000).map(|n| format!("{{\"who\":\"bot\",\"text\":\"Line {n}\"}}")).collect();
    let report = format!(
        "{{\"id\":\"report\",\"started\":\"2026-06-01T09:00:00Z\",\"lines\":[{}]}}",
        lines.join(",")
    );
    assert!(report.len() <= 2 << 20, "{}", report.len());
    measured.reset();
    let answer = measured.report(&report).await;
    assert!(answer.contains("\"taken\""), "{answer}");
    measured.check("a report", MAX_STORED);
}
