//! Memory that a body of a stranger or of a key can take.

use std::{fmt::Write as _, fs, io::Write as _};

use earshot_testkit::ADMIN;
use flate2::{Compression, write::GzEncoder};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{operator::Operator, servers::Server};

/// Bytes by which a body that is refused may make the server grow.
const MAX_REFUSED: u64 = 64 << 20;
/// Bytes by which a call at the bounds, which is stored, may make it grow.
const MAX_STORED: u64 = 384 << 20;

const HEAD: &str = "\"started_at\":\"2026-06-01T09:00:00Z\",\"status\":\"completed\",\
    \"total_seconds\":60";

/// The most memory that the server has had, in bytes.
fn peak(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

/// Pushes a body and returns the answer.
async fn push(server: &Server, key: &str, body: &str) -> String {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(body.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut stream = TcpStream::connect(&server.address).await.unwrap();
    let head = format!(
        "POST /v1/ingest/calls HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-api-key: {key}\r\n\
         content-type: application/x-ndjson\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        packed.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&packed).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn with_text(field: &str, megabytes: usize) -> String {
    format!("{{\"source_id\":\"a\",{HEAD},\"{field}\":\"{}\"}}\n", "x".repeat(megabytes << 20))
}

/// A call whose transcript has this many lines.
fn with_lines(lines: usize, text: &str) -> String {
    let mut turns = String::new();
    for n in 0..lines {
        let comma = if n == 0 { "" } else { "," };
        write!(turns, "{comma}{{\"speaker\":\"caller\",\"text\":\"{text}\"}}").unwrap();
    }
    format!(
        "{{\"source_id\":\"lines-{lines}\",{HEAD},\"transcript\":{{\"state\":\"available\",\"turns\":[{turns}]}}}}\n"
    )
}

#[tokio::test]
async fn what_is_refused_makes_the_server_grow_little_and_a_call_at_the_bounds_not_without_end() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let words = ["api-key", "add", "--user", ADMIN, "--name", "Push", "--project", "desk"];
    let key = operator.earshot(&[words.as_slice(), &["--scope", "calls:write"]].concat(), "");
    let server = Server::start(&operator);
    // Warm: one push that is stored, with everything that is loaded for it.
    push(&server, key.trim(), &with_lines(10, "Good morning")).await;
    let before = peak(&server);
    for (name, body, said) in [
        ("a summary of 50 MB", with_text("summary", 50), "`summary` is longer than 1 MB"),
        ("an unknown field of 50 MB", with_text("colour", 50), "`colour` is longer than 1 MB"),
        ("brackets", "[".repeat(50 << 20), "more than 600,000 values"),
        ("many values", format!("{{\"tags\":[{}0]}}\n", "0,".repeat(5_000_000)), "values"),
        ("blanks", " ".repeat(300 << 20), "256 MB"),
        ("many short lines", with_lines(80_000, "Yes"), "\"taken\":1"),
        ("long lines", with_lines(230, &"yes ".repeat(16_000)), "\"taken\":1"),
    ] {
        let answer = push(&server, key.trim(), &body).await;
        assert!(answer.contains(said), "{name}: {answer}");
        let growth = peak(&server).saturating_sub(before);
        println!("{name}: {} KB", growth >> 10);
        let most = if said.contains("taken") { MAX_STORED } else { MAX_REFUSED };
        assert!(growth <= most, "{name}: {} MB", growth >> 20);
    }
}
