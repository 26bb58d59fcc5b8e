//! Personal data at rest: never in clear text in the database.

use earshot_backend::{Db, readers::IncomingCall};
use earshot_domain::{CallDetails, Customer, FunctionCall, Leg, OutcomeCode, Recording};
use earshot_testkit::{alternating_turns, call};
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::harness::{Site, records};

crate::on_both_databases!(no_canary_is_stored_in_clear, the_canaries_would_be_found);

const CANARIES: [&str; 6] = [
    "2079460018",
    "7946 0018",
    "canary.person",
    "canary%2Eperson",
    "4111111111111111",
    "4111 1111 1111 1111",
];

fn canary() -> IncomingCall {
    let talk = "My number is 020 7946 0018, mail canary.person@example.net, \
                card 4111 1111 1111 1111";
    let details = CallDetails {
        function_calls: vec![FunctionCall {
            function: "look up +442079460018".to_owned(),
            parameters: json!({
                "phone": "+442079460018", "plain": 442_079_460_018_u64, "at": "+442079460018",
                "timestamp": "+442079460018", "of +442079460018": 1,
            }),
            result: Some(json!(["canary.person@example.net"])),
            timestamp: Some("+442079460018".to_owned()),
        }],
        analysis: Some(json!({ "contact": { "mobile": "020 7946 0018" } })),
        transfer_destination: Some("+442079460018".to_owned()),
        notes: vec!["Paid with 4111 1111 1111 1111".to_owned()],
        tags: vec!["canary.person@example.net".to_owned()],
        legs: vec![Leg {
            leg_id: "leg-442079460018".to_owned(),
            leg: 1,
            status: "ANSWERED +442079460018".to_owned(),
            call_to: "+442079460018".to_owned(),
            total_seconds: 1,
            ring_seconds: 0,
            talk_seconds: 1,
            hold_seconds: 0,
        }],
        recording: Some(Recording { file_name: "+442079460018.wav".to_owned() }),
        ..CallDetails::default()
    };
    IncomingCall {
        source_id: "room-+442079460018".to_owned(),
        outcome: OutcomeCode::from_label("Ring 442079460018"),
        caller: Some("+442079460018".to_owned()),
        callee: Some("+442079460018".to_owned()),
        agent: Some("+44 20 7946 0018".to_owned()),
        summary: Some(talk.to_owned()),
        end_reason: Some(talk.to_owned()),
        source_status: "from +442079460018".to_owned(),
        turns: alternating_turns(&["Good morning", talk]),
        customer: Some(Customer {
            name: Some("Canary Person".to_owned()),
            email: Some("canary.person@example.net".to_owned()),
            phone: Some("+442079460018".to_owned()),
            ..Customer::default()
        }),
        details,
        source_record: format!("{{\"number\":\"+442079460018\",\"said\":\"{talk}\"}}").into_bytes(),
        ..call(1)
    }
}

/// Everything the database stores, as text: the bytes of SQLite's files, or every value of every
/// table of PostgreSQL.
async fn everything(site: &Site) -> String {
    let mut all = String::new();
    if let Some(folder) = site.data_folder() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            all.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    if let Db::Postgres(pool) = &site.db {
        let tables: Vec<(String,)> = sqlx::query_as(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        for (table,) in tables {
            let rows = AssertSqlSafe(format!("SELECT t::text FROM \"{table}\" t"));
            let rows: Vec<(String,)> = sqlx::query_as(rows).fetch_all(pool).await.unwrap();
            for (row,) in &rows {
                all.push_str(row);
            }
        }
    }
    all
}

/// A text, and how PostgreSQL would write its bytes.
fn spellings(text: &str) -> [String; 2] {
    [text.to_owned(), hex::encode(text)]
}

async fn no_canary_is_stored_in_clear(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![canary()]).await;
    let query =
        "caller=%2B442079460018&include_caller_full=on&reason_code=other&justification=asked";
    let file = records(site.export(&admin, query).await.unwrap()).await;
    assert_eq!(file[0][5], "'+442079460018", "the number can be had back");
    let mut project = site.project_ingest("harbour", "front-desk").await;
    project.begin_import("ndjson", &["+442079460018.ndjson".to_owned()]).await.unwrap();
    let all = everything(site).await;
    assert!(all.contains("export.started"), "the dump misses tables");
    for canary in CANARIES.into_iter().flat_map(spellings) {
        let place = all.find(&canary);
        let around = place.map(|at| {
            all[..at]
                .chars()
                .rev()
                .take(60)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect::<String>()
        });
        assert!(place.is_none(), "{canary} is in clear after {around:?}");
    }
}

async fn the_canaries_would_be_found(site: &Site) {
    site.admin().await;
    site.sql("INSERT INTO rate_events VALUES ('1', 'canary.person 2079460018', 1)").await;
    let all = everything(site).await;
    assert!(all.contains("canary.person") && all.contains("2079460018"));
}
