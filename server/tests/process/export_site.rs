//! A tenant with calls whose background exports are written by workers in processes of their own.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use earshot_testkit::ADMIN;
use serde_json::Value;
use tokio::time::interval;

use crate::{
    operator::Operator,
    servers::{Answer, Server},
};

/// Interval of asking how far an export is.
pub const POLL: Duration = Duration::from_millis(50);
/// The formats of background exports.
pub const FORMATS: [&str; 7] = ["csv", "parquet", "jsonl", "zip", "xlsx", "pdf", "json"];
const IMPORT: [&str; 7] =
    ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk"];

/// A server without workers over a tenant with calls, and a key.
pub struct Site {
    pub operator: Operator,
    server: Server,
    key: String,
    calls: usize,
    /// Environment variables of its workers.
    pub worker_variables: Vec<(String, String)>,
}

/// Name, length and digest of a file.
pub type File = (String, u64, String);

impl Site {
    /// Imports calls of `line` characters a line.
    pub fn new(operator: Operator, calls: usize, line: usize) -> Self {
        operator.set_up();
        let records: String = (0..calls).map(|n| call(n, line)).collect();
        let file = operator.folder.path().join("calls.ndjson");
        std::fs::write(&file, records).unwrap();
        operator.earshot(&[IMPORT.as_slice(), &[file.to_str().unwrap()]].concat(), "");
        let create = ["api-key", "add", "--user", ADMIN, "--name", "nightly", "--project", "desk"];
        let scope = ["--scope", "exports:write", "--requests-per-minute", "10000"];
        let key = operator.earshot(&[create.as_slice(), &scope].concat(), "");
        let key = key.lines().next().unwrap().trim().to_owned();
        let variables =
            [("EARSHOT_EXPORT_WORKERS", "0"), ("EARSHOT_EXPORTS_PER_10_MINUTES", "1000")];
        let server = Server::start_with(&operator, &variables, Stdio::null());
        Self { operator, server, key, calls, worker_variables: Vec::new() }
    }

    /// Imports one more call, of `line` characters a line. The longest call decides how many calls
    /// a batch has.
    pub fn add_call(&mut self, line: usize) {
        let record = call(self.calls, line);
        self.operator.earshot(&[IMPORT.as_slice(), &["-"]].concat(), &record);
        self.calls += 1;
    }

    /// Starts an export, and returns its id.
    pub async fn start(&self, format: &str) -> String {
        let body = format!("{{\"format\":\"{format}\",\"set\":\"calls\"}}");
        let answer = self.request("POST", "/v1/conversations/export", &body).await;
        answer["id"].as_str().unwrap().to_owned()
    }

    /// Why an export failed.
    pub async fn refusal(&self, id: &str) -> String {
        let answer = self.export(id).await;
        assert_eq!(answer["status"], "failed", "{answer}");
        answer["error"]["detail"].as_str().unwrap().to_owned()
    }

    /// Cancels an export.
    pub async fn cancel(&self, id: &str) {
        let answer = self.send("DELETE", &format!("/v1/conversations/export/{id}"), "").await;
        assert_eq!(answer.status, 204, "{}", String::from_utf8_lossy(&answer.body));
    }

    /// State, progress and files of an export.
    pub async fn export(&self, id: &str) -> Value {
        self.request("GET", &format!("/v1/conversations/export/{id}"), "").await
    }

    async fn request(&self, method: &str, path: &str, body: &str) -> Value {
        self.send(method, path, body).await.json()
    }

    async fn send(&self, method: &str, path: &str, body: &str) -> Answer {
        let head = format!("{method} {path} HTTP/1.1\r\nauthorization: Bearer {}", self.key);
        self.server.send(&head, "", body).await
    }

