//! Recordings in an object store that checks signatures, from the configuration to the last byte.

use earshot_testkit::one_second_wav;
use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader, Lines, Read, Seek, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use crate::{operator::Operator, servers::Server};

/// Python with the packages that these tests set up.
pub fn python() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var("EARSHOT_TEST_BUCKETS")
        .map_or_else(|_| here.join("../target/tools/buckets/bin/python"), PathBuf::from);
    assert!(python.exists(), "{} is missing: run scripts/setup.sh test", python.display());
    python
}

/// An object store in its own process.
pub struct Store {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    /// What it writes besides its answers, shown by a test that fails.
    log: File,
    pub variables: Vec<(String, String)>,
}

impl Store {
    /// Starts a store of a kind: `s3` or `google`.
    pub fn start(kind: &str) -> Self {
        let log = tempfile::tempfile().unwrap();
        let mut child = Command::new(python())
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/buckets.py"))
            .arg(kind)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.try_clone().unwrap())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut store = Self { child, input, output, log, variables: Vec::new() };
        let first = store.line("how it is reached");
        let variables: HashMap<String, String> = serde_json::from_str(&first).unwrap();
        store.variables = variables.into_iter().collect();
        store
    }

    /// An operator who stores recordings here, with these variables changed.
    fn operator(&self, url: &str, others: &[(&str, &str)]) -> Operator {
        let set = |name: &str| others.iter().find(|(other, _)| *other == name).map(|it| it.1);
        let mut variables = vec![("EARSHOT_RECORDINGS", url)];
        for (name, value) in &self.variables {
            variables.push((name, set(name).unwrap_or(value)));
        }
        Operator::new(&variables)
    }

    /// Deletes an object directly and returns the remaining keys.
    fn without(&mut self, key: &str) -> Vec<String> {
        self.ask(key)
    }

    /// Sends a line and returns its answer.
    pub fn ask(&mut self, line: &str) -> Vec<String> {
        // That a store has ended is told by its missing answer.
        let _ = writeln!(self.input, "{line}");
        serde_json::from_str(&self.line(line)).unwrap()
    }

    /// Reads the line that answers a question.
    fn line(&mut self, question: &str) -> String {
        let line = self.output.next();
        line.unwrap_or_else(|| panic!("the store ended without an answer to {question}")).unwrap()
    }

    /// Keys of the objects.
    pub fn keys(&mut self) -> Vec<String> {
        self.without("")
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let mut log = String::new();
            let _ = self.log.rewind().and_then(|()| self.log.read_to_string(&mut log));
            println!("log of the store: {log}");
        }
    }
}

/// A recording is imported, played in part, lost, imported again, and removed permanently.
async fn a_recording_lives_in_a_bucket(kind: &str, url: &str) {
    let mut store = Store::start(kind);
    let operator = store.operator(url, &[]);
    operator.set_up();
    assert!(operator.import_recording(&one_second_wav()).status.success());
    let media =
        |keys: Vec<String>| keys.into_iter().filter(|key| !key.ends_with("earshot-recordings"));
    let kept: Vec<String> = media(store.keys()).collect();
    assert!(kept.len() == 1 && kept[0].starts_with("sound/2026/"), "{kept:?}");

    let server = Server::start(&operator);
    let cookie = server.sign_in().await;
    let call = server.call(&cookie).await;
    let played = server.grant(&cookie, &call, "play").await.url();
    let head = format!("GET {played} HTTP/1.1\r\nrange: bytes=1000-1999");
    let part = server.send(&head, &cookie, "").await;
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 1000-1999/16044"));
    assert!(part.body == one_second_wav()[1000..2000], "the very bytes");
    let taken = server.grant(&cookie, &call, "download").await.url();
    assert!(server.get(&cookie, &taken).await.body == one_second_wav());

    let spared = server.grant(&cookie, &call, "download").await.url();
    store.without(&kept[0]);
    let lost = server.grant(&cookie, &call, "play").await;
    assert_eq!((lost.status, lost.json()["block"].as_str()), (403, Some("unretrievable")));
    for url in [&played, &spared] {
        let lost = server.get(&cookie, url).await;
        assert_eq!((lost.status, lost.json()["block"].as_str()), (403, Some("unretrievable")));
    }
    assert!(operator.import_recording(&one_second_wav()).status.success());
    assert_eq!(server.get(&cookie, &spared).await.status, 200, "nothing was used up");

    let remove = ["remove-recordings", "--tenant", "harbour", "--call", &call];
    let said = operator.earshot(&remove, "");
    assert_eq!(said, "harbour: 1 removed, 0 removed before, 1 files deleted\n");
    assert_eq!(media(store.keys()).count(), 0, "the bucket holds no media");
    let gone = server.grant(&cookie, &call, "play").await;
    assert_eq!(gone.json()["block"], "removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_lives_in_an_s3_bucket() {
    a_recording_lives_in_a_bucket("s3", "s3://calls/sound/2026").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_lives_in_a_google_bucket() {
    a_recording_lives_in_a_bucket("google", "gs://calls/sound/2026").await;
}

#[test]
fn invalid_configuration_is_reported_at_startup() {
    let store = Store::start("s3");
    let assert_refusal = |url: &str, others: &[(&str, &str)], words: &[&str]| {
        let output = store.operator(url, others).run(&["serve", "--listen", "127.0.0.1:0"], "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success());
        for word in words {
            assert!(said.contains(word), "{url}: {word} is missing in: {said}");
        }
    };
    assert_refusal(
        "s3://calls",
        &[("AWS_SECRET_ACCESS_KEY", "wrong")],
        &["recordings", "credentials"],
    );
    assert_refusal(
        "s3://calls",
        &[("AWS_ACCESS_KEY_ID", "nobody")],
        &["recordings", "AWS_ACCESS_KEY_ID"],
    );
    assert_refusal("s3://other", &[], &["recordings", "bucket"]);
    assert_refusal(
        "s3://calls",
        &[("AWS_ALLOW_HTTP", "false")],
        &["AWS_ENDPOINT_URL", "AWS_ALLOW_HTTP"],
    );
    let nowhere = [("AWS_ENDPOINT_URL", "http://127.0.0.1:9")];
    assert_refusal(
        "s3://calls",
        &nowhere,
        &["recordings", "cannot be reached", "AWS_ENDPOINT_URL"],
    );
    assert_refusal("ftp://calls", &[], &["recordings", "s3://"]);
}
