//! Reports that are refused: unsigned, for an unknown receiver, too large, out of time.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

use crate::{
    harness::{ADMIN, Answer},
    receivers::{MAPPED, SECRET, app, described, report, sha256},
};

#[tokio::test(flavor = "multi_thread")]
async fn reports_that_are_not_signed_are_refused_and_slow_their_address_down() {
    let app = app(MAPPED).await;
    let target = "/v1/ingest/webhooks/switch";
    let forged = [("x-hub-signature-256", format!("sha256={}", "0".repeat(64)))];
    let body = json!({"event": "hangup"}).to_string();
    for headers in [&[][..], &forged] {
        let answer = report(&app, target, headers, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "invalid_key"));
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(
            detail.contains("the receiver's secret") && !detail.contains("API key"),
            "{detail}"
        );
    }
    let mut last = 0;
    for _ in 0..20 {
        last = report(&app, target, &forged, &body).await.status.as_u16();
    }
    assert_eq!(last, 429);
    let signed = [("x-hub-signature-256", format!("sha256={}", sha256(&["not json"])))];
    assert_eq!(report(&app, target, &signed, "not json").await.code(), "malformed");
    let admin = app.session(ADMIN).await;
    let listed = app.get(&admin, "/api/settings").await.json()["refused_reports"].clone();
    let (last, first) = (&listed[0], listed.as_array().unwrap().last().unwrap());
    assert_eq!((&last["receiver"], &first["receiver"]), (&json!("switch"), &json!("switch")));
    let reasons: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|report| report["reason"].as_str().unwrap())
        .collect();
    assert!(reasons.contains(&"The report is not valid JSON. Nothing was stored."), "{reasons:?}");
    let page = app.get(&admin, "/settings").await.body;
    assert!(page.contains("Refused reports") && page.contains("not signed"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_receiver_answers_like_one_to_whom_a_report_is_not_signed() {
    let app = app(MAPPED).await;
    let forged = [("x-hub-signature-256", format!("sha256={}", "0".repeat(64)))];
    let masked = |answer: &Answer| answer.body.replace(answer.header("x-request-id"), "*");
    let large = "x".repeat((2 << 20) + 1);
    for (headers, body, status) in
        [(&[][..], "{}", 401), (&forged, "{}", 401), (&[], &large, 413), (&forged, &large, 413)]
    {
        let known = report(&app, "/v1/ingest/webhooks/switch", headers, body).await;
        let unknown = report(&app, "/v1/ingest/webhooks/nobody", headers, body).await;
        assert_eq!((known.status.as_u16(), unknown.status.as_u16()), (status, status));
        assert_eq!(masked(&known), masked(&unknown));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sets_the_largest_report() {
    let app = app(&MAPPED.replace("vendor", "max_bytes = 40\n    vendor")).await;
    for (length, status) in [(40, 200), (41, 413)] {
        let body = format!("{{\"event\":\"{}\"}}", "x".repeat(length - 12));
        let signed = [("x-hub-signature-256", format!("sha256={}", sha256(&[&body])))];
        let answer = report(&app, "/v1/ingest/webhooks/switch", &signed, &body).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_no_clock_shows_is_not_genuine() {
    let app = app(&described("vapi", "")).await;
    for time in ["-9223372036854775808", "9223372036854775807", "-1", "9223372036854775808"] {
        let signed = [
            ("x-signature", sha256(&[time, ".", "{}"])),
            ("x-timestamp", time.to_owned()),
            ("x-retell-signature", format!("v={time},d={}", sha256(&["{}", time]))),
        ];
        let answer = report(&app, "/v1/ingest/webhooks/desk", &signed, "{}").await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (401, "invalid_key"),
            "{time}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_with_the_content_type_of_a_form_is_refused_with_words_and_noted() {
    let app = app(&(described("vapi", "") + MAPPED)).await;
    let body = json!({"event": "hangup", "message": {"type": "end-of-call-report"}}).to_string();
    let vapi = ("x-vapi-secret", SECRET.to_owned());
    let switch = ("x-hub-signature-256", format!("sha256={}", sha256(&[&body])));
    for (name, (header, secret)) in [("desk", vapi), ("switch", switch)] {
        for kind in [
            "application/x-www-form-urlencoded",
            "Application/X-WWW-Form-URLEncoded; charset=utf-8",
        ] {
            let request = Request::post(format!("/v1/ingest/webhooks/{name}"))
                .header(header::HOST, "calls.example")
                .header(header, &secret)
                .header(header::CONTENT_TYPE, kind);
            let answer = app.send(request.body(Body::from(body.clone())).unwrap()).await;
            assert_eq!(answer.status, 400, "{name}: {}", answer.body);
            assert_eq!(answer.code(), "malformed");
            let detail = answer.json()["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains("application/json"), "{detail}");
        }
    }
    let admin = app.session(ADMIN).await;
    let listed = app.get(&admin, "/api/settings").await.json()["refused_reports"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 4, "{listed}");
}
