//! The same questions to SQLite and to PostgreSQL, also with another collation: the same lists and files.

use earshot_backend::readers::IncomingCall;
use earshot_domain::CallId;
use earshot_testkit::alternating_turns;
use serde_json::Value;

use crate::{
    filters::variety,
    harness::{Site, read_export},
};

/// Queries of the list, each with its own filter or order.
const QUERIES: [&str; 44] = [
    "",
    "status=completed",
    "status=missed&status=failed",
    "channel=voice",
    "channel=web&channel=chat",
    "direction=inbound",
    "direction=outbound&status=missed",
    "sentiment=positive",
    "sentiment=negative&sentiment=neutral",
    "agent=Marina",
    "agent=marina",
    "agent=Ines&agent=Marina",
    "outcome=resolved",
    "outcome=callback&status=completed",
    "outcome=unclassified",
    "tag=billing",
    "tag=Billing",
    "tag=at+risk&tag=billing",
    "has_recording=true",
    "has_recording=false",
    "has_recording=not_received",
    "from=2026-06-01",
    "to=2026-06-01",
    "from=2026-06-01T09:30:00Z&to=2026-06-01T10:30:00Z",
    "from=2026-05-31&to=2026-06-02",
    "caller=%2B442079400012",
    "caller=0012",
    "caller=020+7940+0012",
    "review_state=new",
    "review_state=done",
    "q=caf%C3%A9",
    "q=cafe",
    "q=M%C3%9CLLER",
    "q=muller",
    "q=%E4%BD%A0%E5%A5%BD",
    "q=%C5%82%C3%B3d%C5%BA",
    "q=stra%C3%9Fe",
    "q=strasse",
    "q=%22+OR+1%3D1",
    "q=%25",
    "q=c01",
    "sort=oldest",
    "sort=longest",
    "sort=shortest",
];

/// Texts that databases fold and order in their own ways.
const TEXTS: [&str; 6] = [
    "Un caf\u{e9} noir",
    "Frau M\u{fc}ller",
    "\u{4f60}\u{597d}\u{ff0c}\u{518d}\u{89c1}",
    "\u{141}\u{f3}d\u{17a}",
    "Die Stra\u{df}e",
    "100 % \" OR 1=1 --",
];

fn data() -> Vec<IncomingCall> {
    let with_text = |(n, call): (usize, IncomingCall)| IncomingCall {
        turns: alternating_turns(&[TEXTS[n % TEXTS.len()], "c01"]),
        transcript_state: earshot_domain::TranscriptState::Available,
        ..call
    };
    variety().into_iter().enumerate().map(with_text).collect()
}

/// An answer without what is random: ids, and the cursors that hold them.
fn masked(value: &mut Value) {
    match value {
        Value::String(text) if text.parse::<CallId>().is_ok() => "id".clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(masked),
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_cursor = matches!(name.as_str(), "next" | "previous" | "cursor");
                if is_cursor && field.is_string() {
                    *field = "cursor".into();
                }
                masked(field);
            }
        }
        _ => {}
    }
}

/// The list and the file of every query.
async fn answers(site: &Site) -> Vec<(Value, String)> {
    let admin = site.admin().await;
    site.ingest(data()).await;
    let unlimited = site.replica_with_limits(earshot_backend::Limits {
        export_rate: earshot_backend::Rate { events: 1000, seconds: 600 },
        ..earshot_backend::Limits::default()
    });
    let unlimited = unlimited.await;
    let mut answers = Vec::new();
    for query in QUERIES {
        let mut list = serde_json::to_value(site.list(&admin, query).await).unwrap();
        masked(&mut list);
        let file = match crate::harness::export(&unlimited, &admin.viewer, query).await {
            Ok(export) => {
                let (text, broken) = read_export(export).await;
                assert!(broken.is_none(), "{query}: {broken:?}");
                text.lines().map(masked_line).collect::<Vec<_>>().join("\n")
            }
            Err(error) => error.problem().detail,
        };
        answers.push((list, file));
    }
    unlimited.close().await;
    answers
}

/// A line of a file without the id that begins it.
fn masked_line(line: &str) -> String {
    match line.split_once(',') {
        Some((id, rest)) if id.trim_matches('"').parse::<CallId>().is_ok() => format!("id,{rest}"),
        _ => line.to_owned(),
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn lists_and_files_are_those_of_sqlite_whatever_the_collation() {
        let sqlite = Site::sqlite().await;
        let expected = answers(&sqlite).await;
        sqlite.drop_database().await;
        let found = |count: &Value| count["matched"].as_u64().unwrap() > 0;
        assert!(expected.iter().filter(|(list, _)| found(list)).count() > 30, "queries find calls");
        for options in ["", "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' TEMPLATE template0"] {
            let site = Site::postgres_with(options).await;
            let answers = answers(&site).await;
            for (query, (expected, answer)) in QUERIES.iter().zip(expected.iter().zip(&answers)) {
                assert_eq!(expected, answer, "{options} {query}");
            }
            site.drop_database().await;
        }
    }
}
