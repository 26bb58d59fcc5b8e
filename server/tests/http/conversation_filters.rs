//! Each filter of exports and of the list of conversations: the file has the calls of the list, and
//! both have those that the test's own records say.
//! Rule: docs/compatibility.md#askvault-export-request.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::filtered_archive::{Archive, RECORDS, Record, sorted};

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
