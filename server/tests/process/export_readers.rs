//! Exported files as independent readers see them, compared with the file that the calls came from.
//! `export_readers/` has the readers and derives what they must find from that file alone.
//! Rules: docs/compatibility.md#askvault-messages-mode, docs/compatibility.md#askvault-fields.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use earshot_testkit::{ADMIN, PASSWORD, python_with_readers};

use crate::{
    fetch::operator_with_project,
    operator::{Operator, remove_settings},
    servers::Server,
};

const FORMATS: [&str; 7] = ["csv", "json", "jsonl", "xlsx", "parquet", "pdf", "zip"];
/// Calls of an export in two parts.
const TWO_PARTS: &str = "5100";
/// Bytes that are changed for each program that verifies packages, one at a time.
const CHANGES: &str = "1000";
/// Calls with a recording.
const RECORDINGS: u8 = 12;

#[test]
fn the_files_of_an_operator_have_the_values_of_the_source() {
    let site = Site::new();
    run_readers(&["write", &site.path("calls.ndjson")], "");
    for (project, format, file) in
        [("desk", "ndjson", "calls.ndjson"), ("pbx", "pbx", ""), ("talkifai", "talkifai", "")]
    {
        let source = if file.is_empty() { sample(format) } else { site.path(file) };
        site.import(project, format, &source);
        let folders = site.export(project, &FORMATS);
        let options = ["--project", project, "--format", format, "check", &source];
        run_readers(&[options.as_slice(), &strs(&folders)].concat(), "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_program_have_the_values_of_the_source() {
    let site = Site::new();
    let source = site.path("calls.ndjson");
    run_readers(&["write", &source], "");
    site.import("desk", "ndjson", &source);
    site.import("pbx", "pbx", &sample("pbx"));
    site.import("talkifai", "talkifai", &sample("talkifai"));
    let recordings = site.import_recordings(RECORDINGS);
    let create = ["api-key", "add", "--user", ADMIN, "--name", "nightly"];
    let projects = ["--project", "desk", "--project", "pbx", "--project", "talkifai"];
    let scopes = ["--scope", "exports:write", "--scope", "conversations:export"];
    let rate = ["--requests-per-minute", "10000"];
    let key = site.operator.earshot(&[create.as_slice(), &projects, &scopes, &rate].concat(), "");
    let key = key.lines().next().unwrap().trim();
    let variables = [("EARSHOT_EXPORTS_PER_10_MINUTES", "1000")];
    let server = Server::start_with(&site.operator, &variables, Stdio::null());
    let url = format!("http://{}", server.address);
    // The files are written while these can be used.
    let links = links_to_a_recording(&server, key).await;
    let folders = site.download("desk", &url, key);
    let options = ["--recordings", &recordings, "check", &source];
    run_readers(&[strs(&links).as_slice(), &options, &strs(&folders)].concat(), "");
    for format in ["pbx", "talkifai"] {
        let mut folders = site.download(format, &url, key);
        // Without recordings it has an index only.
        folders.retain(|folder| !folder.ends_with("zip-recordings"));
        let options = ["--project", format, "--format", format, "check", &sample(format)];
        run_readers(&[options.as_slice(), &strs(&folders)].concat(), "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_a_csv_joined_are_the_streamed_file() {
    let site = Site::new();
    let source = site.path("bulk.ndjson");
    run_readers(&["write", &source, "--bulk", TWO_PARTS], "");
    site.import("desk", "ndjson", &source);
    let server = Server::start(&site.operator);
    let cookie = server.sign_in().await;
    let streamed = server.post(&cookie, "/api/exports/calls", "project_id=desk").await;
    assert_eq!(streamed.status, 200);
    std::fs::write(site.path("streamed.csv"), &streamed.body).unwrap();
    let parts = site.path("parts");
    let run = ["export", "run", "--tenant", "harbour", "--format", "csv", "--set", "calls"];
    site.operator.earshot(&[run.as_slice(), &["--to", &parts]].concat(), "");
    let joined = run_readers(&["join", &site.path("streamed.csv"), &parts], "");
    assert_eq!(joined, "2 parts are the streamed file\n");
    run_readers(&["check", &source, &parts], "");
}

#[test]
fn every_changed_byte_of_an_export_is_found() {
    let site = Site::new();
    site.import("desk", "ndjson", &sample("calls"));
    let folders = site.export("desk", &FORMATS);
    let found = run_readers(&[&["flip", CHANGES], strs(&folders).as_slice()].concat(), "");
    println!("{found}");
}

/// The tokens of links to a recording, each as an argument of the readers: to play it, to save it,
/// and one that a program has got.
async fn links_to_a_recording(server: &Server, key: &str) -> Vec<String> {
    let cookie = server.sign_in().await;
    let query = "project_id%3Ddesk%26has_recording%3Dtrue%26sort%3Doldest";
    let page = server.get(&cookie, &format!("/api/calls?query={query}")).await.json();
    assert_eq!(page["matched"], RECORDINGS);
    let call = page["rows"][0]["id"].as_str().unwrap();
    let mut urls = Vec::new();
    for action in ["play", "download"] {
        urls.push(server.grant(&cookie, call, action).await.url());
    }
    let head = "POST /api/export/conversation/json HTTP/1.1\r\ncontent-type: application/json";
    let body = format!("{{\"conversationId\":\"{call}\"}}");
    let found = server.send(&format!("{head}\r\nx-api-key: {key}"), "", &body).await.json();
    urls.push(found["conversation"]["recording"]["signedUrl"].as_str().unwrap().to_owned());
    let argument = |url: &String| format!("--link={}", url.rsplit('/').next().unwrap());
    urls.iter().map(argument).collect()
}

/// A tenant with a project for each format of source files.
struct Site {
    operator: Operator,
}

impl Site {
    fn new() -> Self {
        let operator = operator_with_project();
        for project in ["pbx", "talkifai"] {
            let add = ["project", "add", "--tenant", "harbour", project, "--name", project];
            operator.earshot(&add, "");
        }
        let user = ["user", "add", "--tenant", "harbour", ADMIN, "--name", "Admin"];
        let role = ["--role", "client_admin", "--project", "desk"];
        let others = ["--project", "pbx", "--project", "talkifai"];
        operator.earshot(&[user.as_slice(), &role, &others].concat(), &format!("{PASSWORD}\n"));
        operator.earshot(&["tenant", "set", "harbour", "--recording-download", "true"], "");
        Self { operator }
    }

    fn path(&self, name: &str) -> String {
        self.operator.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn import(&self, project: &str, format: &str, source: &str) {
        let import = ["import", "--format", format, "--tenant", "harbour", "--project", project];
        let said = self.operator.earshot(&[import.as_slice(), &[source]].concat(), "");
        assert!(said.contains(" 0 refused"), "{said}");
    }

    /// Imports recordings of the first calls and returns their folder.
    fn import_recordings(&self, count: u8) -> String {
        let folder = self.path("sound");
        std::fs::create_dir(&folder).unwrap();
        for number in 0..count {
            let mut wav = earshot_testkit::one_second_wav();
            *wav.last_mut().unwrap() = number;
            std::fs::write(Path::new(&folder).join(format!("nasty-{number}.wav")), wav).unwrap();
        }
        let import = ["import-recordings", "--tenant", "harbour", &folder];
        let said = self.operator.earshot(&import, "");
        assert!(said.contains(&format!("{count} imported")), "{said}");
        folder
    }

    /// Exports a project in every way through the interface for programs, and returns the folders.
    fn download(&self, project: &str, url: &str, key: &str) -> Vec<String> {
        let folder = self.path(&format!("program-{project}"));
        std::fs::create_dir(&folder).unwrap();
        let names = run_readers(&["--project", project, "download", url, &folder], key);
        let folders: Vec<_> =
            names.split_whitespace().map(|name| format!("{folder}/{name}")).collect();
        assert!(folders.len() > 15, "{names}");
        folders
    }

    /// Exports a project in these formats and returns the folders.
    fn export(&self, project: &str, formats: &[&str]) -> Vec<String> {
        let export = |format: &&str| {
            let to = self.path(&format!("{project}-{format}"));
            let run = ["export", "run", "--tenant", "harbour", "--project", project];
            let more = ["--format", format, "--to", &to];
            self.operator.earshot(&[run.as_slice(), &more].concat(), "");
            to
        };
        formats.iter().map(export).collect()
    }
}

/// Runs the readers and returns what they print.
pub fn run_readers(words: &[&str], key: &str) -> String {
    let output = remove_settings(&mut Command::new(python_with_readers()))
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/export_readers"))
        .args(["--earshot", env!("CARGO_BIN_EXE_earshot")])
        .args(words)
        .env("EARSHOT_TEST_KEY", key)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {printed}{errors}");
    printed
}

/// A sample of a format of source files.
fn sample(format: &str) -> String {
    let ending = if format == "pbx" { "json" } else { "ndjson" };
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/samples");
    format!("{samples}/{format}.{ending}")
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
