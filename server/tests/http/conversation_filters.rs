//! Each filter of exports and of the list of conversations: the file has the calls of the list, and
//! both have those that the test's own records say.

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
struct Record {
    /// Start, in UTC. London is an hour ahead.
    at: &'static str,
    project: &'static str,
    status: &'static str,
    outcome: Option<&'static str>,
    sentiment: Option<&'static str>,
    channel: &'static str,
    direction: &'static str,
    agent: Option<&'static str>,
    caller: &'static str,
    tags: &'static [&'static str],
    said: &'static str,
    seconds: u32,
    recorded: bool,
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

/// The records; two are alike in no field that a test asks for.
const RECORDS: [Record; 12] = [
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
    fn has_tag(&self, tag: &str) -> bool {
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
struct Archive {
    app: TestApp,
    key: String,
    /// The id of each record's call.
    ids: Vec<String>,
}

impl Archive {
    async fn new() -> Self {
        let app = TestApp::new().await;
        create_person(&app.backend, "harbour", OWNER, Role::ClientAdmin, &PROJECTS).await;
        for (n, record) in (0..).zip(&RECORDS) {
            app.ingest_into("harbour", record.project, vec![record.incoming(n)]).await;
        }
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

    async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.key));
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.app.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Ids of the conversations in the file of an export, in its order.
    async fn exported(&self, filter: &Value) -> Vec<String> {
        let body = json!({ "format": "json", "filter": filter });
        let started = self.send("POST", "/v1/conversations/export", &body).await;
        assert_eq!(started.status, 202, "{filter}: {}", started.body);
        self.app.run_jobs().await;
        let url = started.json()["url"].as_str().unwrap().to_owned();
        let file = self.send("GET", &format!("{url}/files/1"), &Value::Null).await;
        ids_of(&file.json())
    }

    /// Ids of the conversations of the list, over all its pages.
    async fn listed(&self, query: &str) -> Vec<String> {
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
    fn expected(&self, holds: impl Fn(&Record) -> bool) -> Vec<String> {
        let found = RECORDS.iter().zip(&self.ids).filter(|(record, _)| holds(record));
        sorted(found.map(|(_, id)| id.clone()).collect())
    }

    /// File and list of a filter have the records that `holds` accepts: some, and not all.
    async fn check(&self, filter: Value, query: &str, holds: impl Fn(&Record) -> bool) {
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

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

/// Defines a test for each filter, with the checks of its values.
macro_rules! filters {
    ($($test:ident { $($filter:tt => $query:literal, $holds:expr;)+ })+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $test() {
            let archive = Archive::new().await;
            $(archive.check(json!($filter), $query, $holds).await;)+
        })+
    };
}

filters! {
    since_is_a_day_of_the_tenant_or_an_instant {
        { "since": "2026-05-01" } => "since=2026-05-01", |r| r.at >= "2026-04-30T23:00:00Z";
        { "since": "2026-05-01T10:00:00Z" } => "since=2026-05-01T10:00:00Z",
            |r| r.at >= "2026-05-01T10:00:00Z";
        { "since": "2026-05-01T11:00:01+01:00" } => "since=2026-05-01T11:00:01%2B01:00",
            |r| r.at >= "2026-05-01T10:00:01Z";
    }
    until_includes_its_day_and_excludes_its_instant {
        { "until": "2026-05-01" } => "until=2026-05-01", |r| r.at < "2026-05-01T23:00:00Z";
        { "until": "2026-05-01T10:00:00Z" } => "until=2026-05-01T10:00:00Z",
            |r| r.at < "2026-05-01T10:00:00Z";
        { "since": "2026-05-01", "until": "2026-05-01" } => "since=2026-05-01&until=2026-05-01",
            |r| ("2026-04-30T23:00:00Z".."2026-05-01T23:00:00Z").contains(&r.at);
    }
    project_id_is_one_of_the_keys_projects {
        { "project_id": "front-desk" } => "project_id=front-desk", |r| r.project == "front-desk";
        { "project_id": "after-hours" } => "project_id=after-hours", |r| r.project == "after-hours";
    }
    status_is_any_of_its_values {
        { "status": "missed" } => "status=missed", |r| r.status == "missed";
        { "status": ["missed", "failed"] } => "status=missed&status=failed",
            |r| ["missed", "failed"].contains(&r.status);
    }
    outcome_is_any_of_its_values {
        { "outcome": "resolved" } => "outcome=resolved", |r| r.outcome == Some("resolved");
        { "outcome": "unclassified" } => "outcome=unclassified", |r| r.outcome.is_none();
    }
    sentiment_is_any_of_its_values {
        { "sentiment": "positive" } => "sentiment=positive", |r| r.sentiment == Some("positive");
        { "sentiment": ["positive", "negative"] } => "sentiment=positive&sentiment=negative",
            |r| r.sentiment.is_some();
    }
    channel_is_any_of_its_values {
        { "channel": "sms" } => "channel=sms", |r| r.channel == "sms";
        { "channel": ["voice"] } => "channel=voice", |r| r.channel == "voice";
    }
    direction_is_any_of_its_values {
        { "direction": "outbound" } => "direction=outbound", |r| r.direction == "outbound";
        { "direction": "inbound" } => "direction=inbound", |r| r.direction == "inbound";
    }
    agent_is_a_whole_name {
        { "agent": "Ines" } => "agent=Ines", |r| r.agent == Some("Ines");
        { "agent": ["Ines", "Ines B"] } => "agent=Ines&agent=Ines+B", |r| r.agent.is_some();
    }
    caller_is_a_number_or_its_end {
        { "caller": "1234" } => "caller=1234", |r| r.caller.ends_with("1234");
        { "caller": "+442079460001" } => "caller=%2B442079460001",
            |r| r.caller == "+442079460001";
    }
    every_tag_must_be_there {
        { "tag": "billing" } => "tag=billing", |r| r.has_tag("billing");
        { "tag": ["billing", "vip"] } => "tag=billing&tag=vip",
            |r| r.has_tag("billing") && r.has_tag("vip");
        { "tag": "Billing" } => "tag=Billing", |r| r.has_tag("Billing");
    }
    q_is_beginnings_of_words {
        { "q": "refund" } => "q=refund", |r| r.said.contains("refund");
        { "q": "refund bill" } => "q=refund+bill", |r| r.said == "a refund for my bill, please";
    }
    has_recording_is_true_or_false {
        { "has_recording": true } => "has_recording=true", |r| r.recorded;
        { "has_recording": false } => "has_recording=false", |r| !r.recorded;
    }
    different_filters_must_all_match {
        { "since": "2026-05-01", "status": "completed", "tag": "vip", "channel": "voice" } =>
            "since=2026-05-01&status=completed&tag=vip&channel=voice", |r| r.has_tag("vip");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sort_is_the_order_of_the_file() {
    let archive = Archive::new().await;
    let desk: Vec<_> =
        RECORDS.iter().zip(&archive.ids).filter(|(r, _)| r.project == "front-desk").collect();
    let by = |key: fn(&Record) -> (u32, &str)| {
        let mut records: Vec<&(&Record, &String)> = desk.iter().collect();
        records.sort_by_key(|(record, _)| key(record));
        records.into_iter().map(|(_, id)| (*id).clone()).collect::<Vec<String>>()
    };
    let oldest = by(|record| (0, record.at));
    let newest: Vec<String> = oldest.iter().rev().cloned().collect();
    let desk = json!({ "project_id": "front-desk" });
    assert_eq!(archive.exported(&desk).await, newest, "the default");
    assert_eq!(archive.listed("project_id=front-desk").await, newest);
    for (sort, expected) in [("newest", &newest), ("oldest", &oldest)] {
        let filter = json!({ "project_id": "front-desk", "sort": sort });
        assert_eq!(&archive.exported(&filter).await, expected, "{sort}");
    }
    // Many records last 60 seconds: only the order of lengths is the filter's.
    let seconds: BTreeMap<&String, u32> =
        archive.ids.iter().zip(&RECORDS).map(|(id, record)| (id, record.seconds)).collect();
    let lengths = |ids: &[String]| ids.iter().map(|id| seconds[id]).collect::<Vec<u32>>();
    let shortest = lengths(&by(|record| (record.seconds, "")));
    let longest: Vec<u32> = shortest.iter().rev().copied().collect();
    for (sort, expected) in [("shortest", shortest), ("longest", longest)] {
        let filter = json!({ "project_id": "front-desk", "sort": sort });
        let ids = archive.exported(&filter).await;
        assert_eq!(lengths(&ids), expected, "{sort}");
        assert_eq!(sorted(ids), archive.expected(|record| record.project == "front-desk"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_choose_conversations_of_all_projects() {
    let archive = Archive::new().await;
    let chosen = [1, 7, 11].map(|n| archive.ids[n].clone());
    let expected = sorted(chosen.to_vec());
    assert_eq!(sorted(archive.exported(&json!({ "ids": chosen })).await), expected);
    for id in &chosen {
        let one = archive.send("GET", &format!("/v1/conversations/{id}"), &Value::Null).await;
        assert_eq!((one.status.as_u16(), &one.json()["id"]), (200, &json!(id)));
    }
    let filtered = json!({ "ids": chosen, "tag": "billing" });
    assert_eq!(archive.exported(&filtered).await, [archive.ids[1].clone()]);
    let all = archive.exported(&json!({})).await;
    assert_eq!(sorted(all), archive.expected(|_| true), "without a filter, every one");
}
