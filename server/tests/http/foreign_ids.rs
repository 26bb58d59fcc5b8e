//! Every endpoint of the router that takes the id of a record, asked for another tenant's and another
//! project's.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_domain::ApiScope;
use earshot_server::router::{Access, Endpoint, endpoints};
use earshot_testkit::calls;

use crate::{
    access_table::TABLE,
    foreign_records::{Ids, records_of, unknown},
    harness::{ADMIN, Answer, LATE, RIVAL, TestApp},
    same_not_found::masked,
};

/// Only the link to a call answers before it is known whether there is one.
const LINK: &str = "/calls/{call_id}";

/// A request whose target or form names a record.
struct Question {
    endpoint: Endpoint,
    target: String,
    form: &'static str,
}

/// The questions of every endpoint whose path, query or form has an id.
fn questions(ids: &Ids) -> Vec<Question> {
    let names_one = |text: &str| ids.iter().any(|(name, _)| text.contains(&format!("{{{name}}}")));
    endpoints()
        .into_iter()
        .filter_map(|endpoint| {
            let known = |row: &&crate::access_table::Row| {
                (row.method, row.path) == (endpoint.method, endpoint.path)
            };
            let row = TABLE.iter().find(known).unwrap();
            let target = if names_one(row.target) { row.target } else { endpoint.path };
            let target = target.replace("{n}", "1");
            (names_one(&target) || names_one(row.form)).then_some(Question {
                endpoint,
                target,
                form: row.form,
            })
        })
        .collect()
}

async fn ask(
    app: &TestApp,
    question: &Question,
    ids: &Ids,
    (name, value): &(&str, String),
) -> Answer {
    let fill = |text: &str| {
        let filled = ids.iter().map(|(name, id)| (format!("{{{name}}}"), id));
        filled.fold(text.to_owned(), |text, (name, id)| text.replace(&name, id))
    };
    let request = Request::builder()
        .method(question.endpoint.method)
        .uri(fill(&question.target))
        .header(header::HOST, "calls.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(*name, value);
    app.send(request.body(Body::from(fill(question.form))).unwrap()).await
}

/// What the owners of records have, as they see it.
async fn belongings(app: &TestApp) -> Vec<String> {
    let mut seen = Vec::new();
    for email in [LATE, RIVAL] {
        let cookie = app.session(email).await;
        for target in [
            "/api/webhooks",
            "/api/contacts",
            "/api/exports",
            "/api/exports/jobs",
            "/api/api-keys",
            "/api/settings",
            "/api/activity/sensitive",
        ] {
            let answer = app.get(&cookie, target).await;
            assert_eq!(answer.status, 200, "{target}");
            seen.push(format!("{email} {target} {}", answer.body));
        }
    }
    seen
}

/// Cases 1 and 2 (docs/threats.md#case-1): an id that is somebody else's is answered as one that does not
/// exist, at every endpoint of the router, and does nothing to its record.
#[tokio::test(flavor = "multi_thread")]
async fn ids_of_others_are_answered_as_unknown_ones_at_every_endpoint() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let project = records_of(&app, ("harbour", "after-hours", LATE), 11).await;
    let tenant = records_of(&app, ("rival", "lobby", RIVAL), 21).await;
    let nothing = unknown(&tenant);
    let scopes = ApiScope::ALL.iter().map(|scope| ("scope", scope.as_str()));
    let fields = [("project_id", "front-desk"), ("requests_per_minute", "1000")];
    let key = app.key(ADMIN, &scopes.chain(fields).collect::<Vec<_>>()).await;
    let key = ("x-api-key", key);
    let session = ("cookie", app.session(ADMIN).await);

    let questions = questions(&nothing);
    assert!(questions.len() >= 45, "{} endpoints take an id", questions.len());
    let before = belongings(&app).await;
    for question in &questions {
        let of_programs = matches!(question.endpoint.access, Access::Key | Access::Program);
        let credential = if of_programs { &key } else { &session };
        let mut answers = Vec::new();
        for ids in [&nothing, &project, &tenant] {
            let mut answer = ask(&app, question, ids, credential).await;
            // Every request of a key counts.
            for name in [
                "remaining",
                "remaining-minute",
                "remaining-day",
                "reset",
                "reset-minute",
                "reset-day",
            ] {
                answer.headers.remove(format!("x-ratelimit-{name}"));
            }
            let asked: Vec<&str> = ids.iter().map(|(_, id)| id.as_str()).collect();
            answers.push((answer.status, masked(&answer, &asked)));
        }
        let what = format!("{} {}", question.endpoint.method, question.endpoint.path);
        let expected = if question.endpoint.path == LINK { 303 } else { 404 };
        assert_eq!(answers[0].0, expected, "{what}: {}", answers[0].1);
        assert_eq!(answers[1], answers[0], "{what}: of another project");
        assert_eq!(answers[2], answers[0], "{what}: of another tenant");
    }
    assert_eq!(belongings(&app).await, before, "something of others was changed");
}
