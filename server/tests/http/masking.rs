//! Masking for Client Staff: no full number in the page, its data or its source.

use earshot_testkit::{call, caller_number};

use crate::harness::{MANAGER, STAFF, TestApp};

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
