//! Syntax of databases and of word searches, in every parameter of the lists.

use earshot_domain::FilterParameter;
use earshot_testkit::calls;

use crate::{
    conversation_list::ask,
    harness::{ADMIN, TestApp, encoded},
};

/// Parts of SQL, of FTS5 and of `tsquery`, none of which is a word of a call.
const PAYLOADS: [&str; 26] = [
    "' OR 1=1 --",
    "' OR '1'='1",
    "\" OR \"\"=\"",
    "1' UNION SELECT password_hash FROM users --",
    "'; DROP TABLE calls; --",
    "') OR (SELECT count(*) FROM users) > 0 --",
    "x' AND (SELECT pg_sleep(10)) IS NULL --",
    "x' AND randomblob(1000000000) --",
    "(CASE WHEN 1=1 THEN 1 ELSE 1/0 END)",
    "started_at; --",
    "$1",
    "?1",
    "%",
    "_",
    "\\",
    "zebra* OR m*",
    "zebra OR morning",
    "NEAR(good morning, 5)",
    "summary : c001",
    "^c001 AND zebra",
    "-zebra",
    "zebra | morning",
    "!zebra",
    "zebra <-> morning",
    "\"zebra",
    "(((((",
];

/// Case 8 (docs/threats.md#case-8): a filter, an order or a cursor is a value, whatever is written in
/// it: nothing fails, and nothing is found that does not have these words.
#[tokio::test(flavor = "multi_thread")]
async fn syntax_in_a_parameter_is_text() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    let scopes = ["conversations:read", "calls:read"].map(|scope| ("scope", scope));
    let more = [("project_id", "front-desk"), ("requests_per_minute", "10000")];
    let key = app.key(ADMIN, &[scopes, more].concat()).await;
    let names = FilterParameter::ALL.iter().map(|parameter| parameter.as_str());
    let names: Vec<&str> = names.chain(["sort", "cursor", "expand"]).collect();
    let mut asked = 0;
    for payload in PAYLOADS {
        let value = encoded(payload);
        for name in &names {
            let what = format!("{name}={payload}");
            let query = encoded(&format!("{name}={value}"));
            let list = app.get(&admin, &format!("/api/calls?query={query}")).await;
            // A project that does not exist is not found, and other wrong values are named.
            assert!(matches!(list.status.as_u16(), 200 | 404), "{what}: {}", list.body);
            // `expand` names the call that is open, and a search without words finds everything.
            let whole = *name == "expand" || (*name == "q" && !has_words(payload));
            if list.status == 200 && !whole {
                assert_eq!(list.json()["matched"], 0, "{what}: {}", list.body);
            }
            let page = app.page(&admin, &format!("/calls?{name}={value}")).await;
            assert!(matches!(page.status.as_u16(), 200 | 404 | 422), "{what}: {}", page.status);
            asked += 2;
        }
        for target in [
            format!("/v1/conversations?q={value}"),
            format!("/v1/conversations?sort={value}"),
            format!("/v1/conversations?cursor={value}"),
            format!("/v1/calls?since_cursor={value}"),
            format!("/api/contacts?q={value}"),
            format!("/api/activity?query={}", encoded(&format!("actor={value}"))),
        ] {
            let of_people = target.starts_with("/api/");
            let answer = if of_people {
                app.get(&admin, &target).await
            } else {
                ask(&app, &key, &target).await
            };
            assert!(answer.status.as_u16() < 500, "{target}: {}", answer.body);
            asked += 1;
        }
    }
    assert!(asked > 900, "{asked}");
    let page = app.get(&admin, "/api/calls?query=").await.json();
    assert_eq!(page["matched"], 3, "nothing was changed");
}

/// Whether a text has words to search for.
fn has_words(payload: &str) -> bool {
    payload.chars().any(char::is_alphanumeric)
}
