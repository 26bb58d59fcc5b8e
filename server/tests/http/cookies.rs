//! The session cookie: its attributes and its renewal.

use earshot_server::WebSettings;

use crate::harness::{ADMIN, Answer, TestApp};

const FORM: &str = "email=admin%40harbour.example&password=correct+horse";

fn attributes(answer: &Answer) -> Vec<String> {
    let mut parts: Vec<String> =
        answer.header("set-cookie").split("; ").skip(1).map(str::to_owned).collect();
    parts.sort();
    parts
}

fn name(answer: &Answer) -> String {
    answer.header("set-cookie").split('=').next().unwrap().to_owned()
}

fn value(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").split(';').next().unwrap();
    cookie.split_once('=').unwrap().1.to_owned()
}

fn https() -> WebSettings {
    WebSettings { public_url: Some("https://calls.example".to_owned()), ..WebSettings::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_http_the_cookie_is_same_site_and_http_only() {
    let app = TestApp::new().await;
    let answer = app.post("", "/sign-in", FORM).await;
    assert_eq!(name(&answer), "earshot_session");
    assert_eq!(attributes(&answer), ["HttpOnly", "Path=/", "SameSite=Lax"]);
    assert_eq!(answer.header("strict-transport-security"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let app = TestApp::new().await.with_settings(https());
    let answer = app.post("", "/sign-in", FORM).await;
    assert_eq!(name(&answer), "__Host-earshot_session");
    assert_eq!(attributes(&answer), ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    let cookie = format!("__Host-earshot_session={}", value(&answer));
    assert_eq!(app.get(&cookie, "/api/profile").await.status, 200);
    let plain = format!("earshot_session={}", value(&answer));
    assert_eq!(app.get(&plain, "/api/profile").await.status, 401, "a name that http can set");
}

/// Case 5 (docs/threats.md#case-5): a planted session.
#[tokio::test(flavor = "multi_thread")]
async fn signing_in_always_makes_a_new_session() {
    let app = TestApp::new().await;
    let planted = "earshot_session=planted-by-somebody-else";
    let first = value(&app.post(planted, "/sign-in", FORM).await);
    let again = value(&app.post(&format!("earshot_session={first}"), "/sign-in", FORM).await);
    assert!(first.len() >= 43 && first != again && first != "planted-by-somebody-else");
    assert_eq!(app.get(planted, "/api/profile").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_removes_the_cookie_and_ends_the_session() {
    let app = TestApp::new().await;
    for target in ["/sign-out", "/sign-out-everywhere"] {
        let cookie = app.session(ADMIN).await;
        let answer = app.post(&cookie, target, "").await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/sign-in"));
        assert_eq!(value(&answer), "");
        assert!(attributes(&answer).contains(&"Max-Age=0".to_owned()));
        assert_eq!(app.get(&cookie, "/api/profile").await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_cookies_sign_nobody_in() {
    let app = TestApp::new().await;
    let token = app.token(ADMIN).await;
    for forged in ["", "x", &token[1..], &token.to_lowercase(), "' OR 1=1 --", &"a".repeat(4000)] {
        let answer = app.get(&format!("earshot_session={forged}"), "/api/profile").await;
        assert_eq!(answer.status, 401, "{forged}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_makes_the_device_known_and_ends_the_former_session() {
    let app = TestApp::new().await.with_settings(https());
    let answer = app.post("", "/sign-in", FORM).await;
    let cookies: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    assert_eq!(cookies.len(), 2);
    let mut device: Vec<_> = cookies[1].split("; ").collect();
    let pair = device.remove(0).to_owned();
    assert!(pair.starts_with("__Host-earshot_device="), "{pair}");
    device.sort_unstable();
    assert_eq!(device, ["HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=Strict", "Secure"]);
    let session = cookies[0].split(';').next().unwrap().to_owned();
    assert_eq!(app.get(&session, "/api/profile").await.status, 200);
    let again = app.post(&format!("{session}; {pair}"), "/sign-in", FORM).await;
    assert_eq!(again.status, 303);
    assert_eq!(app.get(&session, "/api/profile").await.status, 401);
    assert_eq!(app.get(&pair, "/api/profile").await.status, 401, "a device is not signed in");
}