    /// A worker process.
    pub fn worker(&self) -> Child {
        let mut command = self.operator.command(&["worker", "--export-workers", "1"]);
        command.envs(self.worker_variables.iter().cloned());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Whether an export waits or runs; the calls that are written never become fewer.
    pub async fn is_active(&self, id: &str, written: &mut u64) -> bool {
        let answer = self.export(id).await;
        let now = answer["progress"]["written"].as_u64().unwrap();
        assert!(now >= *written, "progress went back from {written} calls to {now}");
        *written = now;
        ["queued", "running"].contains(&answer["status"].as_str().unwrap())
    }

    /// Waits for progress; `false` when the export ended before it was seen.
    pub async fn advances(&self, id: &str, written: &mut u64) -> bool {
        let (before, mut poll) = (*written, interval(POLL));
        while self.is_active(id, written).await {
            if *written > before {
                return true;
            }
            poll.tick().await;
        }
        false
    }

    /// Stops a worker where it does not hold the write lock of SQLite, which nobody else could take
    /// until it goes on.
    pub async fn stop_between_writes(&self, worker: &Child) {
        let mut poll = interval(POLL);
        loop {
            signal(worker, "STOP");
            let answer = self.request("GET", "/v1/conversations/exports", "").await;
            if answer.get("code").is_none() {
                return;
            }
            assert_eq!(answer["code"], "busy", "{answer}");
            signal(worker, "CONT");
            poll.tick().await;
        }
    }

    /// Waits for the end of an export.
    pub async fn ended(&self, id: &str) {
        let (mut written, mut poll) = (0, interval(POLL));
        while self.is_active(id, &mut written).await {
            poll.tick().await;
        }
    }

    /// The files of an export after a worker has run to its end.
    pub async fn finished(&self, id: &str) -> Vec<File> {
        let mut worker = self.worker();
        self.ended(id).await;
        signal(&worker, "TERM");
        worker.wait().unwrap();
        self.files(id).await
    }

    /// The files of an export that nothing disturbs.
    pub async fn undisturbed(&self, format: &str) -> Vec<File> {
        let id = self.start(format).await;
        self.finished(&id).await
    }

    /// The files of a completed export.
    pub async fn files(&self, id: &str) -> Vec<File> {
        let answer = self.export(id).await;
        assert_eq!(answer["status"], "completed", "{answer}");
        assert_eq!(answer["progress"]["written"], self.calls as u64 + 1);
        let file = |file: &Value| {
            let name = file["name"].as_str().unwrap();
            // The time of the request is in the name.
            let part = name.rsplit('_').next().unwrap().to_owned();
            (part, file["bytes"].as_u64().unwrap(), file["sha256"].as_str().unwrap().to_owned())
        };
        answer["files"].as_array().unwrap().iter().map(file).collect()
    }
}

/// The record of the n-th call.
fn call(n: usize, line: usize) -> String {
    let (minute, second) = (n / 60 % 60, n % 60);
    let day = 1 + n / 3_600 % 28;
    let turns: Vec<String> = (0..6)
        .map(|turn| {
            let speaker = if turn % 2 == 0 { "agent" } else { "caller" };
            let text =
                format!("Line {turn} of call {n}, about a booking. ").repeat(line.div_ceil(40));
            format!("{{\"speaker\":\"{speaker}\",\"text\":\"{text}\"}}")
        })
        .collect();
    format!(
        "{{\"source_id\":\"kill-{n}\",\"started_at\":\"2026-05-{day:02}T10:{minute:02}:{second:02}Z\",\
         \"status\":\"completed\",\"channel\":\"voice\",\"total_seconds\":{},\
         \"summary\":\"Call {n}\",\"transcript\":{{\"state\":\"available\",\"turns\":[{}]}}}}\n",
        30 + n % 300,
        turns.join(",")
    )
}

/// Sends a signal.
pub fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

/// Numbers from a fixed seed.
pub struct Chance(pub u64);

impl Chance {
    /// A number from `low` to, not including, `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        low + (self.0 >> 33) % (high - low)
    }
}

/// A number of repetitions: from the environment, or that of an ordinary run.
pub fn times(variable: &str, ordinary: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(ordinary)
}
