//! Changes to the review of a call over HTTP: forms, refusals and redirects.

use axum::{body::Body, http::header};
use earshot_backend::{Limits, Rate};
use earshot_server::WebSettings;
use earshot_testkit::{call, calls};
use serde_json::{Value, json};

use crate::harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp, post};

async fn with_call() -> (TestApp, String) {
    let app = TestApp::new().await;
    app.ingest(vec![call(1)]).await;
    let address = format!("/api/calls/{}/review-events", app.call_ids(ADMIN).await[0]);
    (app, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_answers_with_the_call_as_it_is_then() {
    let (app, address) = with_call().await;
    let manager = app.session(MANAGER).await;
    let form = "action=correct&turn=2&seen=0&text=I+would+like+a+refund&reason=misheard";
    let changed = app.post(&manager, &address, form).await;
    assert_eq!(changed.status, 201);
    let review = changed.json();
    assert_eq!(review["transcript"]["turns"][1]["text"], "I would like a refund");
    let event = &review["history"][0];
    assert_eq!(event["action"], "correct");
    assert_eq!(event["old_text"], "I would like an appointment");
    assert_eq!((&event["turn"], &event["reason"]), (&json!(1), &json!("misheard")));
    assert_eq!((&event["author"], &event["own"]), (&json!("Person"), &json!(true)));
    let late = app.post(&manager, &address, "action=correct&turn=2&seen=0&text=x").await;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (409, "conflict"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_has_the_changes_of_the_table_and_nobody_else_any() {
    let (app, address) = with_call().await;
    // Staff, manager, admin: the same for everyone in the project.
    let table = [
        ("action=annotate&turn=1&text=loud", [201, 201, 201]),
        ("action=correct&turn=1&seen=99&text=", [422, 422, 422]),
        ("action=correct&turn=1&seen=99&text={who}", [403, 201, 201]),
        ("action=dispute&turn=1&seen=99&reason=no", [403, 201, 201]),
        ("action=accept&dispute=99", [403, 403, 422]),
        ("action=note&text=ring", [201, 201, 201]),
        ("action=assign&assignee=staff%40harbour.example", [403, 201, 409]),
        ("action=resolve", [201, 409, 409]),
    ];
    for (form, expected) in table {
        for (email, expected) in [STAFF, MANAGER, ADMIN].into_iter().zip(expected) {
            let name = email.split('@').next().unwrap_or_default();
            let form = form.replace("{who}", name);
            let answer = app.post(&app.session(email).await, &address, &form).await;
            assert_eq!(answer.status.as_u16(), expected, "{email} {form}: {}", answer.body);
        }
        let nothing = "/api/calls/01890a5d-ac96-474b-bcce-b302099a8057/review-events";
        let missing = app.post(&app.session(ADMIN).await, nothing, form).await;
        for email in [LATE, RIVAL] {
            let answer = app.post(&app.session(email).await, &address, form).await;
            assert_eq!(answer.status, missing.status, "{email} {form}");
            assert_eq!(answer.json()["detail"], missing.json()["detail"]);
        }
        assert_eq!(app.post("", &address, form).await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_changes_are_named_and_change_nothing() {
    let (app, address) = with_call().await;
    let admin = app.session(ADMIN).await;
    let long = format!("action=note&text={}", "x".repeat(4001));
    for (form, field) in [
        ("", "action"),
        ("action=shout", "action"),
        ("action=note&text=+%0D%0A+", "text"),
        ("action=note&text=a%00b", "text"),
        (long.as_str(), "text"),
        ("action=annotate&turn=3&text=x", "turn"),
        ("action=annotate&turn=-1&text=x", "turn"),
        ("action=correct&turn=1&text=x", "seen"),
        ("action=escalate", "reason"),
        ("action=assign&assignee=nobody%40harbour.example", "assignee"),
        ("action=claim&role=client_admin", "role"),
    ] {
        let refused = app.post(&admin, &address, form).await;
        assert_eq!(refused.status, 422, "{form}: {}", refused.body);
        assert_eq!(refused.fields(), [field], "{form}");
    }
    let id = app.call_ids(ADMIN).await[0];
    let review = app.get(&admin, &format!("/api/review?call_id={id}")).await.json();
    assert_eq!((&review["history"], &review["follow_up"]["state"]), (&json!([]), &json!("new")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_scripts_comes_back_to_where_it_was_and_nowhere_else() {
    let (app, address) = with_call().await;
    let id = app.call_ids(ADMIN).await[0];
    let admin = app.session(ADMIN).await;
    let own = format!("/calls?expand={id}");
    for (back, expected) in [
        ("", own.as_str()),
        ("%2Fcalls%3Fstatus%3Dmissed%26turn%3D2%23line", "/calls?status=missed&turn=2#line"),
        ("https%3A%2F%2Fevil.example", own.as_str()),
        ("%2F%2Fevil.example%2Fcalls%3F", own.as_str()),
        ("%2Fcalls%3F%0D%0ASet-Cookie%3A+a%3Db", own.as_str()),
    ] {
        let request = post(&address)
            .header(header::COOKIE, &admin)
            .header(header::ACCEPT, "text/html")
            .body(Body::from(format!("action=note&text=x&back={back}")));
        let answer = app.send(request.unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, expected), "{back}");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_stays_text_on_the_page() {
    let (app, address) = with_call().await;
    let id = app.call_ids(ADMIN).await[0];
    let admin = app.session(ADMIN).await;
    let hostile = "%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    for form in [
        format!("action=correct&turn=1&seen=0&text={hostile}"),
        format!("action=note&text={hostile}"),
        format!("action=tag&text={hostile}"),
    ] {
        assert_eq!(app.post(&admin, &address, &form).await.status, 201);
    }
    let page = app.page(&admin, &format!("/calls?expand={id}&turn=1")).await.body;
    assert!(page.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)"), "the field holds the text");
    assert!(!page.contains("<script>alert(1)"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_goes_into_the_transcript_file_when_it_is_asked_for() {
    let (app, address) = with_call().await;
    let admin = app.session(ADMIN).await;
    app.post(&admin, &address, "action=correct&turn=1&seen=0&text=Good+evening").await;
    app.post(&admin, &address, "action=claim").await;
    let id = app.call_ids(ADMIN).await[0];
    let file = format!("/api/calls/{id}/transcript?include_quality_history=true");
    let text = app.get(&admin, &file).await.body;
    let (said, history) = text.split_once("\nReview history\n\n").unwrap();
    assert!(said.contains("Agent: Good evening\n"));
    assert_eq!(
        history,
        "2026-06-15T13:00:00+01:00: Person corrected line 1 from “Good morning” to “Good evening”\n\
         2026-06-15T13:00:00+01:00: Person claimed the call\n"
    );
    let listed = app.get(&admin, "/api/calls?query=review_state%3Dto_do%26assignee%3Dme").await;
    let listed: Value = listed.json();
    assert_eq!((&listed["matched"], &listed["rows"][0]["assignee"]), (&json!(1), &json!("Person")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_changes_reviews_at_a_limited_rate() {
    let limits = Limits { review_rate: Rate { events: 2, seconds: 600 }, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    app.ingest(calls(1)).await;
    let address = format!("/api/calls/{}/review-events", app.call_ids(ADMIN).await[0]);
    let (admin, manager) = (app.session(ADMIN).await, app.session(MANAGER).await);
    let note = "action=note&text=Called+back";
    for status in [201, 201, 429] {
        assert_eq!(app.post(&admin, &address, note).await.status.as_u16(), status);
    }
    let refused = app.post(&admin, &address, note).await;
    assert_eq!((refused.code().as_str(), refused.header("retry-after")), ("rate_limited", "600"));
    assert_eq!(app.post(&manager, &address, note).await.status, 201, "others go on");
    app.advance_clock(600);
    assert_eq!(app.post(&admin, &address, note).await.status, 201);
}
