//! PII unlock over HTTP: every role, foreign ids, caches, and the page without scripts.

use earshot_backend::readers::IncomingCall;
use earshot_domain::{CallDetails, CallId, Consent, PlaybackCompliance};
use earshot_testkit::{Log, alternating_turns, call};

use crate::harness::{ADMIN, Answer, LATE, MANAGER, RIVAL, STAFF, TestApp, encoded};

const EMAIL: &str = "mara.quill@canary.example";
const NUMBER: &str = "7946 0958";
pub const FORM: &str = "scope=all&reason_code=customer_complaint\
                    &justification=The+caller+disputes+the+fee+of+June.";

fn consented(n: u32) -> IncomingCall {
    IncomingCall {
        summary: Some(format!("Call {n}: ring +44 20 {NUMBER}")),
        turns: alternating_turns(&["What is your e-mail address?", EMAIL]),
        details: CallDetails {
            consent: Some(Consent::Granted),
            playback_compliance: Some(PlaybackCompliance::Permitted),
            ..CallDetails::default()
        },
        ..call(n)
    }
}

/// A server with one call that may be unlocked.
async fn site() -> (TestApp, CallId) {
    let app = TestApp::new().await;
    app.ingest(vec![consented(1)]).await;
    let id = app.call_ids(ADMIN).await[0];
    (app, id)
}

