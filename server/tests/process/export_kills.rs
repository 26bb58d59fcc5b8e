//! Background exports whose workers are killed, stopped or cut off from the database: the files are
//! those of an undisturbed export.
//!
//! `EARSHOT_KILLS` sets how many workers are killed in all, to run it longer than in a build.

use std::{
    collections::BTreeSet,
    process::{Child, Command, Stdio},
    time::Duration,
};

use earshot_testkit::ADMIN;
use serde_json::Value;

use crate::{operator::Operator, servers::Server};

/// Calls that are exported: two parts of 5,000 and a rest.
const CALLS: usize = 12_000;
/// Kills in an ordinary run.
const KILLS: usize = 9;
/// Seconds of a job's lease in these tests.
const LEASE_SECONDS: &str = "1";
const FORMATS: [&str; 3] = ["csv", "jsonl", "xlsx"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_workers_leave_the_files_of_an_undisturbed_export() {
    let kills = std::env::var("EARSHOT_KILLS").ok().and_then(|text| text.parse().ok());
    let site = Site::new();
    let mut chance = Chance(7);
    let mut left: usize = kills.unwrap_or(KILLS);
    let mut expected = Vec::new();
    for format in FORMATS {
        expected.push(site.undisturbed(format).await);
    }
    let mut round = 0;
    while left > 0 {
        let format = round % FORMATS.len();
        let id = site.start(FORMATS[format]).await;
        let mut percent = 0;
        while left > 0 && site.is_active(&id, &mut percent).await {
            let mut worker = site.worker();
            tokio::time::sleep(Duration::from_millis(chance.between(60, 900))).await;
            signal(&worker, "KILL");
            worker.wait().unwrap();
            left -= 1;
        }
        let files = site.finished(&id).await;
        assert_eq!(files, expected[format], "{} after {left} kills left", FORMATS[format]);
        round += 1;
    }
    site.nothing_is_left();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_stood_still_changes_nothing() {
    let site = Site::new();
    let expected = site.undisturbed("csv").await;
    let id = site.start("csv").await;
    let mut chance = Chance(11);
    let mut sleepers = Vec::new();
    for _ in 0..2 {
        let sleeper = site.worker();
        tokio::time::sleep(Duration::from_millis(chance.between(200, 500))).await;
        signal(&sleeper, "STOP");
        sleepers.push(sleeper);
        // Longer than the lease.
        tokio::time::sleep(Duration::from_millis(1_600)).await;
    }
    let files = site.finished(&id).await;
    assert_eq!(files, expected);
    for mut sleeper in sleepers {
        signal(&sleeper, "CONT");
        tokio::time::sleep(Duration::from_millis(700)).await;
        signal(&sleeper, "KILL");
        sleeper.wait().unwrap();
    }
    assert_eq!(site.files(&id).await, expected, "a woken worker changed something");
    site.nothing_is_left();
}

/// A server without workers over a tenant with calls, and a key.
struct Site {
    operator: Operator,
    server: Server,
    key: String,
}

/// Name, length and digest of a file.
type File = (String, u64, String);

impl Site {
    fn new() -> Self {
        let operator = Operator::new(&[("EARSHOT_JOB_LEASE_SECONDS", LEASE_SECONDS)]);
        operator.set_up();
        let calls: String = (0..CALLS).map(call).collect();
        let file = operator.folder.path().join("calls.ndjson");
        std::fs::write(&file, calls).unwrap();
        let import = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk"];
        operator.earshot(&[import.as_slice(), &[file.to_str().unwrap()]].concat(), "");
        let create = ["api-key", "add", "--user", ADMIN, "--name", "nightly", "--project", "desk"];
        let scope = ["--scope", "exports:write", "--requests-per-minute", "10000"];
        let key = operator.earshot(&[create.as_slice(), &scope].concat(), "");
        let key = key.lines().next().unwrap().trim().to_owned();
        let variables =
            [("EARSHOT_EXPORT_WORKERS", "0"), ("EARSHOT_EXPORTS_PER_10_MINUTES", "1000")];
        let server = Server::start_with(&operator, &variables, Stdio::null());
        Self { operator, server, key }
    }

    /// Starts an export, and returns its id.
    async fn start(&self, format: &str) -> String {
        let body = format!("{{\"format\":\"{format}\",\"set\":\"calls\"}}");
        let answer = self.request("POST", "/v1/conversations/export", &body).await;
        answer["id"].as_str().unwrap().to_owned()
    }

    async fn request(&self, method: &str, path: &str, body: &str) -> Value {
        let head = format!("{method} {path} HTTP/1.1\r\nauthorization: Bearer {}", self.key);
        self.server.send(&head, "", body).await.json()
    }

    /// A worker process.
    fn worker(&self) -> Child {
        let mut command = self.operator.command(&["worker", "--export-workers", "1"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Whether an export waits or runs; its percentage never goes back.
    async fn is_active(&self, id: &str, percent: &mut u64) -> bool {
        let answer = self.request("GET", &format!("/v1/conversations/export/{id}"), "").await;
        let now = answer["progress"]["percent"].as_u64().unwrap();
        assert!(now >= *percent, "progress went back from {percent} to {now}");
        *percent = now;
        ["queued", "running"].contains(&answer["status"].as_str().unwrap())
    }

    /// The files of an export after a worker has run to its end.
    async fn finished(&self, id: &str) -> Vec<File> {
        let mut worker = self.worker();
        let mut poll = tokio::time::interval(Duration::from_millis(100));
        let mut percent = 0;
        while self.is_active(id, &mut percent).await {
            poll.tick().await;
        }
        signal(&worker, "TERM");
        worker.wait().unwrap();
        self.files(id).await
    }

    async fn undisturbed(&self, format: &str) -> Vec<File> {
        let id = self.start(format).await;
        self.finished(&id).await
    }

    async fn files(&self, id: &str) -> Vec<File> {
        let answer = self.request("GET", &format!("/v1/conversations/export/{id}"), "").await;
        assert_eq!(answer["status"], "completed", "{answer}");
        assert_eq!(answer["progress"]["written"], CALLS as u64 + 1);
        let file = |file: &Value| {
            let name = file["name"].as_str().unwrap();
            // The time of the request is in the name.
            let part = name.rsplit('_').next().unwrap().to_owned();
            (part, file["bytes"].as_u64().unwrap(), file["sha256"].as_str().unwrap().to_owned())
        };
        answer["files"].as_array().unwrap().iter().map(file).collect()
    }

    /// Fails if there is a file that no export lists.
    fn nothing_is_left(&self) {
        let exports = self.operator.folder.path().join("data/exports");
        let unfinished = std::fs::read_dir(exports.join(".unfinished")).unwrap();
        let left: Vec<_> = unfinished.map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.is_empty(), "unfinished files are left: {left:?}");
        for export in std::fs::read_dir(&exports).unwrap() {
            let export = export.unwrap().path();
            if export.file_name().is_some_and(|name| name == ".unfinished") {
                continue;
            }
            let mut names = BTreeSet::new();
            for run in std::fs::read_dir(&export).unwrap() {
                for file in std::fs::read_dir(run.unwrap().path()).unwrap() {
                    let name = file.unwrap().file_name();
                    assert!(names.insert(name.clone()), "{} was published twice", name.display());
                }
            }
        }
    }
}

/// The record of the n-th call.
fn call(n: usize) -> String {
    let (minute, second) = (n / 60 % 60, n % 60);
    let day = 1 + n / 3_600 % 28;
    let turns: Vec<String> = (0..6)
        .map(|turn| {
            let speaker = if turn % 2 == 0 { "agent" } else { "caller" };
            format!("{{\"speaker\":\"{speaker}\",\"text\":\"Line {turn} of call {n}, about a booking\"}}")
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

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

/// Numbers from a fixed seed.
struct Chance(u64);

impl Chance {
    fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        low + (self.0 >> 33) % (high - low)
    }
}
