//! Masking for Client Staff: no full number in the page, its data or its source.

use axum::{body::Body, http::Request};
use earshot_backend::readers::IncomingCall;
use earshot_testkit::{call, caller_number};

use crate::harness::{ADMIN, MANAGER, STAFF, TestApp};

/// Common spellings of a number's digits.
fn spellings(number: &str) -> Vec<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let home = format!("0{}", &digits[2..]);
    vec![number.to_owned(), digits.clone(), home, digits[digits.len() - 7..].to_owned()]
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_sent_no_full_number() {
    let app = TestApp::new().await;
    app.ingest((100..160).map(call).collect()).await;
    let staff = app.session(STAFF).await;
    let ids = app.call_ids(STAFF).await;
    let pages = [
        "/calls".to_owned(),
        "/calls?export=1".to_owned(),
        "/calls?sort=oldest".to_owned(),
        format!("/calls?expand={}", ids[0]),
        format!("/calls?q=nothing&expand={}", ids[3]),
        format!("/api/review?call_id={}", ids[0]),
        "/api/calls?query=".to_owned(),
    ];
    for target in pages {
        let page = app.page(&staff, &target).await;
        assert_eq!(page.status, 200, "{target}");
        for number in (100..160).map(caller_number).chain(["+442079460100".to_owned()]) {
            for spelling in spellings(&number) {
                assert!(!page.body.contains(&spelling), "{target} carries {spelling}");
            }
        }
    }
    let file = app.post(&staff, "/api/exports/calls", "").await.body;
    assert!(!file.contains("207940") && file.contains("[REDACTED]"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_pages_show_managers_the_number() {
    let app = TestApp::new().await;
    app.ingest(vec![call(100)]).await;
    let manager = app.session(MANAGER).await;
    let id = app.call_ids(MANAGER).await[0];
    for target in ["/calls".to_owned(), format!("/calls?expand={id}")] {
        assert!(app.page(&manager, &target).await.body.contains(&caller_number(100)), "{target}");
    }
}

/// What each door shows of a call from `caller` to a Client Admin, and programs.
async fn shown(caller: &str) -> Vec<(&'static str, String)> {
    let app = TestApp::new().await;
    app.ingest(vec![IncomingCall { caller: Some(caller.to_owned()), ..call(1) }]).await;
    let (admin, staff) = (app.session(ADMIN).await, app.session(STAFF).await);
    let id = app.call_ids(ADMIN).await[0];
    let key = app.key(ADMIN, &[("scope", "calls:read"), ("project_id", "front-desk")]).await;
    let feed = Request::get("/v1/calls").header("x-api-key", key);
    vec![
        ("page", app.page(&admin, "/calls").await.body),
        ("page of staff", app.page(&staff, "/calls").await.body),
        ("review of staff", app.page(&staff, &format!("/api/review?call_id={id}")).await.body),
        ("file", app.post(&admin, "/api/exports/calls", "").await.body),
        ("file of staff", app.post(&staff, "/api/exports/calls", "").await.body),
        (
            "transcript",
            app.get(&admin, &format!("/api/calls/{id}/transcript?format=txt")).await.body,
        ),
        (
            "conversation",
            app.get(&admin, &format!("/api/calls/{id}/conversation?format=json")).await.body,
        ),
        ("feed", app.send(feed.body(Body::empty()).unwrap()).await.body),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withheld_number_is_said_to_be_by_every_door() {
    for caller in ["anonymous", "<sip:Anonymous@203.0.113.77>", "Restricted"] {
        for (door, text) in shown(caller).await {
            assert!(text.contains("Withheld"), "{door} of {caller}: {text}");
            assert!(!text.to_lowercase().contains("sip:"), "{door} of {caller}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_masked_by_its_user() {
    for (caller, masked) in
        [("sip:+12025550177@203.0.113.99", "0177"), ("sip:nina@203.0.113.99", "")]
    {
        for (door, text) in shown(caller).await.into_iter().filter(|(door, _)| *door != "page") {
            assert!(!text.contains("203.0.113"), "{door} of {caller}: {text}");
            let mask = match door {
                "file of staff" => "[REDACTED]".to_owned(),
                "page of staff" if masked.is_empty() => "••••".to_owned(),
                "page of staff" => format!("•••• {masked}"),
                "review of staff" => masked.to_owned(),
                _ => format!("****{masked}"),
            };
            assert!(text.contains(&mask), "{door} of {caller}: {mask} is not in {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_which_forms_of_a_number_were_looked_for() {
    let app = TestApp::new().await;
    app.ingest(vec![call(100)]).await;
    let manager = app.session(MANAGER).await;
    let page = app.page(&manager, "/calls?project_id=front-desk&caller=020+7946+0199").await.body;
    for words in ["+442079460199, 02079460199, 2079460199", "last digits, four or more"] {
        assert!(page.contains(words), "{words}: {page}");
    }
}
