//! Conversations for programs: pages, filters, masking, scope and rate limits
//! (docs/compatibility.md#askvault-conversations).

use axum::{body::Body, http::Request};
use earshot_backend::readers::IncomingCall;
use earshot_domain::{CallDetails, Channel, Csat, Customer, Direction, Priority, Status};
use earshot_testkit::{call, calls};
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, LATE, RIVAL, TestApp};

pub async fn ask(app: &TestApp, key: &str, target: &str) -> Answer {
    let bearer = format!("Bearer {key}");
    let request = Request::get(target).header("authorization", bearer);
    app.send(request.body(Body::empty()).unwrap()).await
}

async fn list(app: &TestApp, key: &str, query: &str) -> Answer {
    ask(app, key, &format!("/v1/conversations{query}")).await
}

pub async fn reader(app: &TestApp, email: &str, project: &str) -> String {
    app.key(email, &[("scope", "conversations:read"), ("project_id", project)]).await
}

fn summaries(page: &Value) -> Vec<&str> {
    let conversations = page["conversations"].as_array().unwrap();
    conversations.iter().map(|item| item["summary"].as_str().unwrap()).collect()
}

/// A key of two projects, whose owner is made for it.
async fn reader_of_both(app: &TestApp) -> String {
    let both = ["front-desk", "after-hours"];
    let email = "both@harbour.example";
    let role = earshot_domain::Role::ClientAdmin;
    earshot_testkit::create_person(&app.backend, "harbour", email, role, &both).await;
    let fields =
        [("scope", "conversations:read"), ("project_id", both[0]), ("project_id", both[1])];
    app.key(email, &fields).await
}

