//! A tenant that inputs are brought into, and a program that reads what became of them.

use std::{collections::BTreeMap, process::Stdio};

use earshot_testkit::{ADMIN, PASSWORD};
use serde_json::Value;

use crate::{
    fetch::output_text,
    operator::Operator,
    servers::{Answer, Server},
};

const INPUTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/field_cases/inputs");

/// Path of an input.
pub(super) fn input(name: &str) -> String {
    format!("{INPUTS}/{name}")
}

/// A tenant with a project and an admin.
pub(super) struct Site {
    pub operator: Operator,
}

impl Site {
    /// A tenant in a time zone.
    pub fn new(zone: &str) -> Self {
        // Texts are compared as their files have them.
        let operator = Operator::new(&[("EARSHOT_NAMES", "off")]);
        let tenant = ["tenant", "add", "harbour", "--name", "Harbour", "--time-zone", zone];
        operator.earshot(&tenant, "");
        operator.earshot(&["project", "add", "--tenant", "harbour", "desk", "--name", "Desk"], "");
        let user = ["user", "add", "--tenant", "harbour", ADMIN, "--name", "Admin"];
        let role = ["--role", "client_admin", "--project", "desk"];
        operator.earshot(&[user.as_slice(), &role].concat(), &format!("{PASSWORD}\n"));
        Self { operator }
    }

    /// Imports an input and returns the exit code, the counts and what was said besides.
    pub fn import(
        &self,
        format: &str,
        options: &[&str],
        name: &str,
    ) -> (Option<i32>, String, String) {
        let words = ["import", "--format", format, "--tenant", "harbour", "--project", "desk"];
        let file = input(name);
        let output = self.operator.run(&[words.as_slice(), options, &[file.as_str()]].concat(), "");
        let (printed, errors) = output_text(&output);
        let counts = printed.replace(&format!("{file}: "), "").trim_end().to_owned();
        (output.status.code(), counts, errors)
    }

    /// Imports an input of which everything is taken.
    pub fn take(&self, format: &str, options: &[&str], name: &str, counts: &str) {
        let said = self.import(format, options, name);
        assert_eq!(said, (Some(0), format!("{counts}, 0 refused"), String::new()), "{name}");
    }

    /// Imports an input that is refused before anything of it is stored, and returns what was said.
    pub fn refuse(&self, format: &str, options: &[&str], name: &str) -> String {
        let (code, counts, errors) = self.import(format, options, name);
        assert_eq!((code, counts.as_str()), (Some(1), ""), "{name}: {errors}");
        assert!(errors.contains("nothing was imported"), "{name}: {errors}");
        errors
    }

    /// Starts a server, and a program with a key to read it.
    pub async fn serve(&self, variables: &[(&str, &str)]) -> Reader {
        let add = ["api-key", "add", "--user", ADMIN, "--name", "Reader", "--project", "desk"];
        let may = ["calls:read", "conversations:read", "callers:full"]
            .map(|scope| ["--scope", scope])
            .concat();
        let pace = ["--requests-per-minute", "10000"];
        let made = self.operator.earshot(&[add.as_slice(), &may, &pace].concat(), "");
        let server = Server::start_with(&self.operator, variables, Stdio::null());
        let key = made.lines().next().unwrap().trim().to_owned();
        let mut reader = Reader { server, key, names: BTreeMap::new() };
        let named = |call: Value| (text(&call["call_id"]), text(&call["source_id"]));
        reader.names = reader.feed().await.into_iter().map(named).collect();
        reader
    }

    /// The calls that are stored, by their ids in the source.
    pub async fn calls(&self) -> BTreeMap<String, Value> {
        self.serve(&[]).await.calls().await
    }
}

/// A program that reads a server.
pub(super) struct Reader {
    pub server: Server,
    key: String,
    /// Ids in the source of the calls that were there at first, by their own.
    names: BTreeMap<String, String>,
}

impl Reader {
    /// Reads a page.
    pub async fn get(&self, path: &str) -> Answer {
        let head = format!("GET {path} HTTP/1.1\r\nx-api-key: {}", self.key);
        self.server.send(&head, "", "").await
    }

    /// Every call of the feed.
    pub async fn feed(&self) -> Vec<Value> {
        let (mut calls, mut cursor) = (Vec::new(), String::new());
        loop {
            let query = format!("limit=1000&include=transcript,details&since_cursor={cursor}");
            let mut page = self.get(&format!("/v1/calls?{query}")).await.json();
            calls.append(page["calls"].as_array_mut().unwrap());
            if page["has_more"] == false {
                return calls;
            }
            cursor = text(&page["next_cursor"]);
        }
    }

    /// The calls, by their ids in the source.
    pub async fn calls(&self) -> BTreeMap<String, Value> {
        let calls = self.feed().await;
        let count = calls.len();
        let by_id: BTreeMap<_, _> =
            calls.into_iter().map(|call| (text(&call["source_id"]), call)).collect();
        assert_eq!(by_id.len(), count, "every call is there once");
        by_id
    }

    /// What a list of conversations answers.
    pub async fn list(&self, filter: &[(&str, &str)]) -> Answer {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(filter).finish();
        self.get(&format!("/v1/conversations?limit=100&{query}")).await
    }

    /// Ids in the source of the conversations that a filter finds, sorted.
    pub async fn found(&self, filter: &[(&str, &str)]) -> Vec<String> {
        let answer = self.list(filter).await;
        assert_eq!(answer.status, 200, "{filter:?}: {answer:?}");
        let page = answer.json();
        let rows = page["conversations"].as_array().unwrap().iter();
        let mut found: Vec<_> = rows.map(|row| self.names[&text(&row["id"])].clone()).collect();
        found.sort_unstable();
        found
    }
}

/// The text of a JSON value.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// Checks the members of a call that are named.
pub(super) fn assert_call(call: &Value, expected: &Value) {
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&call[name], value, "{name} of {call}");
    }
}

/// What was said in a call: speaker, text and milliseconds since its start.
pub(super) fn said(call: &Value) -> Vec<(String, String, Option<i64>)> {
    let turns = call["transcript"]["turns"].as_array().unwrap().iter();
    turns
        .map(|turn| (text(&turn["speaker"]), text(&turn["text"]), turn["offset_ms"].as_i64()))
        .collect()
}
