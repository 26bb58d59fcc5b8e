//! Recordings pushed over HTTP.

use axum::{body::Body, http::Request};
use earshot_backend::MediaStore;
use earshot_testkit::{one_second_wav, wav};

use crate::{
    harness::{ADMIN, Answer, LATE, TestApp},
    ingest::{CALLS, push, record, writer},
};

async fn put(app: &TestApp, key: &str, id: &str, media: Vec<u8>) -> Answer {
    let request = Request::put(format!("/v1/ingest/calls/switch/{id}/recording"));
    app.send(request.header("x-api-key", key).body(Body::from(media)).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pushed_recording_is_stored_once_and_can_be_played() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let mut with_consent = record(1);
    with_consent["consent"] = "granted".into();
    with_consent["playback_compliance"] = "permitted".into();
    push(&app, &key, CALLS, "application/json", with_consent.to_string()).await;
    let answer = put(&app, &key, "s-1", one_second_wav()).await;
    assert_eq!((answer.status.as_u16(), answer.json()["result"].as_str()), (201, Some("taken")));
    let call = app.call_ids(ADMIN).await[0];
    assert_eq!(answer.json()["call_id"], call.to_string());
    let again = put(&app, &key, "s-1", one_second_wav()).await;
    assert_eq!((again.status.as_u16(), again.json()["result"].as_str()), (200, Some("unchanged")));
    let session = app.session(ADMIN).await;
    let target = format!("/api/calls/{call}/recording/grants");
    let grant = app.post(&session, &target, "action=play").await;
    assert_eq!(grant.status, 201, "{}", grant.body);
    let played = app.get(&session, grant.json()["url"].as_str().unwrap()).await;
    assert_eq!((played.status.as_u16(), played.bytes), (200, one_second_wav()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_browsers_do_not_play_is_converted_and_downloaded_as_it_came() {
    let app = TestApp::new().await;
    app.sql("UPDATE tenants SET recording_download = TRUE").await;
    let key = writer(&app).await;
    let mut with_consent = record(1);
    with_consent["consent"] = "granted".into();
    with_consent["playback_compliance"] = "permitted".into();
    push(&app, &key, CALLS, "application/json", with_consent.to_string()).await;
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/samples/recordings");
    let original = std::fs::read(format!("{samples}/gsm.wav")).unwrap();
    assert_eq!(put(&app, &key, "s-1", original.clone()).await.status, 201);
    let call = app.call_ids(ADMIN).await[0];
    let session = app.session(ADMIN).await;
    let target = format!("/api/calls/{call}/recording/grants");
    let fetched = async |action: &str| {
        let grant = app.post(&session, &target, &format!("action={action}")).await.json();
        app.get(&session, grant["url"].as_str().unwrap()).await
    };
    let played = fetched("play").await;
    assert_eq!(played.header("content-type"), "audio/wav");
    let expected = std::fs::read(format!("{samples}/gsm-decoded.wav")).unwrap();
    assert_eq!(played.bytes, expected);
    assert_eq!(fetched("download").await.bytes, original);
    let review = app.get(&session, &format!("/api/review?call_id={call}")).await.json();
    let card = &review["recording"];
    assert_eq!(
        (card["codec"].as_str(), card["converted"].as_bool()),
        (Some("GSM 06.10"), Some(true))
    );
    assert_eq!(card["duration_ms"], 480);
    let page = app.page(&session, &format!("/calls?expand={call}")).await.body;
    assert!(page.contains("Converted from GSM 06.10 for playback"), "the card says so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_without_sound_and_one_that_browsers_do_not_play_say_so() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    for n in [1, 2] {
        let mut with_consent = record(n);
        with_consent["consent"] = "granted".into();
        with_consent["playback_compliance"] = "permitted".into();
        push(&app, &key, CALLS, "application/json", with_consent.to_string()).await;
    }
    let mut unknown = one_second_wav();
    unknown[20] = 0x83;
    let session = app.session(ADMIN).await;
    for (id, media, words) in [
        ("s-1", wav(8000, &[0; 8000]), "No sound was captured."),
        ("s-2", unknown, "Browsers do not play this recording (G.729)."),
    ] {
        let pushed = put(&app, &key, id, media).await;
        assert_eq!(pushed.status, 201, "{}", pushed.body);
        let call = pushed.json()["call_id"].as_str().unwrap().to_owned();
        let page = app.page(&session, &format!("/calls?expand={call}")).await.body;
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_recordings_and_unknown_calls_are_refused() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    push(&app, &key, CALLS, "application/json", record(1).to_string()).await;
    let answer = put(&app, &key, "s-1", b"not a sound".to_vec()).await;
    assert_eq!((answer.status.as_u16(), answer.fields()), (422, vec!["file".to_owned()]));
    assert_eq!(put(&app, &key, "s-2", one_second_wav()).await.status, 404);
    let late = app.key(LATE, &[("scope", "calls:write"), ("project_id", "after-hours")]).await;
    assert_eq!(put(&app, &late, "s-1", one_second_wav()).await.status, 404);
    let reader = app.key(ADMIN, &[("scope", "calls:read"), ("project_id", "front-desk")]).await;
    assert_eq!(put(&app, &reader, "s-1", one_second_wav()).await.code(), "scope_missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_takes_nothing_keeps_no_trace_of_a_recording() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("sound");
    let app = TestApp::new().await.with_recordings(MediaStore::folder(&folder).unwrap()).await;
    let key = writer(&app).await;
    push(&app, &key, CALLS, "application/json", record(1).to_string()).await;
    // Permissions do not stop root, which tests may run as; a file in its place stops everybody.
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "").unwrap();
    let refused = put(&app, &key, "s-1", one_second_wav()).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (503, "busy"));
    assert_eq!(refused.header("retry-after"), "60");
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    let stored = put(&app, &key, "s-1", one_second_wav()).await;
    assert_eq!((stored.status.as_u16(), stored.json()["result"].as_str()), (201, Some("taken")));
    let tenants: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()).collect();
    assert_eq!(tenants.len(), 1);
    assert_eq!(std::fs::read_dir(tenants[0].path()).unwrap().count(), 1, "and nothing unfinished");
}