/// A call with everything that a conversation shows.
fn rich(n: u32, verified: Option<bool>) -> IncomingCall {
    let customer = Customer {
        name: Some("Ann Chovey".to_owned()),
        email: Some("ann@example.com".to_owned()),
        phone: Some("+12025550123".to_owned()),
        company: Some("Chovey Ltd".to_owned()),
        identity_verified: verified,
        ..Customer::default()
    };
    let mut rich = IncomingCall {
        customer: Some(customer),
        channel: Channel::Chat,
        details: CallDetails {
            tags: vec!["billing".to_owned(), "vip".to_owned()],
            audience: Some("business".to_owned()),
            priority: Some(Priority::High),
            csat: Some(Csat { rating: 4, comment: None }),
            ..CallDetails::default()
        },
        ..call(n)
    };
    rich.turns[1].at = Some(rich.started_at + jiff::SignedDuration::from_millis(2500));
    rich
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_through_all_projects_of_the_key_newest_first() {
    let app = TestApp::new().await;
    let both = reader_of_both(&app).await;
    app.ingest(vec![call(1), call(3), call(5)]).await;
    app.ingest_into("harbour", "after-hours", vec![call(2), call(4)]).await;
    app.ingest_into("rival", "lobby", vec![call(6)]).await;
    let (mut cursor, mut seen, mut sizes) = (String::new(), Vec::new(), Vec::new());
    loop {
        let page = list(&app, &both, &format!("?limit=2&cursor={cursor}")).await.json();
        sizes.push(summaries(&page).len());
        seen.extend(summaries(&page).iter().map(|&summary| summary.to_owned()));
        let Some(next) = page["pagination"]["next_cursor"].as_str() else {
            assert_eq!(page["pagination"], json!({ "next_cursor": null, "has_more": false }));
            break;
        };
        assert_eq!(page["pagination"]["has_more"], true);
        next.clone_into(&mut cursor);
    }
    assert_eq!(seen, ["c005", "c004", "c003", "c002", "c001"]);
    assert_eq!(sizes, [2, 2, 1]);
    let desk = list(&app, &both, "?project_id=front-desk").await.json();
    assert_eq!(summaries(&desk), ["c005", "c003", "c001"]);
    let other = list(&app, &both, &format!("?project_id=front-desk&cursor={cursor}")).await;
    assert_eq!((other.status.as_u16(), other.fields()), (422, vec!["cursor".to_owned()]));
    app.ingest(calls(30)).await;
    assert_eq!(summaries(&list(&app, &both, "").await.json()).len(), 20, "the default");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_began_together_are_each_listed_once() {
    let app = TestApp::new().await;
    let both = reader_of_both(&app).await;
    let same = |n| IncomingCall { started_at: call(1).started_at, ..call(n) };
    app.ingest((1..5).map(same).collect()).await;
    app.ingest_into("harbour", "after-hours", (5..9).map(same).collect()).await;
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let page = list(&app, &both, &format!("?limit=3&cursor={cursor}")).await.json();
        seen.extend(summaries(&page).iter().map(|&summary| summary.to_owned()));
        let Some(next) = page["pagination"]["next_cursor"].as_str() else { break };
        next.clone_into(&mut cursor);
    }
    seen.sort();
    assert_eq!(seen, ["c001", "c002", "c003", "c004", "c005", "c006", "c007", "c008"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_parameter_filters() {
    let app = TestApp::new().await;
    let key = reader(&app, ADMIN, "front-desk").await;
    let tagged = |tags: &[&str]| CallDetails {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..CallDetails::default()
    };
    let late = "2026-06-03T22:30:00Z".parse().unwrap();
    app.ingest(vec![
        IncomingCall { channel: Channel::Sms, details: tagged(&["a"]), ..call(1) },
        IncomingCall { status: Status::Missed, details: tagged(&["a", "b"]), ..call(2) },
        IncomingCall { direction: Direction::Outbound, details: tagged(&["b"]), ..call(3) },
        IncomingCall { agent: Some("Ines".to_owned()), started_at: late, ..call(4) },
    ])
    .await;
    for (query, expected) in [
        ("channel=sms", &["c001"][..]),
        ("status=missed", &["c002"]),
        ("direction=outbound", &["c003"]),
        ("agent=Ines", &["c004"]),
        ("outcome=unclassified&agent=Ines", &["c004"]),
        ("sentiment=positive", &[]),
        ("tag=a", &["c002", "c001"]),
        ("tag=a&tag=b", &["c002"]),
        ("q=c003", &["c003"]),
        ("caller=0002", &["c002"]),
        ("has_recording=true", &[]),
        // 22:30 UTC is 23:30 of the same day in London, and both days are included.
        ("since=2026-06-03&until=2026-06-03", &["c004"]),
        ("since=2026-06-04", &[]),
        ("until=2026-06-01", &["c003", "c002", "c001"]),
        ("since=2026-06-01T09:02:00Z&until=2026-06-01T09:03:00Z", &["c002"]),
    ] {
        let answer = list(&app, &key, &format!("?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        assert_eq!(summaries(&answer.json()), expected, "{query}");
    }
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("since=soon", "since"),
        ("until=2026-06-01T10:00:00", "until"),
        ("status=gone", "status"),
        ("cursor=x", "cursor"),
    ] {
        let answer = list(&app, &key, &format!("?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.fields()), (422, vec![field.to_owned()]));
        let body = answer.json();
        assert!(body["detail"].as_str().unwrap().starts_with(field), "{body}");
        assert_eq!(body["code"], "invalid_value");
        assert_eq!(body["request_id"], answer.header("x-request-id"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_shows_a_verified_customer_masked_or_in_full() {
    let app = TestApp::new().await;
    let key = reader(&app, ADMIN, "front-desk").await;
    app.ingest(vec![rich(1, Some(true)), rich(2, Some(false)), rich(3, None)]).await;
    let answer = list(&app, &key, "").await;
    assert!(!answer.body.contains("Chovey,") && !answer.body.contains("+1202555"));
    let page = answer.json();
    let items = page["conversations"].as_array().unwrap();
    assert!(items[0]["customer"].is_null() && items[1]["customer"].is_null());
    let id = items[2]["id"].as_str().unwrap();
    assert_eq!(
        items[2],
        json!({
            "id": id, "project_id": "front-desk", "channel": "chat", "direction": "inbound",
            "status": "completed", "source_status": "done",
            "started_at": "2026-06-01T10:01:00+01:00", "ended_at": null, "message_count": 2,
            "agent": "Marina",
            "customer": {
                "name": "[REDACTED]", "email": "****@example.com", "phone": "****0123",
                "company": "Chovey Ltd",
            },
            "tags": ["billing", "vip"], "audience": "business", "priority": "high",
            "csat": { "rating": 4 }, "summary": "c001",
        })
    );
    let one = ask(&app, &key, &format!("/v1/conversations/{id}")).await;
    assert_eq!(one.json(), items[2]);
    let full =
        [("scope", "conversations:read"), ("scope", "callers:full"), ("project_id", "front-desk")];
    let full = app.key(ADMIN, &full).await;
    let one = ask(&app, &full, &format!("/v1/conversations/{id}")).await;
    assert_eq!(
        one.json()["customer"],
        json!({
            "name": "Ann Chovey", "email": "ann@example.com", "phone": "+12025550123",
            "company": "Chovey Ltd",
        })
    );
    let messages = ask(&app, &key, &format!("/v1/conversations/{id}/messages")).await;
    assert_eq!(
        messages.json(),
        json!({
            "conversation_id": id, "transcript_state": "available", "messages": [
                { "n": 1, "speaker": "agent", "text": "Good morning", "started_at": null,
                  "offset_seconds": null },
                { "n": 2, "speaker": "caller", "text": "I would like an appointment",
                  "started_at": "2026-06-01T10:01:02+01:00", "offset_seconds": 2.5 },
            ],
            "pagination": { "next_cursor": null, "has_more": false },
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_and_unknown_conversations_are_the_same_404() {
    let app = TestApp::new().await;
    let key = reader(&app, ADMIN, "front-desk").await;
    app.ingest_into("harbour", "after-hours", calls(1)).await;
    app.ingest_into("rival", "lobby", calls(1)).await;
    let (late, rival) = (app.call_ids(LATE).await[0], app.call_ids(RIVAL).await[0]);
    let unknown = "01890a5d-ac96-474b-bcce-b302099a8057";
    for part in ["", "/messages"] {
        let mut answers = Vec::new();
        for id in [late.to_string(), rival.to_string(), unknown.to_owned(), "7".to_owned()] {
            let answer = ask(&app, &key, &format!("/v1/conversations/{id}{part}")).await;
            let request_id = answer.header("x-request-id").to_owned();
            let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
            names.sort();
            answers.push((answer.status, names, answer.body.replace(&request_id, "")));
        }
        assert_eq!(answers[0].0, 404);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    }
    assert_eq!(summaries(&list(&app, &key, "").await.json()), Vec::<&str>::new());
    for project in ["after-hours", "lobby", "nowhere"] {
        assert_eq!(list(&app, &key, &format!("?project_id={project}")).await.status, 404);
    }
    let feed = app.key(ADMIN, &[("scope", "calls:read"), ("project_id", "front-desk")]).await;
    assert_eq!(list(&app, &feed, "").await.code(), "scope_missing");
}

/// Rule: docs/compatibility.md#askvault-rate-limits.
#[tokio::test(flavor = "multi_thread")]
async fn requests_are_counted_per_minute_and_day() {
    let app = TestApp::new().await;
    let fields = [
        ("scope", "conversations:read"),
        ("project_id", "front-desk"),
        ("requests_per_minute", "2"),
    ];
    let key = app.key(ADMIN, &fields).await;
    let numbers = |answer: &Answer| {
        ["limit-minute", "remaining-minute", "limit-day", "remaining-day"]
            .map(|name| answer.header(&format!("x-ratelimit-{name}")).parse::<i64>().unwrap())
    };
    let first = list(&app, &key, "").await;
    assert_eq!(numbers(&first), [2, 1, 10_000, 9_999]);
    assert_eq!(first.header("x-ratelimit-limit"), "2");
    let midnight: i64 = first.header("x-ratelimit-reset-day").parse().unwrap();
    assert_eq!(midnight % 86_400, 0);
    assert_eq!(numbers(&list(&app, &key, "").await), [2, 0, 10_000, 9_998]);
    let refused = list(&app, &key, "").await;
    assert_eq!((refused.status.as_u16(), refused.code()), (429, "rate_limited".to_owned()));
    assert_eq!(numbers(&refused), [2, 0, 10_000, 9_998], "a refused request is not counted");
    assert_eq!(refused.header("retry-after"), "60");
    app.advance_clock(61);
    app.sql(
        "INSERT INTO rate_events (id, bucket, at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL \
         SELECT i + 1 FROM n WHERE i < 9998) SELECT 'x' || i, bucket, at FROM n, \
         (SELECT bucket, max(at) AS at FROM rate_events WHERE bucket LIKE 'api-key-day %' \
         GROUP BY bucket)",
    )
    .await;
    let refused = list(&app, &key, "").await;
    assert_eq!((refused.status.as_u16(), refused.code()), (429, "rate_limited".to_owned()));
    assert_eq!(numbers(&refused)[3], 0);
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=86_400).contains(&wait));
    app.advance_clock(wait - 1);
    assert_eq!(list(&app, &key, "").await.status, 429);
    app.advance_clock(1);
    let next_day = list(&app, &key, "").await;
    assert_eq!((next_day.status.as_u16(), numbers(&next_day)[3]), (200, 9_999));
    let feed = ask(&app, &key, "/v1/calls").await;
    assert_eq!(feed.header("x-ratelimit-limit-day"), "", "other interfaces have no daily limit");
}
