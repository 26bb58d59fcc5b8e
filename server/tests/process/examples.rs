//! The example programs of the documentation, run unchanged in each of their languages: they save whole
//! files, and after a failure they say so and leave the files as they were.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

use earshot_testkit::{ADMIN, PASSWORD};
use serde_json::Value;

use crate::{
    front::{Fault, Front},
    operator::Operator,
    servers::Server,
};

/// Endings of the programs, with their interpreters.
const LANGUAGES: [(&str, &str); 3] = [("sh", "sh"), ("py", "python3"), ("mjs", "node")];
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/examples");
const LEGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/samples/pbx.json");

/// Client Admin of the project without calls.
const OTHER: &str = "other@harbour.example";

/// A tenant with a call and the legs of a PBX, and a project without calls.
struct Site {
    operator: Operator,
    server: Server,
}

/// Variables of an example.
type Variables = Vec<(&'static str, String)>;

impl Site {
    fn start() -> Self {
        let operator = Operator::new(&[]);
        operator.set_up();
        let import = ["import", "--format", "pbx", "--tenant", "harbour", "--project", "desk"];
        operator.earshot(&[import.as_slice(), &[LEGS]].concat(), "");
        operator.earshot(&["project", "add", "--tenant", "harbour", "empty", "--name", "E"], "");
        let user = ["user", "add", "--tenant", "harbour", OTHER, "--name", "Other"];
        let role = ["--role", "client_admin", "--project", "empty"];
        operator.earshot(&[user.as_slice(), &role].concat(), &format!("{PASSWORD}\n"));
        let server = Server::start(&operator);
        Self { operator, server }
    }

    fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// Creates a key of a person with these flags and returns its variables.
    fn key(&self, person: &str, flags: &[&str]) -> Variables {
        let words = ["api-key", "add", "--user", person, "--name", "Examples"];
        let printed = self.operator.earshot(&[words.as_slice(), flags].concat(), "");
        let value = |label: &str| printed.lines().find_map(|line| line.strip_prefix(label));
        match (value("client_id: "), value("client_secret: ")) {
            (Some(id), Some(secret)) => vec![
                ("EARSHOT_CLIENT_ID", id.to_owned()),
                ("EARSHOT_CLIENT_SECRET", secret.to_owned()),
            ],
            _ => vec![("EARSHOT_KEY", printed.trim().to_owned())],
        }
    }

    /// A key with what every example needs but the PBX client of `call_legs`.
    fn full_key(&self) -> Variables {
        let scopes = ["calls:read", "calls:write", "conversations:export"];
        let mut flags = vec!["--project", "desk", "--requests-per-minute", "1000"];
        flags.extend(scopes.iter().flat_map(|scope| ["--scope", *scope]));
        self.key(ADMIN, &flags)
    }

    fn client(&self) -> Variables {
        let flags = ["--kind", "pbx_client", "--project", "desk", "--requests-per-minute", "1000"];
        self.key(ADMIN, &flags)
    }
}

/// Runs an example in a folder.
fn run(name: &str, language: (&str, &str), url: &str, more: &Variables, folder: &Path) -> Output {
    let (ending, program) = language;
    let mut command = Command::new(program);
    command.arg(format!("{EXAMPLES}/{name}.{ending}")).current_dir(folder);
    command.env("EARSHOT_URL", url).envs(more.iter().map(|(name, value)| (name, value)));
    command.env("EARSHOT_CONVERSATION", "call-1").output().unwrap()
}

/// The files of a folder and their content.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let within = files(&entry.path()).into_iter();
            found.extend(within.map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

fn assert_success(output: &Output, what: &str) {
    assert!(output.status.success(), "{what}: {}", said(output));
}

#[test]
fn examples_save_whole_files() {
    let site = Site::start();
    let (key, client) = (site.full_key(), site.client());
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        for name in ["export_conversation", "follow_calls", "follow_calls", "back_up", "back_up"] {
            let output = run(name, language, &site.url(), &key, folder.path());
            assert_success(&output, &format!("{name} {language:?}"));
        }
        let output = run("call_legs", language, &site.url(), &client, folder.path());
        assert_success(&output, &format!("call_legs {language:?}"));
        let made = files(folder.path());
        let json = |name: &str| serde_json::from_str::<Value>(&made[name]).unwrap();
        // Eleven legs of the PBX, and the call of the tenant.
        assert_eq!(json("call-legs.json").as_array().unwrap().len(), 12);
        let named = |start: &str, end: &str| {
            let fits = |name: &&String| name.starts_with(start) && name.ends_with(end);
            made.keys().filter(fits).cloned().collect::<Vec<_>>()
        };
        let exported = json(&named("conversation-", ".json")[0]);
        assert_eq!(exported["exportMetadata"]["conversationId"], "call-1");
        let pages = named("calls-a", "");
        assert_eq!(pages.len(), 1, "the second run found no calls: {pages:?}");
        let ids = made[&pages[0]].matches("\"call_id\"").count();
        assert!(ids > 2, "{ids}");
        let saved = named("conversations/", ".json");
        assert_eq!(saved.len(), ids, "{saved:?}");
        assert!(saved.iter().all(|name| json(name)["conversation"].is_object()));
        assert_eq!(named("", ".part"), [""; 0]);
    }
}

#[test]
fn after_a_failure_examples_say_so_and_keep_the_files_they_had() {
    let site = Site::start();
    let wrong = vec![
        ("EARSHOT_KEY", "ear_wrong".to_owned()),
        ("EARSHOT_CLIENT_ID", "wrong".to_owned()),
        ("EARSHOT_CLIENT_SECRET", "wrong".to_owned()),
    ];
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        let good = ["call-legs.json", "cursor", "calls.ndjson"].map(|name| (name, "good"));
        for (name, text) in good {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let before = files(folder.path());
        for name in ["call_legs", "export_conversation", "follow_calls", "push_calls", "back_up"] {
            let output = run(name, language, &site.url(), &wrong, folder.path());
            assert!(!output.status.success(), "{name} {language:?}: {}", said(&output));
            assert!(!output.stderr.is_empty() || name == "push_calls", "{name} {language:?}");
            assert_eq!(files(folder.path()), before, "{name} {language:?}");
        }
    }
}

#[test]
fn a_body_that_is_cut_off_replaces_no_file() {
    let site = Site::start();
    let (key, client) = (site.full_key(), site.client());
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        for name in ["call_legs", "follow_calls", "export_conversation", "back_up"] {
            let variables = if name == "call_legs" { &client } else { &key };
            assert_success(&run(name, language, &site.url(), variables, folder.path()), name);
        }
        let before = files(folder.path());
        for (name, path) in [
            ("call_legs", "/api/download/"),
            ("export_conversation", "/api/export/"),
            ("follow_calls", "/v1/calls"),
            ("back_up", "/v1/calls"),
        ] {
            let front = Front::start(&site.server.address, Fault::CutOff(path));
            let variables = if name == "call_legs" { &client } else { &key };
            let output = run(name, language, &front.url, variables, folder.path());
            assert!(!output.status.success(), "{name} {language:?}: {}", said(&output));
            let mut after = files(folder.path());
            after.retain(|name, _| !name.ends_with(".part"));
            assert_eq!(after, before, "{name} {language:?}");
        }
    }
}

