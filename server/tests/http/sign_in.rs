//! Sign-in over HTTP: the return address, and failures.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use earshot_backend::{Limits, Rate};
use earshot_server::WebSettings;

use crate::harness::{ADMIN, Answer, TestApp, encoded, get, post};

const RIGHT: &str = "email=admin%40harbour.example&password=correct+horse";
const WRONG: &str = "email=admin%40harbour.example&password=wrong";

/// A page without the parts that differ each time.
fn page_text(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split_once("'nonce-").unwrap().1.split_once('\'').unwrap().0;
    answer.body.replace(nonce, "*").replace(answer.header("x-request-id"), "*")
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_returns_to_the_requested_page() {
    let app = TestApp::new().await;
    for wanted in
        ["/calls?status=missed&q=two+words", "/exports", "/", "/calls/some-id?project_id=p"]
    {
        let away = app.page("", wanted).await;
        assert_eq!(away.status, StatusCode::SEE_OTHER);
        let to = away.header("location").to_owned();
        let query = to.strip_prefix("/sign-in?").unwrap();
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        assert_eq!(pairs, [("next".into(), wanted.into())]);
        let form = app.page("", &to).await;
        let hidden = format!("name=\"next\" value=\"{}\"", wanted.replace('&', "&amp;"));
        assert!(form.body.contains(&hidden), "{hidden} is not in the form");
        let back = app.post("", "/sign-in", &format!("{RIGHT}&next={}", encoded(wanted))).await;
        assert_eq!((back.status, back.header("location")), (StatusCode::SEE_OTHER, wanted));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_return_address_never_leads_to_another_site() {
    let app = TestApp::new().await;
    for evil in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil",
        "http:evil.example",
        "javascript:alert(1)",
        "/%0d%0aLocation:/x\r\nX: y",
        "///evil.example",
        "calls",
        "",
        "/sign-out",
        "/sign-in?next=/calls",
        " //evil.example",
        "/\n/evil.example",
    ] {
        let answer = app.post("", "/sign-in", &format!("{RIGHT}&next={}", encoded(evil))).await;
        assert_eq!(answer.header("location"), "/calls", "{evil:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_never_tells_whether_the_account_exists() {
    let app = TestApp::new().await;
    let wrong = app.post("", "/sign-in", &format!("{WRONG}&next=%2Fexports")).await;
    let unknown = WRONG.replace("admin", "nobody");
    let unknown = app.post("", "/sign-in", &format!("{unknown}&next=%2Fexports")).await;
    for (answer, typed) in [(&wrong, "admin@harbour.example"), (&unknown, "nobody@harbour.example")]
    {
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert_eq!(answer.header("set-cookie"), "");
        assert!(answer.body.contains("role=\"alert\"") && answer.body.contains("is incorrect"));
        assert!(answer.body.contains("name=\"next\" value=\"/exports\""), "the way back is lost");
        assert!(answer.body.contains(&format!("value=\"{typed}\"")), "what was typed is lost");
    }
    assert_eq!(page_text(&wrong), page_text(&unknown).replace("nobody@", "admin@"));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_failures_are_told_when_to_retry() {
    let limits = Limits { sign_in_rate: Rate { events: 2, seconds: 900 }, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    for _ in 0..2 {
        assert_eq!(app.post("", "/sign-in", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    let limited = app.post("", "/sign-in", RIGHT).await;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!((limited.header("retry-after"), limited.header("set-cookie")), ("900", ""));
    assert!(limited.body.contains("15 minutes"));
}

/// Case 13 (docs/threats.md#case-13): a forged address.
#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_address_is_believed_from_a_trusted_proxy_only() {
    let limits =
        Limits { sign_in_address_rate: Rate { events: 3, seconds: 900 }, ..Limits::default() };
    for trusted in [false, true] {
        let proxies = trusted.then(|| "127.0.0.1".parse().unwrap()).into_iter();
        let settings = WebSettings { trusted_proxies: proxies.collect(), ..WebSettings::default() };
        let app = TestApp::with(settings, limits).await;
        let mut refused = 0;
        for n in 0..6 {
            let spoofed = format!("10.0.0.{n}, 203.0.113.{n}");
            let form = WRONG.replace("admin", &format!("guess{n}"));
            let request = post("/sign-in").header("x-forwarded-for", spoofed);
            let answer = app.send(request.body(Body::from(form)).unwrap()).await;
            refused += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert_eq!(refused, if trusted { 0 } else { 3 }, "trusted: {trusted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_read_is_malformed() {
    let app = TestApp::new().await;
    for (kind, body) in [("application/json", "{}"), ("text/plain", RIGHT), ("", RIGHT)] {
        let mut request = post("/sign-in");
        request.headers_mut().unwrap().remove(header::CONTENT_TYPE);
        let request = request.header(header::CONTENT_TYPE, kind);
        let answer = app.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "malformed"));
    }
    let empty = app.post("", "/sign-in", "").await;
    assert_eq!(empty.status, StatusCode::UNAUTHORIZED, "missing fields are wrong ones");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demos_people_are_listed_in_the_demo_only() {
    let app = TestApp::new().await;
    let demo = app.with_settings(WebSettings { demo: true, ..WebSettings::default() });
    let listed = "earshot-demo";
    assert!(demo.page("", "/sign-in").await.body.contains(listed));
    let request = get("/sign-in").header(header::COOKIE, app.session(ADMIN).await);
    for plain in
        [app.page("", "/sign-in").await, app.send(request.body(Body::empty()).unwrap()).await]
    {
        assert!(!plain.body.contains(listed));
    }
}
