//! Call legs over the PBX interface.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_testkit::{call, calls_from_legs, example_leg, leg_with};
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Answer, RIVAL, TestApp, encoded},
    pbx_tokens::{client, token},
};

/// A server in the example's time zone with these legs.
pub async fn site(legs: &[Value]) -> TestApp {
    let app = TestApp::new().await;
    app.sql("UPDATE tenants SET time_zone = 'Asia/Shanghai'").await;
    app.ingest(calls_from_legs(legs, "Asia/Shanghai")).await;
    app
}

pub async fn ask(app: &TestApp, target: &str) -> Answer {
    let request = Request::get(target).header(header::USER_AGENT, "OpenAPI");
    app.send(request.body(Body::empty()).unwrap()).await
}

/// Requests a file with these parameters.
async fn aidownload(app: &TestApp, token: &str, parameters: &[(&str, &str)]) -> Answer {
    let parameters: Vec<_> =
        parameters.iter().map(|(name, value)| format!("&{name}={}", encoded(value))).collect();
    let address = "/openapi/v2.0/cdr/aidownload?access_token=";
    ask(app, &format!("{address}{token}{}", parameters.concat())).await
}

/// Requests a file and downloads it.
async fn fetched(app: &TestApp, token: &str, parameters: &[(&str, &str)]) -> Answer {
    let asked = aidownload(app, token, parameters).await.json();
    assert_eq!((&asked["errcode"], &asked["errmsg"]), (&json!(0), &json!("SUCCESS")), "{asked}");
    let url = asked["download_resource_url"].as_str().unwrap();
    ask(app, &format!("{url}?access_token={token}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn yeastar_the_file_has_the_legs_as_the_pbx_writes_them() {
    let app = site(&[example_leg()]).await;
    let raw = token(&app, &client(&app, ADMIN, &[("scope", "transcripts:raw")]).await).await;
    let asked = aidownload(&app, &raw, &[]).await;
    assert_eq!((asked.status.as_u16(), asked.header("referrer-policy")), (200, "no-referrer"));
    let start = "{\"errcode\":0,\"errmsg\":\"SUCCESS\",\"file\":\"PBX-AI_Transcription-";
    assert!(asked.body.starts_with(start), "{}", asked.body);
    let asked = asked.json();
    let name = asked["file"].as_str().unwrap();
    assert_eq!(asked["download_resource_url"], format!("/api/download/{name}"));
    // It is 20:00 in Shanghai.
    assert!(name.contains("-download-20260615200000-") && name.ends_with(".json"), "{name}");
    let random = name.rsplit_once('-').unwrap().1.trim_end_matches(".json");
    assert!(random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let file = ask(&app, &format!("/api/download/{name}?access_token={raw}")).await;
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{name}\""));
    assert_eq!(file.json(), json!([example_leg()]));
    let fields = [
        "uid",
        "leg_id",
        "leg",
        "time",
        "call_type",
        "call_from",
        "call_to",
        "status",
        "call_duration",
        "ring_duration",
        "talk_duration",
        "hold_duration",
        "ai_transcription",
        "source_number",
        "content",
        "timestamp",
        "duration",
        "ai_summary",
    ];
    let places: Vec<_> =
        fields.iter().map(|field| file.body.find(&format!("\"{field}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{}", file.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_redacted_unless_the_client_may_read_it() {
    let app = site(&[example_leg()]).await;
    let plain = token(&app, &client(&app, ADMIN, &[]).await).await;
    let found = fetched(&app, &plain, &[]).await.json();
    assert_eq!(found[0]["ai_transcription"][1]["content"], "My number is [PHONE]");
    assert_eq!(found[0]["ai_summary"], "The caller left [PHONE].");
    assert_eq!(
        (&found[0]["call_from"], &found[0]["time"]),
        (&json!("3200"), &json!("2026/05/09 21:49:21"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn yeastar_request_parameters_filter_and_all_legs_of_a_call_return() {
    let other = json!({
        "uid": "20260510100000AAAAA", "leg_id": "20260510100000-AAAAA",
        "time": "2026/05/10 10:00:00", "call_type": "Inbound", "call_from": "+12025550160",
        "call_to": "7000", "status": "NO ANSWER",
    });
    let later = json!({"leg_id": "20260509214934-BBBBB", "leg": 2, "time": "2026/05/09 21:49:34",
        "call_from": "7000", "call_to": "1001", "status": "VOICEMAIL"});
    let app = site(&[example_leg(), leg_with(&later), leg_with(&other)]).await;
    let token = token(&app, &client(&app, ADMIN, &[]).await).await;
    let (both, one) = (vec![1, 2], vec![1]);
    for (parameters, legs) in [
        (vec![("call_from", "3200")], both.clone()),
        (vec![("call_from", "+1 (202) 555-0160")], one.clone()),
        (vec![("call_to", "1001")], both.clone()),
        (vec![("call_to", "7000")], vec![1, 2, 1]),
        (vec![("call_type", "Internal")], both.clone()),
        (vec![("last_status", "ANSWERED")], both.clone()),
        (vec![("last_status", "NO ANSWER")], one.clone()),
        (vec![("start_time", "2026/05/10 00:00:00")], one.clone()),
        (vec![("end_time", "2026/05/09 21:49:21")], both.clone()),
        (vec![("start_time", ""), ("call_to", "")], vec![1, 2, 1]),
    ] {
        let found = fetched(&app, &token, &parameters).await.json();
        let found: Vec<_> =
            found.as_array().unwrap().iter().map(|leg| leg["leg"].clone()).collect();
        assert_eq!(found, legs, "{parameters:?}");
    }
    // The first leg was answered, so the last one does not decide.
    for (parameter, code, words) in [
        (("last_status", "VOICEMAIL"), 60001, "DATA NOT FOUND"),
        (("call_to", "100"), 60001, "DATA NOT FOUND"),
        (("call_from", "7000"), 60001, "DATA NOT FOUND"),
        (("last_status", "answered"), 40002, "PARAMETER ERROR"),
        (("call_type", "internal"), 40002, "PARAMETER ERROR"),
        (("start_time", "2026-05-09 21:49:21"), 40001, "PARAMETER SYNTAX ERROR"),
        (("end_time", "05/09/2026 21:49:21"), 40001, "PARAMETER SYNTAX ERROR"),
    ] {
        let refused = aidownload(&app, &token, &[parameter]).await;
        assert_eq!(refused.status, 200);
        assert_eq!(refused.json(), json!({"errcode": code, "errmsg": words}), "{parameter:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn yeastar_times_are_in_the_display_format_of_the_pbx() {
    let app = site(&[example_leg()]).await;
    let token = token(&app, &client(&app, ADMIN, &[]).await).await;
    app.sql("UPDATE tenants SET date_order = 'mdy', clock_face = '12'").await;
    let found = fetched(&app, &token, &[("start_time", "05/09/2026 09:49:21 PM")]).await.json();
    assert_eq!(found[0]["time"], "05/09/2026 09:49:21 PM");
    let refused = aidownload(&app, &token, &[("start_time", "2026/05/09 21:49:21")]).await;
    assert_eq!(refused.json()["errcode"], 40001);
}

#[tokio::test(flavor = "multi_thread")]
async fn yeastar_the_download_url_is_valid_for_30_minutes_and_needs_a_token() {
    let app = site(&[example_leg()]).await;
    let own = client(&app, ADMIN, &[]).await;
    let access = token(&app, &own).await;
    let asked = aidownload(&app, &access, &[]).await.json();
    let url = asked["download_resource_url"].as_str().unwrap().to_owned();
    let with = |token: &str| format!("{url}?access_token={token}");
    assert_eq!(ask(&app, &url).await.status, 401);
    assert_eq!(ask(&app, &with("nope")).await.status, 401);
    let rival = client(&app, RIVAL, &[]).await;
    assert_eq!(ask(&app, &with(&token(&app, &rival).await)).await.status, 404);
    assert_eq!(ask(&app, &with(&access)).await.json(), ask(&app, &with(&access)).await.json());
    // The vendor's page joins the base URL and this path with a slash.
    assert_eq!(ask(&app, &format!("/{}", with(&access))).await.status, 200);
    assert_eq!(ask(&app, &format!("/{url}")).await.status, 401);
    app.advance_clock(30 * 60 - 1);
    let access = token(&app, &own).await;
    assert_eq!(ask(&app, &with(&access)).await.status, 200);
    app.advance_clock(1);
    assert_eq!(ask(&app, &with(&access)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_arrive_later_and_calls_of_others_are_not_in_the_file() {
    let app = site(&[example_leg()]).await;
    app.ingest_into("harbour", "after-hours", vec![call(1)]).await;
    app.ingest_into("rival", "lobby", vec![call(2)]).await;
    let token = token(&app, &client(&app, ADMIN, &[]).await).await;
    let asked = aidownload(&app, &token, &[]).await.json();
    app.ingest(vec![call(3)]).await;
    let url = asked["download_resource_url"].as_str().unwrap();
    let found = ask(&app, &format!("{url}?access_token={token}")).await.json();
    assert_eq!(found.as_array().unwrap().len(), 1);
    let now = fetched(&app, &token, &[]).await.json();
    let statuses: Vec<_> =
        now.as_array().unwrap().iter().map(|leg| leg["status"].clone()).collect();
    assert_eq!(statuses, ["ANSWERED", "ANSWERED"]);
    assert_eq!(now[1]["call_from"], "+442079400003");
}

#[tokio::test(flavor = "multi_thread")]
async fn downloads_are_in_the_audit_log_without_their_numbers() {
    let app = site(&[example_leg()]).await;
    let token = token(&app, &client(&app, ADMIN, &[]).await).await;
    fetched(&app, &token, &[("call_from", "3200")]).await;
    let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
    let last = log.last().unwrap();
    assert_eq!((last.action.as_str(), broken), ("pbx.downloaded", None));
    assert!(!last.detail.contains("3200"));
}

#[tokio::test(flavor = "multi_thread")]
async fn head_counts_as_no_download() {
    let app = site(&[example_leg()]).await;
    let plain = token(&app, &client(&app, ADMIN, &[]).await).await;
    let asked = aidownload(&app, &plain, &[]).await.json();
    let url = asked["download_resource_url"].as_str().unwrap();
    let head = async |target: String| {
        let request = Request::head(target).header(header::USER_AGENT, "OpenAPI");
        app.send(request.body(Body::empty()).unwrap()).await
    };
    let log = async || app.backend.audit().log("harbour").await.unwrap().0.len();
    let before = log().await;
    let described = head(format!("{url}?access_token={plain}")).await;
    assert_eq!(
        (described.status.as_u16(), described.header("content-type")),
        (200, "application/json")
    );
    assert!(described.header("content-disposition").starts_with("attachment; filename="));
    assert_eq!(head(format!("{url}0?access_token={plain}")).await.status, 404);
    assert_eq!(log().await, before);
}
