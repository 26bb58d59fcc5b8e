//! Page of a new export: what it says, what it offers each role, and its form.
//! Rule: docs/compatibility.md#askvault-background.

use axum::http::StatusCode;
use earshot_backend::{MailSender, MailServer, Mailer};
use earshot_testkit::calls;

use crate::harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_will_be_exported() {
    let app = TestApp::new().await;
    app.ingest(calls(5)).await;
    let admin = app.session(ADMIN).await;
    let page = app
        .page(&admin, "/exports/new?project_id=front-desk&from=2026-06-01&status=completed")
        .await;
    assert_eq!(page.status, 200);
    let words = page.text();
    for part in ["Projectfront-desk", "From: 1 Jun 2026", "Status: Completed", "match"] {
        assert!(words.contains(part), "{part} is not in {words}");
    }
    let all = app.page(&admin, "/exports/new").await.text();
    assert!(all.contains("5 calls match now"), "{all}");
    assert!(all.contains("the download starts by itself"), "{all}");
    let ids = app.call_ids(ADMIN).await;
    let chosen = format!("/exports/new?call={}&call={}", ids[0], ids[1]);
    let page = app.page(&admin, &chosen).await;
    assert!(page.text().contains("2 chosen calls"), "{}", page.text());
    for id in &ids[..2] {
        assert!(page.body.contains(&format!("name=\"call\" value=\"{id}\"")), "{id} is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn options_that_a_role_may_not_use_are_not_offered() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let admin = app.page(&app.session(ADMIN).await, "/exports/new").await;
    let manager = app.page(&app.session(MANAGER).await, "/exports/new").await;
    for option in ["include_caller_full", "reason_code", "justification"] {
        let field = format!("name=\"{option}\"");
        assert!(admin.body.contains(&field), "Client Admin: {option}");
        assert!(!manager.body.contains(&field), "Client Manager: {option}");
    }
    for option in ["format", "mode", "set", "call_field", "include", "anonymise", "bom"] {
        assert!(manager.body.contains(&format!("name=\"{option}\"")), "{option}");
    }
    let staff = app.session(STAFF).await;
    assert_eq!(app.page(&staff, "/exports/new").await.status, 404);
    assert_eq!(app.post(&staff, "/exports/new", "format=csv").await.status, 404);
    let rival = app.session(RIVAL).await;
    assert_eq!(app.page(&rival, "/exports/new?project_id=front-desk").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_export_leads_to_a_page_that_waits() {
    let app = TestApp::new().await;
    app.ingest(calls(999)).await;
    let admin = app.session(ADMIN).await;
    let started = app.submit(&admin, "/exports/new", "format=csv").await;
    assert_eq!(started.status, StatusCode::SEE_OTHER);
    let place = started.header("location").to_owned();
    assert!(place.starts_with("/exports/") && place.ends_with("?wait=1"), "{place}");
    let page = app.page(&admin, &place).await;
    assert!(page.text().contains("The download starts by itself"), "{}", page.text());
    assert!(page.body.contains("data-wait"), "a script downloads the file");
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_thousand_calls_on_it_runs_in_the_background() {
    let app = TestApp::new().await;
    app.ingest(calls(1_000)).await;
    let admin = app.session(ADMIN).await;
    let form = app.page(&admin, "/exports/new").await.text();
    assert!(form.contains("1,000 calls match now"), "{form}");
    assert!(form.contains("The export runs in the background"), "{form}");
    let started = app.submit(&admin, "/exports/new", "format=jsonl").await;
    let place = started.header("location").to_owned();
    assert!(!place.contains('?'), "{place}");
    let page = app.page(&admin, &place).await;
    assert!(page.text().contains("The export runs in the background"), "{}", page.text());
    assert!(!page.body.contains("data-wait"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_say_whether_a_mail_will_be_sent() {
    let app = TestApp::new().await;
    app.ingest(calls(1_000)).await;
    let server = MailServer::parse("smtp://127.0.0.1:9", None).unwrap();
    let sender = MailSender::parse("reports@example.com").unwrap();
    let mailer = Mailer::new(&server, sender).unwrap();
    let with_mail = app.with_backend(
        app.backend.clone().with_public_url("https://calls.example").with_mailer(mailer),
    );
    let (admin, manager) = (app.session(ADMIN).await, app.session(MANAGER).await);
    let started = app.post(&manager, "/exports/new", "format=csv").await.json();
    let job = format!("/exports/{}", started["id"].as_str().unwrap());
    let sent = "The export runs in the background. When it is complete, a mail with a link will be \
                sent to manager@harbour.example.";
    let none = "The export runs in the background. No mail is sent, because the operator has not \
                set up mail: the link stays on the Exports page.";
    for page in ["/exports/new", &job] {
        let text = with_mail.page(&manager, page).await.text();
        assert!(text.contains(sent) && !text.contains("No mail"), "{page}: {text}");
        let text = app.page(&manager, page).await.text();
        assert!(text.contains(none) && !text.contains("will be sent"), "{page}: {text}");
    }
    let other = with_mail.page(&admin, &job).await.text();
    assert!(other.contains("sent to manager@harbour.example"), "its author gets the mail: {other}");
    let few = with_mail.page(&manager, "/exports/new?q=thewordofnocall").await.text();
    assert!(!few.contains("mail with a link"), "the page waits: {few}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_keeps_what_was_entered() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let admin = app.session(ADMIN).await;
    let form = "status=missed&format=pdf&mode=messages&contents=1&include=notes&anonymise=on\
                &include_caller_full=on&reason_code=&justification=A+%3C+B";
    let page = app.submit(&admin, "/exports/new", form).await;
    assert_eq!(page.status, 422);
    for kept in ["value=\"pdf\" checked", "value=\"notes\" checked", "A &lt; B"] {
        assert!(page.body.contains(kept), "{kept} is not in {}", page.body);
    }
    assert!(page.body.contains("name=\"status\" value=\"missed\""));
    assert!(page.text().contains("must be given for full caller numbers"), "{}", page.text());
    let rows = app.submit(&admin, "/exports/new", "format=pdf&mode=messages").await;
    assert_eq!(rows.status, 422);
    assert!(rows.text().contains("Rows must be calls for PDF and ZIP"), "{}", rows.text());
    let none = app.submit(&admin, "/exports/new", "status=missed&q=nothinglikethis").await;
    assert_eq!(none.status, 422);
    assert!(none.body.contains("value=\"nothinglikethis\""));
}

/// The values of the ticked boxes of a field, in the order of the page.
fn ticked(body: &str, field: &str) -> Vec<String> {
    let start = format!("name=\"{field}\" value=\"");
    let value = |rest: &str| {
        let (value, rest) = rest.split_once('"')?;
        rest.starts_with(" checked").then(|| value.to_owned())
    };
    body.split(&start).skip(1).filter_map(value).collect()
}

/// Whether the button with this value has the focus.
fn has_focus(body: &str, value: &str) -> bool {
    let (_, rest) = body.split_once(&format!("value=\"{value}\"")).unwrap();
    rest.split('>').next().unwrap().contains("autofocus")
}

/// Rule: docs/compatibility.md#askvault-csv-columns.
#[tokio::test(flavor = "multi_thread")]
async fn buttons_order_the_ticked_columns_and_keep_the_form() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let admin = app.session(ADMIN).await;
    let form = "status=completed&format=xlsx&mode=calls&call_field=caller&call_field=agent\
                &call_field=summary&message_field=text&set_name=Mine&anonymise=on\
                &include_caller_full=on&reason_code=other&justification=Asked+for";
    let press = |button: &str| format!("{form}&order_columns={button}");
    let first = app.submit(&admin, "/exports/new", &press("call_field")).await;
    assert_eq!(first.status, 200);
    assert_eq!(ticked(&first.body, "call_field"), ["caller", "agent", "summary"]);
    assert!(has_focus(&first.body, "call_field.caller.down"));
    let moved = app.submit(&admin, "/exports/new", &press("call_field.summary.up")).await;
    assert_eq!(moved.status, 200);
    assert_eq!(ticked(&moved.body, "call_field"), ["caller", "summary", "agent"]);
    assert!(has_focus(&moved.body, "call_field.summary.up"));
    assert!(!has_focus(&moved.body, "call_field.agent.up"));
    assert!(moved.text().contains("Now column 2 of 3"), "{}", moved.text());
    assert_eq!(ticked(&moved.body, "message_field"), ["text"], "the columns of other rows");
    for kept in [
        "name=\"status\" value=\"completed\"",
        "value=\"xlsx\" checked",
        "value=\"Mine\"",
        "Asked for",
        "aria-label=\"Move Summary up\"",
    ] {
        assert!(moved.body.contains(kept), "{kept} is not in {}", moved.body);
    }
    let exports = app.page(&admin, "/exports").await.text();
    assert!(exports.contains("You have not exported anything yet"), "{exports}");
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_ordered_on_the_page_of_those_who_may_export() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let (staff, late) = (app.session(STAFF).await, app.session(LATE).await);
    let press = "project_id=front-desk&call_field=agent&order_columns=call_field.agent.up";
    assert_eq!(app.submit(&staff, "/exports/new", press).await.status, 404);
    assert_eq!(app.submit(&late, "/exports/new", press).await.status, 404);
    let program = app.post(&app.session(ADMIN).await, "/exports/new", press).await;
    assert_eq!((program.status.as_u16(), program.code()), (422, "unknown_parameter".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_program_is_refused_as_a_problem() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let (admin, manager) = (app.session(ADMIN).await, app.session(MANAGER).await);
    let unknown = app.post(&admin, "/exports/new", "format=csv&colour=red").await;
    assert_eq!((unknown.status.as_u16(), unknown.code()), (422, "unknown_parameter".to_owned()));
    let invalid = app.post(&admin, "/exports/new", "format=doc").await;
    assert_eq!((invalid.status.as_u16(), invalid.fields()), (422, vec!["format".to_owned()]));
    let sensitive = "include_caller_full=on&reason_code=other&justification=x";
    assert_eq!(app.post(&manager, "/exports/new", sensitive).await.status, 403);
    assert_eq!(app.post(&admin, "/exports/new", sensitive).await.status, 201);
    let late = app.session(LATE).await;
    assert_eq!(app.post(&late, "/exports/new", "project_id=front-desk").await.status, 404);
    assert_eq!(app.post(&late, "/exports/new", "").await.code(), "no_matches");
}