#[test]
fn without_calls_every_run_gives_its_token_back() {
    let site = Site::start();
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("call-legs.json"), "good").unwrap();
        let before = files(folder.path());
        let client = site.key(OTHER, &["--kind", "pbx_client", "--project", "empty"]);
        // A client has at most eight tokens.
        for _ in 0..9 {
            let output = run("call_legs", language, &site.url(), &client, folder.path());
            assert!(!output.status.success(), "{language:?}");
            assert!(said(&output).contains("60001"), "{language:?}: {}", said(&output));
        }
        assert_eq!(files(folder.path()), before, "{language:?}");
    }
}

#[test]
fn a_push_with_a_refused_record_is_a_failure() {
    let site = Site::start();
    let key = site.full_key();
    let record = |id: &str, status: &str| {
        format!(
            "{{\"source_id\":\"{id}\",\"started_at\":\"2026-06-01T09:00:00Z\",\
             \"total_seconds\":1,\"status\":\"{status}\"}}\n"
        )
    };
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("calls.ndjson");
        let ids = ["a", "b"].map(|id| format!("{id}-{}", language.0));
        fs::write(&file, record(&ids[0], "completed") + &record(&ids[1], "done")).unwrap();
        let output = run("push_calls", language, &site.url(), &key, folder.path());
        assert!(!output.status.success(), "{language:?}: {}", said(&output));
        assert!(said(&output).contains("`status` must be"), "{language:?}: {}", said(&output));
        fs::write(&file, record(&ids[0], "completed") + &record(&ids[1], "missed")).unwrap();
        let output = run("push_calls", language, &site.url(), &key, folder.path());
        assert_success(&output, &format!("{language:?}"));
    }
}

#[test]
fn a_back_up_waits_where_its_key_is_limited() {
    let site = Site::start();
    let key = site.full_key();
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        let front = Front::start(&site.server.address, Fault::Limit);
        let output = run("back_up", language, &front.url, &key, folder.path());
        assert_success(&output, &format!("{language:?}"));
        let made = files(folder.path());
        let saved = made.keys().filter(|name| name.ends_with(".json")).count();
        assert!(saved > 2 && front.limited() >= saved - 1, "{saved} {}", front.limited());
    }
}
