//! Recording grants: owner, lifetime, number of uses, and transfer of the bytes.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_backend::{Limits, Rate, RecordingSettings};
use earshot_server::WebSettings;

use crate::{
    harness::{ADMIN, Answer, LATE, MANAGER, RIVAL, STAFF, TestApp},
    recorded_calls::{
        app_with_recordings, fetch, first_call, grant_url, ingest_with_media, playable_call,
        request_grant,
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn the_bytes_are_sent_completely_or_as_one_range() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let admin = app.session(ADMIN).await;
    let url = grant_url(&app, &admin, &first_call(&app).await, "play").await;
    let (whole, length) = fetch(&app, &admin, &url, &[]).await;
    assert_eq!((whole.status.as_u16(), length), (200, 16_044));
    for (name, value) in [
        ("content-type", "audio/wav"),
        ("accept-ranges", "bytes"),
        ("cache-control", "no-store"),
        ("content-disposition", "inline"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(whole.header(name), value);
    }
    let tag = whole.header("etag").to_owned();
    for (range, status, content_range, length) in [
        ("bytes=0-99", 206, "bytes 0-99/16044", 100),
        ("bytes=16000-", 206, "bytes 16000-16043/16044", 44),
        ("bytes=-44", 206, "bytes 16000-16043/16044", 44),
        ("bytes=16044-", 416, "bytes */16044", 0),
        ("bytes=5-3", 200, "", 16_044),
        ("bytes=0-1,4-5", 200, "", 16_044),
    ] {
        let (part, sent) = fetch(&app, &admin, &url, &[("range", range)]).await;
        assert_eq!((part.status.as_u16(), part.header("content-range")), (status, content_range));
        assert_eq!(sent, length, "{range}");
    }
    let fits = fetch(&app, &admin, &url, &[("range", "bytes=0-9"), ("if-range", &tag)]).await.0;
    assert_eq!(fits.status, 206);
    let other = fetch(&app, &admin, &url, &[("range", "bytes=0-9"), ("if-range", "\"x\"")]).await.0;
    assert_eq!(other.status, 200);
    let head = Request::head(&url).header(header::COOKIE, &admin).body(Body::empty()).unwrap();
    let head = app.send(head).await;
    assert_eq!(
        (head.status.as_u16(), head.header("content-length"), head.body.len()),
        (200, "16044", 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_is_for_one_person_session_and_action() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let admin = app.session(ADMIN).await;
    let url = grant_url(&app, &admin, &id, "play").await;
    let same_person = app.session(ADMIN).await;
    for thief in [MANAGER, STAFF, LATE, RIVAL] {
        let cookie = app.session(thief).await;
        assert_eq!(fetch(&app, &cookie, &url, &[]).await.0.status, 404, "{thief}");
    }
    assert_eq!(fetch(&app, &same_person, &url, &[]).await.0.status, 404, "another session");
    assert_eq!(fetch(&app, "", &url, &[]).await.0.status, 401);
    let changed = format!("{}x", &url[..url.len() - 1]);
    assert_eq!(fetch(&app, &admin, &changed, &[]).await.0.status, 404);
    assert_eq!(fetch(&app, &admin, &url, &[]).await.0.status, 200);
    // Every request is authorized again.
    app.sql("DELETE FROM user_projects").await;
    assert_eq!(fetch(&app, &admin, &url, &[]).await.0.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_rules_ends_a_playback() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let staff = app.session(STAFF).await;
    let url = grant_url(&app, &staff, &id, "play").await;
    assert_eq!(fetch(&app, &staff, &url, &[]).await.0.status, 200);
    let closed = RecordingSettings { staff_playback: Some(false), recording_download: None };
    app.backend.tenants().set_recordings("harbour", closed).await.unwrap();
    let refused = fetch(&app, &staff, &url, &[]).await.0;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "recording_blocked"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_playback_goes_on_and_an_unused_grant_runs_out() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let admin = app.session(ADMIN).await;
    let played = grant_url(&app, &admin, &id, "play").await;
    let unused = grant_url(&app, &admin, &id, "play").await;
    let late = grant_url(&app, &admin, &id, "download").await;
    assert_eq!(fetch(&app, &admin, &played, &[]).await.0.status, 200);
    app.advance_clock(59 * 60);
    let ranged = fetch(&app, &admin, &played, &[("range", "bytes=100-")]).await.0;
    assert_eq!(ranged.status, 206, "a playback goes on");
    for over in [&unused, &late] {
        let answer = fetch(&app, &admin, over, &[]).await.0;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (410, "grant_expired"));
    }
    app.advance_clock(60 * 60);
    assert_eq!(fetch(&app, &admin, &played, &[]).await.0.status, 410, "an hour of silence ends it");
}

/// Case 11 (docs/threats.md#case-11): one use of a grant.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_that_use_one_download_grant_exactly_one_succeeds() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let manager = app.session(MANAGER).await;
    let url = grant_url(&app, &manager, &id, "download").await;
    let head = Request::head(&url).header(header::COOKIE, &manager).body(Body::empty()).unwrap();
    assert_eq!(app.send(head).await.status, 200, "asking about it uses nothing up");
    // Two servers over the one database.
    let other = app.with_settings(WebSettings::default());
    let uses = (0..200).map(|n| {
        let (server, manager, url) = (if n % 2 == 0 { &app } else { &other }, &manager, &url);
        async move { fetch(server, manager, url, &[("range", "bytes=0-9")]).await.0 }
    });
    let answers = futures::future::join_all(uses).await;
    let whole: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(whole.len(), 1, "once");
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 410)));
    assert_eq!(
        whole[0].header("content-length"),
        "16044",
        "all of it, whatever part was asked for"
    );
    assert_eq!(
        whole[0].header("content-disposition"),
        format!("attachment; filename=\"recording_harbour_front-desk_202606011001_{id}.wav\"")
    );
    let (log, _) = app.backend.audit().log("harbour").await.unwrap();
    let noted: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(noted.iter().filter(|action| **action == "recording.downloaded").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn grants_are_limited_and_their_first_use_is_audited() {
    let limits = Limits { recording_rate: Rate { events: 2, seconds: 600 }, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    ingest_with_media(&app, vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let admin = app.session(ADMIN).await;
    let url = grant_url(&app, &admin, &id, "play").await;
    for _ in 0..3 {
        fetch(&app, &admin, &url, &[]).await;
    }
    grant_url(&app, &admin, &id, "play").await;
    let limited = request_grant(&app, &admin, &id, "play").await;
    assert_eq!((limited.status.as_u16(), limited.header("retry-after")), (429, "600"));
    let (log, _) = app.backend.audit().log("harbour").await.unwrap();
    let played = log.iter().filter(|entry| entry.action == "recording.played");
    assert_eq!(played.map(|entry| entry.subject.clone()).collect::<Vec<_>>(), [id]);
}
