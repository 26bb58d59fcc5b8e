//! Tokens of PBX clients, and refusals of requests without a valid one.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_domain::CreatedApiKey;
use earshot_testkit::calls;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, RIVAL, TestApp};

/// A PBX client of a person's first project.
pub async fn client(app: &TestApp, email: &str, more: &[(&str, &str)]) -> CreatedApiKey {
    let project = if email == RIVAL { "lobby" } else { "front-desk" };
    let own = [("kind", "pbx_client"), ("scope", "calls:read"), ("project_id", project)];
    app.create_key(email, &[own.as_slice(), more].concat()).await
}

/// Gets an access token of a client.
pub async fn token(app: &TestApp, client: &CreatedApiKey) -> String {
    let answer = get_token(app, client).await;
    answer["access_token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn get_token(app: &TestApp, client: &CreatedApiKey) -> Value {
    let id = client.client_id.as_deref().unwrap();
    post(app, "v2.0/get_token", &json!({"username": id, "password": client.secret})).await.json()
}

async fn post(app: &TestApp, path: &str, body: &Value) -> Answer {
    send(app, "POST", path, &body.to_string(), Some("OpenAPI")).await
}

async fn get(app: &TestApp, path: &str) -> Value {
    send(app, "GET", path, "", Some("OpenAPI")).await.json()
}

async fn send(app: &TestApp, method: &str, path: &str, body: &str, agent: Option<&str>) -> Answer {
    let mut request = Request::builder().method(method).uri(format!("/openapi/{path}"));
    if let Some(agent) = agent {
        request = request.header(header::USER_AGENT, agent);
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

/// Requests a file and returns the code.
async fn code(app: &TestApp, token: &str) -> Value {
    get(app, &format!("v2.0/cdr/aidownload?access_token={token}")).await["errcode"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_given_renewed_and_taken_back() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let client = client(&app, ADMIN, &[]).await;
    assert_eq!((client.client_id.as_ref().unwrap().len(), client.secret.len()), (32, 32));
    let given = get_token(&app, &client).await;
    assert_eq!((&given["errcode"], &given["errmsg"]), (&json!(0), &json!("SUCCESS")));
    assert_eq!(given["access_token_expire_time"], 1800);
    assert_eq!(given["refresh_token_expire_time"], 86_400);
    let access = given["access_token"].as_str().unwrap();
    assert_eq!((access.len(), given["refresh_token"].as_str().unwrap().len()), (32, 32));
    assert_eq!(code(&app, access).await, 0);
    let refresh = json!({"refresh_token": given["refresh_token"]});
    let renewed = post(&app, "v1.0/refresh_token", &refresh).await.json();
    let second = renewed["access_token"].as_str().unwrap();
    assert_eq!((code(&app, access).await, code(&app, second).await), (json!(10004), json!(0)));
    assert_eq!(post(&app, "v2.0/refresh_token", &refresh).await.json()["errcode"], 10004);
    let gone = get(&app, &format!("v2.0/del_token?access_token={second}")).await;
    assert_eq!(gone, json!({"errcode": 0, "errmsg": "SUCCESS"}));
    assert_eq!(code(&app, second).await, 10004);
    assert!(!app.database_contains(access) && !app.database_contains(&client.secret));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_lives_30_minutes_and_a_refresh_token_a_day() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let client = client(&app, ADMIN, &[]).await;
    let given = get_token(&app, &client).await;
    let access = given["access_token"].as_str().unwrap();
    app.advance_clock(1799);
    assert_eq!(code(&app, access).await, 0);
    app.advance_clock(1);
    assert_eq!(
        get(&app, &format!("v2.0/cdr/aidownload?access_token={access}")).await,
        json!({"errcode": 10004, "errmsg": "TOKEN EXPIRED"})
    );
    app.advance_clock(86_400 - 1800 - 1);
    let refresh = json!({"refresh_token": given["refresh_token"]});
    let renewed = post(&app, "v2.0/refresh_token", &refresh).await.json();
    assert_eq!(renewed["errcode"], 0);
    app.advance_clock(86_400);
    let late = json!({"refresh_token": renewed["refresh_token"]});
    assert_eq!(post(&app, "v2.0/refresh_token", &late).await.json()["errcode"], 10004);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_access_tokens_are_valid_at_once() {
    let app = TestApp::new().await;
    let client = client(&app, ADMIN, &[]).await;
    for _ in 0..8 {
        assert_eq!(get_token(&app, &client).await["errcode"], 0);
    }
    let ninth = get_token(&app, &client).await;
    assert_eq!(ninth, json!({"errcode": 60002, "errmsg": "MAX LIMITATION EXCEEDED"}));
    app.advance_clock(1800);
    assert_eq!(get_token(&app, &client).await["errcode"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_block_their_address_for_a_time() {
    let app = TestApp::new().await;
    let good = client(&app, ADMIN, &[]).await;
    let bad = CreatedApiKey { secret: "wrong".to_owned(), ..good.clone() };
    for _ in 0..5 {
        let refused = get_token(&app, &bad).await;
        assert_eq!(refused, json!({"errcode": 10005, "errmsg": "ACCESS DENIED"}));
    }
    for client in [&bad, &good] {
        let blocked = get_token(&app, client).await;
        assert_eq!(blocked, json!({"errcode": 70004, "errmsg": "ACCOUNT IP BLOCKED"}));
    }
    app.advance_clock(600);
    assert_eq!(get_token(&app, &good).await["errcode"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessed_tokens_block_their_address_and_old_ones_do_not() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let client = client(&app, ADMIN, &[("requests_per_minute", "1000")]).await;
    let [valid, deleted, replaced] = [
        token(&app, &client).await,
        token(&app, &client).await,
        get_token(&app, &client).await["access_token"].to_string(),
    ];
    let (deleted, replaced) = (deleted, replaced.trim_matches('"').to_owned());
    get(&app, &format!("v2.0/del_token?access_token={deleted}")).await;
    get(&app, &format!("v2.0/del_token?access_token={replaced}")).await;
    for _ in 0..30 {
        assert_eq!(
            (code(&app, &deleted).await, code(&app, &replaced).await),
            (json!(10004), json!(10004))
        );
    }
    // Twenty guesses a minute, at any endpoint that takes a token.
    for guess in 0..20 {
        let path = if guess % 2 == 0 { "cdr/getaicontext" } else { "del_token" };
        let answer = get(&app, &format!("v2.0/{path}?access_token=guess{guess}")).await;
        assert_eq!(answer["errcode"], 10004);
    }
    let blocked = get(&app, "v2.0/cdr/aidownload?access_token=guess").await;
    assert_eq!(blocked, json!({"errcode": 70004, "errmsg": "ACCOUNT IP BLOCKED"}));
    let file = Request::get("/api/download/x?access_token=guess").header(header::USER_AGENT, "x");
    assert_eq!(app.send(file.body(Body::empty()).unwrap()).await.status, 429);
    // A client with a valid token continues, and can still get another.
    assert_eq!((code(&app, &valid).await, code(&app, &deleted).await), (json!(0), json!(10004)));
    assert_eq!(get_token(&app, &client).await["errcode"], 0);
    app.advance_clock(1800);
    assert_eq!(code(&app, &valid).await, 10004);
    assert_eq!(code(&app, "guess").await, 10004);
}

#[tokio::test(flavor = "multi_thread")]
async fn yeastar_the_interface_is_only_in_version_2() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let access = token(&app, &client(&app, ADMIN, &[]).await).await;
    let query = format!("?access_token={access}");
    for (path, code) in [
        (format!("v1.0/cdr/aidownload{query}"), 10001),
        (format!("v1.0/cdr/getaicontext{query}&cdr_ids=a"), 10001),
        (format!("v1.0/cdr/getaisummary{query}&cdr_id=a&src_ext_id=1"), 10001),
        (format!("v3.0/cdr/getaicontext{query}&cdr_ids=a"), 10003),
        (format!("v2.0/cdr/nothing{query}"), 10001),
        (format!("v2.0/get_token{query}"), 10001),
        (format!("v3.0/cdr/aidownload{query}"), 10003),
        ("v2.0/cdr/aidownload".to_owned(), 10004),
        ("v2.0/cdr/aidownload?access_token=nope".to_owned(), 10004),
    ] {
        let answer = send(&app, "GET", &path, "", Some("OpenAPI")).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["errcode"]),
            (200, &json!(code)),
            "{path}"
        );
    }
    let nameless = send(&app, "GET", &format!("v2.0/cdr/aidownload{query}"), "", None).await;
    assert_eq!(nameless.json()["errcode"], 10005);
    for (body, code) in [("{", 40001), ("{}", 40002), (r#"{"username":1,"password":2}"#, 40002)] {
        let answer = send(&app, "POST", "v2.0/get_token", body, Some("OpenAPI")).await;
        assert_eq!(answer.json()["errcode"], code, "{body}");
    }
    let bearer = Request::get("/openapi/v2.0/cdr/aidownload")
        .header(header::USER_AGENT, "OpenAPI")
        .header(header::AUTHORIZATION, format!("Bearer {access}"));
    assert_eq!(app.send(bearer.body(Body::empty()).unwrap()).await.json()["errcode"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pbx_client_made_on_the_page_works_at_once() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let admin = app.session(ADMIN).await;
    let form = "name=Phones&kind=pbx_client&project_id=front-desk";
    let refused = format!("{form}&scope=conversations%3Aexport");
    let refused = app.post(&admin, "/settings/api-keys", &refused).await;
    assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec!["scope".to_owned()]));
    let made = app.post(&admin, "/settings/api-keys", form).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made: CreatedApiKey = serde_json::from_str(&made.body).unwrap();
    let access = token(&app, &made).await;
    assert_eq!(code(&app, &access).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pbx_client_has_the_limits_of_other_keys() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let limited = client(&app, ADMIN, &[("requests_per_minute", "1")]).await;
    let access = token(&app, &limited).await;
    assert_eq!((code(&app, &access).await, code(&app, &access).await), (json!(0), json!(60002)));
    let download = format!("/api/download/any.json?access_token={access}");
    let download = Request::get(download).header(header::USER_AGENT, "OpenAPI");
    let refused = app.send(download.body(Body::empty()).unwrap()).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "60"));
    let elsewhere = client(&app, ADMIN, &[("addresses", "10.0.0.0/8")]).await;
    assert_eq!(get_token(&app, &elsewhere).await["errcode"], 70087);
    // A client that was made before its scope was checked.
    let other = client(&app, ADMIN, &[]).await;
    let scopes = "UPDATE api_keys SET scopes = '[\"conversations:export\"]' WHERE id = ";
    app.sql(&format!("{scopes}'{}'", other.id)).await;
    assert_eq!(get_token(&app, &other).await["errcode"], 10005);
    app.advance_clock(60);
    app.sql("UPDATE api_keys SET revoked_at = 1").await;
    assert_eq!(code(&app, &access).await, 10005);
}

#[tokio::test(flavor = "multi_thread")]
async fn having_eight_tokens_is_no_failure_and_blocks_nobody() {
    let app = TestApp::new().await;
    let full = client(&app, ADMIN, &[]).await;
    let other = client(&app, RIVAL, &[]).await;
    let given = futures::future::join_all((0..14).map(|_| get_token(&app, &full))).await;
    let codes = |code: u64| given.iter().filter(|answer| answer["errcode"] == code).count();
    assert_eq!((codes(0), codes(60_002)), (8, 6), "{given:?}");
    for _ in 0..10 {
        assert_eq!(get_token(&app, &full).await["errcode"], 60_002);
    }
    assert_eq!(get_token(&app, &other).await["errcode"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_blocked_leaves_others_of_its_address_alone() {
    let app = TestApp::new().await;
    let good = client(&app, ADMIN, &[]).await;
    let other = client(&app, RIVAL, &[]).await;
    let bad = CreatedApiKey { secret: "wrong".to_owned(), ..good.clone() };
    for _ in 0..5 {
        get_token(&app, &bad).await;
    }
    assert_eq!(get_token(&app, &good).await["errcode"], 70_004);
    assert_eq!(get_token(&app, &other).await["errcode"], 0);
    // Guesses at ever other clients are refused by their address, right credentials are not.
    for guess in 0..110 {
        let guessed = CreatedApiKey { client_id: Some(format!("guess{guess}")), ..bad.clone() };
        let refused = get_token(&app, &guessed).await;
        let expected = if guess < 95 { 10_005 } else { 70_004 };
        assert_eq!(refused["errcode"], expected, "{guess}");
    }
    assert_eq!(get_token(&app, &other).await["errcode"], 0);
}