async fn unlock(app: &TestApp, cookie: &str, id: CallId) -> String {
    let answer = app.post(cookie, &format!("/api/calls/{id}/unlocks"), FORM).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn has_clear_text(answer: &Answer) -> bool {
    answer.body.contains(EMAIL) || answer.body.contains(NUMBER)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unlocked_is_shown_to_its_person_once_per_request_and_never_stored() {
    let (app, id) = site().await;
    let session = app.session(MANAGER).await;
    let unlock_id = unlock(&app, &session, id).await;
    let text = app.post(&session, &format!("/api/unlocks/{unlock_id}/view"), "").await;
    assert_eq!((text.status.as_u16(), text.header("cache-control")), (200, "no-store"));
    assert_eq!(text.json()["turns"][1]["text"], EMAIL);
    assert_eq!(text.json()["entities"][1]["label"], "EMAIL");
    let page = app.page(&session, &format!("/calls?project_id=front-desk&expand={id}")).await;
    assert!(page.body.contains("End unlock") && page.body.contains("15 min 00 s left"));
    assert!(!has_clear_text(&page), "the page shows it only when it is asked for");
    let ended = app.post(&session, &format!("/api/unlocks/{unlock_id}/end"), "").await;
    assert_eq!(ended.status, 204);
    let again = app.post(&session, &format!("/api/unlocks/{unlock_id}/view"), "").await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "conflict"));
    let listed = app.page(&session, "/activity/sensitive").await;
    for words in ["Viewed: Transcript", "Viewed: Extracted entities", "Ended by the person"] {
        assert!(listed.body.contains(words), "{words}: {}", listed.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_form_comes_back_or_the_text_is_shown_in_place() {
    let (app, id) = site().await;
    let session = app.session(ADMIN).await;
    let target = format!("/calls?project_id=front-desk&expand={id}");
    let page = app.page(&session, &target).await;
    assert!(page.body.contains("PII unlock") && page.body.contains("Request unlock"));
    let form =
        format!("unlock=request&call_id={id}&scope=all&reason_code=other&justification=short%3C");
    let refused = app.submit(&session, &target, &form).await;
    assert_eq!(refused.status, 422);
    for words in ["Other reason", "Justification", "short&lt;"] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    let form = format!("unlock=request&call_id={id}&{FORM}");
    let asked = app.submit(&session, &target, &form).await;
    assert_eq!(asked.status, 303);
    assert!(asked.header("location").ends_with("#unlock"), "{}", asked.header("location"));
    let page = app.page(&session, &target).await;
    let (_, unlock_id) = page.body.split_once("name=\"unlock_id\" value=\"").unwrap();
    let unlock_id = &unlock_id[..36];
    let form = format!("unlock=view&call_id={id}&unlock_id={unlock_id}");
    let shown = app.submit(&session, &target, &form).await;
    assert_eq!((shown.status.as_u16(), shown.header("cache-control")), (200, "no-store"));
    assert!(shown.body.contains("Unlocked transcript") && has_clear_text(&shown));
    assert!(shown.header("refresh").starts_with("900; url=/calls?"));
    assert!(!has_clear_text(&app.page(&session, &target).await), "only in that answer");
    let form = format!("unlock=end&call_id={id}&unlock_id={unlock_id}");
    assert_eq!(app.submit(&session, &target, &form).await.status, 303);
    let shown = app.submit(&session, &target, &form.replace("end", "view")).await;
    assert_eq!(shown.status, 409);
    assert!(!has_clear_text(&shown));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_what_to_do() {
    let app = TestApp::new().await;
    app.ingest(vec![call(1)]).await;
    let id = app.call_ids(ADMIN).await[0];
    let session = app.session(MANAGER).await;
    let refused = app.post(&session, &format!("/api/calls/{id}/unlocks"), FORM).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "unlock_refused"));
    assert!(refused.body.contains("A Client Admin can set consent and compliance"));
    let target = format!("/calls?project_id=front-desk&expand={id}");
    let form = format!("unlock=request&call_id={id}&{FORM}");
    let page = app.submit(&session, &target, &form).await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains("The caller disputes the fee of June."), "nothing typed is lost");
    let listed = app.page(&session, "/activity/sensitive").await;
    assert!(listed.body.contains("Asked and refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_unlock_opens_no_door() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // Without another, the log of other tests' threads decides which events are made at all.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let (app, id) = site().await;
    let admin = app.session(ADMIN).await;
    let unlock_id = unlock(&app, &admin, id).await;
    assert!(has_clear_text(&app.post(&admin, &format!("/api/unlocks/{unlock_id}/view"), "").await));
    let with = "include_decrypted_transcript=on&include_entities=on\
                &reason_code=other&justification=asked";
    let csv =
        app.post(&admin, "/api/exports/calls", &format!("project_id=front-desk&{with}")).await;
    assert!(has_clear_text(&csv), "the exporter's own file");
    let unknown =
        app.post(&admin, "/api/unlocks/01890a5d-ac96-774b-bcce-b302099a8057/view", "").await;
    assert_eq!(unknown.status, 404);
    for who in [MANAGER, STAFF, RIVAL, LATE] {
        let session = app.session(who).await;
        let viewed = app.post(&session, &format!("/api/unlocks/{unlock_id}/view"), "").await;
        let masked = |answer: &Answer| {
            let mut json = answer.json();
            json["request_id"].take();
            (answer.status, json)
        };
        assert_eq!(masked(&viewed), masked(&unknown), "{who}");
        let form = format!("unlock=view&call_id={id}&unlock_id={unlock_id}");
        let shown = app.submit(&session, &format!("/calls?expand={id}"), &form).await;
        assert_eq!(shown.status, 404, "{who}");
    }
    for who in [ADMIN, MANAGER, STAFF] {
        let session = app.session(who).await;
        for target in [
            format!("/calls?project_id=front-desk&expand={id}"),
            format!("/calls?project_id=front-desk&q={}", encoded("mara")),
            format!("/api/review?call_id={id}"),
            "/api/calls?query=project_id%3Dfront-desk".to_owned(),
            "/exports".to_owned(),
            "/activity/sensitive".to_owned(),
            "/api/activity/sensitive".to_owned(),
            format!("/api/calls/{id}/transcript"),
            format!("/api/calls/{id}/conversation?format=json"),
            format!("/api/calls/{id}/conversation?format=csv"),
        ] {
            for answer in [app.page(&session, &target).await, app.get(&session, &target).await] {
                assert!(!has_clear_text(&answer), "{who} {target}: {}", answer.body);
            }
        }
        let csv = app.post(&session, "/api/exports/calls", "project_id=front-desk").await;
        assert_eq!(csv.status, 200);
        assert!(!has_clear_text(&csv), "{who}: an export that does not name it");
    }
    for canary in [EMAIL, NUMBER, "disputes the fee"] {
        assert!(!app.database_contains(canary), "the database has {canary}");
    }
    let text = log.text();
    assert!(text.contains("/unlocks"), "requests are logged");
    assert!(!text.contains(EMAIL) && !text.contains(NUMBER));
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_have_no_unlock_and_nobody_else_ends_it() {
    let (app, id) = site().await;
    let manager = app.session(MANAGER).await;
    let unlock_id = unlock(&app, &manager, id).await;
    let staff = app.session(STAFF).await;
    let page = app.page(&staff, &format!("/calls?project_id=front-desk&expand={id}")).await;
    assert!(!page.body.contains("PII unlock") && !page.body.contains("/activity/sensitive"));
    assert_eq!(app.post(&staff, &format!("/api/calls/{id}/unlocks"), "").await.status, 404);
    assert_eq!(app.page(&staff, "/activity/sensitive").await.status, 404);
    for who in [STAFF, RIVAL, LATE] {
        let session = app.session(who).await;
        let ended = app.post(&session, &format!("/api/unlocks/{unlock_id}/end"), "").await;
        assert_eq!(ended.status, 404, "{who}");
    }
    // A key is no person.
    let key = app
        .key(
            ADMIN,
            &[
                ("scope", "transcripts:raw"),
                ("scope", "conversations:read"),
                ("project_id", "front-desk"),
            ],
        )
        .await;
    let request = crate::harness::post(&format!("/api/calls/{id}/unlocks"))
        .header("x-api-key", key)
        .body(axum::body::Body::from(FORM))
        .unwrap();
    assert_eq!(app.send(request).await.status, 401);
    let admin = app.session(ADMIN).await;
    let page = app.page(&admin, &format!("/calls?project_id=front-desk&expand={id}")).await;
    assert!(page.body.contains("Unlocked by others"));
    assert_eq!(app.post(&admin, &format!("/api/unlocks/{unlock_id}/end"), "").await.status, 204);
}
