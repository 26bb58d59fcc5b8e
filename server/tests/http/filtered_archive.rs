//! Calls of all kinds in two projects, with a key that exports and lists them.

use std::collections::BTreeMap;

use axum::{body::Body, http::Request};
use earshot_backend::readers::{IncomingCall, IncomingTurn};
use earshot_domain::{CallDetails, OutcomeCode, Recording, Role, Speaker};
use earshot_testkit::{call, create_person};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp};

const OWNER: &str = "both@harbour.example";
const PROJECTS: [&str; 2] = ["front-desk", "after-hours"];

/// What a source knows of a call.
pub struct Record {
    /// Start, in UTC. London is an hour ahead.
    pub at: &'static str,
    pub project: &'static str,
    pub status: &'static str,
    pub outcome: Option<&'static str>,
    pub sentiment: Option<&'static str>,
    pub channel: &'static str,
    pub direction: &'static str,
    pub agent: Option<&'static str>,
    pub caller: &'static str,
    pub tags: &'static [&'static str],
    pub said: &'static str,
    pub seconds: u32,
    pub recorded: bool,
}

const PLAIN: Record = Record {
    at: "2026-05-10T12:00:00Z",
    project: "front-desk",
    status: "completed",
    outcome: None,
    sentiment: None,
    channel: "voice",
    direction: "inbound",
    agent: None,
    caller: "+442079460001",
    tags: &[],
    said: "nothing in particular",
    seconds: 60,
    recorded: false,
};

/// The records: a value that a test asks for is in some of them, and not in all.
pub const RECORDS: [Record; 12] = [
    Record { at: "2026-04-30T22:59:59Z", seconds: 500, ..PLAIN },
    Record { at: "2026-04-30T23:00:00Z", seconds: 30, tags: &["billing"], ..PLAIN },
    Record { at: "2026-05-01T10:00:00Z", status: "missed", agent: Some("Ines"), ..PLAIN },
    Record { at: "2026-05-01T22:59:59Z", tags: &["billing", "vip"], seconds: 400, ..PLAIN },
    Record { at: "2026-05-01T23:00:00Z", tags: &["vip"], outcome: Some("resolved"), ..PLAIN },
    Record { at: "2026-05-02T08:00:00Z", tags: &["Billing"], sentiment: Some("positive"), ..PLAIN },
    Record { at: "2026-05-03T08:00:00Z", sentiment: Some("negative"), channel: "sms", ..PLAIN },
    Record { at: "2026-05-04T08:00:00Z", direction: "outbound", agent: Some("Ines B"), ..PLAIN },
    Record { at: "2026-05-05T08:00:00Z", caller: "+442079461234", recorded: true, ..PLAIN },
    Record { at: "2026-05-06T08:00:00Z", said: "a refund for my bill, please", ..PLAIN },
    Record { at: "2026-05-07T08:00:00Z", said: "no refunds", project: "after-hours", ..PLAIN },
    Record { at: "2026-05-08T08:00:00Z", status: "failed", project: "after-hours", ..PLAIN },
];

impl Record {
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.contains(&tag)
    }

    fn incoming(&self, n: u32) -> IncomingCall {
        let said = IncomingTurn { speaker: Speaker::Caller, text: self.said.to_owned(), at: None };
        IncomingCall {
            started_at: self.at.parse().unwrap(),
            status: self.status.parse().unwrap(),
            outcome: self.outcome.and_then(OutcomeCode::from_label),
            sentiment: self.sentiment.map(|sentiment| sentiment.parse().unwrap()),
            channel: self.channel.parse().unwrap(),
            direction: self.direction.parse().unwrap(),
            agent: self.agent.map(str::to_owned),
            caller: Some(self.caller.to_owned()),
            total_seconds: self.seconds,
            turns: vec![said],
            details: CallDetails {
                tags: self.tags.iter().map(|tag| (*tag).to_owned()).collect(),
                recording: self.recorded.then(|| Recording { file_name: format!("{n}.wav") }),
                ..CallDetails::default()
            },
            ..call(n)
        }
    }
}

/// A server with the records, and a key of both projects.
pub struct Archive {
    app: TestApp,
    key: String,
    /// The id of each record's call.
    pub ids: Vec<String>,
}

impl Archive {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        create_person(&app.backend, "harbour", OWNER, Role::ClientAdmin, &PROJECTS).await;
        for (n, record) in (0..).zip(&RECORDS) {
            app.ingest_into("harbour", record.project, vec![record.incoming(n)]).await;
        }
        // The recordings that the calls name came.
        app.sql("UPDATE calls SET has_recording = recording_named, recording_named = FALSE").await;
        let scopes = ["exports:write", "conversations:read", "calls:read"].map(|s| ("scope", s));
        let projects = PROJECTS.map(|project| ("project_id", project));
        let key = app.key(OWNER, &[scopes.as_slice(), &projects].concat()).await;
        let mut archive = Self { app, key, ids: Vec::new() };
        let feed = archive.send("GET", "/v1/calls?limit=100", &Value::Null).await.json();
        let id_of: BTreeMap<&str, &str> = feed["calls"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| (call["source_id"].as_str().unwrap(), call["call_id"].as_str().unwrap()))
            .collect();
        archive.ids =
            (0..RECORDS.len()).map(|n| id_of[format!("call-{n}").as_str()].to_owned()).collect();
        archive
    }

    pub async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.key));
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.app.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Ids of the conversations in the file of an export, in its order.
    pub async fn exported(&self, filter: &Value) -> Vec<String> {
        let body = json!({ "format": "json", "filter": filter });
        let started = self.send("POST", "/v1/conversations/export", &body).await;
        assert_eq!(started.status, 202, "{filter}: {}", started.body);
        self.app.run_jobs().await;
        let url = started.json()["url"].as_str().unwrap().to_owned();
        let file = self.send("GET", &format!("{url}/files/1"), &Value::Null).await;
        ids_of(&file.json())
    }

    /// Ids of the conversations of the list, over all its pages.
    pub async fn listed(&self, query: &str) -> Vec<String> {
        let (mut cursor, mut ids) = (String::new(), Vec::new());
        loop {
            let path = format!("/v1/conversations?{query}&limit=5&cursor={cursor}");
            let page = self.send("GET", &path, &Value::Null).await;
            assert_eq!(page.status, 200, "{query}: {}", page.body);
            let page = page.json();
            ids.extend(ids_of(&page["conversations"]));
            let Some(next) = page["pagination"]["next_cursor"].as_str() else { return ids };
            next.clone_into(&mut cursor);
        }
    }

    /// Ids of the records that `holds` accepts.
    pub fn expected(&self, holds: impl Fn(&Record) -> bool) -> Vec<String> {
        let found = RECORDS.iter().zip(&self.ids).filter(|(record, _)| holds(record));
        sorted(found.map(|(_, id)| id.clone()).collect())
    }

    /// File and list of a filter have the records that `holds` accepts: some, and not all.
    pub async fn check(&self, filter: Value, query: &str, holds: impl Fn(&Record) -> bool) {
        let expected = self.expected(holds);
        assert!(!expected.is_empty() && expected.len() < RECORDS.len(), "{query} tells nothing");
        assert_eq!(sorted(self.exported(&filter).await), expected, "{filter}");
        assert_eq!(sorted(self.listed(query).await), expected, "{query}");
    }
}

fn ids_of(conversations: &Value) -> Vec<String> {
    let conversations = conversations.as_array().unwrap();
    conversations.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

pub fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}
