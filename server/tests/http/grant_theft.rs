//! Stolen, altered and expired recording grants.

use crate::{
    harness::{ADMIN, MANAGER, STAFF},
    recorded_calls::{app_with_recordings, fetch, first_call, grant_url, playable_call},
};

/// Case 12 (docs/threats.md#case-12): a changed grant.
#[tokio::test(flavor = "multi_thread")]
async fn a_grant_with_any_letter_changed_is_invalid() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let admin = app.session(ADMIN).await;
    let url = grant_url(&app, &admin, &first_call(&app).await, "play").await;
    let token = url.rsplit('/').next().unwrap().to_owned();
    let swapped = |at: usize| {
        let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{other}{}", &token[..at], &token[at + 1..])
    };
    let mut changed: Vec<String> = (0..token.len()).map(swapped).collect();
    changed.extend([
        format!("{token}="),
        token[1..].to_owned(),
        token.to_lowercase(),
        token.repeat(2),
    ]);
    for token in changed {
        let answer = fetch(&app, &admin, &format!("/media/recordings/{token}"), &[]).await.0;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not_found"), "{token}");
    }
    assert_eq!(fetch(&app, &admin, &url, &[]).await.0.status, 200, "the true one still works");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_download_is_not_used_up_by_its_thief() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let manager = app.session(MANAGER).await;
    let url = grant_url(&app, &manager, &first_call(&app).await, "download").await;
    for thief in [ADMIN, STAFF] {
        let cookie = app.session(thief).await;
        assert_eq!(fetch(&app, &cookie, &url, &[]).await.0.status, 404, "{thief}");
    }
    assert_eq!(fetch(&app, &manager, &url, &[]).await.0.status, 200);
    for range in [&[][..], &[("range", "bytes=0-9")], &[("range", "bytes=16000-")]] {
        let replayed = fetch(&app, &manager, &url, range).await.0;
        assert_eq!((replayed.status.as_u16(), replayed.code().as_str()), (410, "grant_expired"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_for_one_call_or_action_opens_no_other() {
    let app = app_with_recordings(vec![playable_call(1), playable_call(2)]).await;
    let admin = app.session(ADMIN).await;
    let ids = app.call_ids(ADMIN).await;
    let play = grant_url(&app, &admin, &ids[0].to_string(), "play").await;
    let download = grant_url(&app, &admin, &ids[1].to_string(), "download").await;
    for target in [
        format!("{play}?action=download"),
        format!("{play}?call_id={}", ids[1]),
        format!("{play}?expires=9999999999"),
    ] {
        let answer = fetch(&app, &admin, &target, &[]).await.0;
        assert_eq!((answer.status.as_u16(), answer.header("content-disposition")), (200, "inline"));
    }
    // The stored grant decides, whatever the URL says.
    app.sql(&format!(
        "UPDATE recording_grants SET call_id = '{}' WHERE action = 'download'",
        ids[0]
    ))
    .await;
    let moved = fetch(&app, &admin, &download, &[]).await.0;
    assert!(moved.header("content-disposition").contains(&ids[0].to_string()));
    app.sql(
        "UPDATE recording_grants SET project_id = (SELECT id FROM projects WHERE slug = 'lobby')",
    )
    .await;
    assert_eq!(fetch(&app, &admin, &play, &[]).await.0.status, 404, "of another project");
}

/// Case 12 (docs/threats.md#case-12): a wrong clock.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_an_hour_off_opens_nothing() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let admin = app.session(ADMIN).await;
    for action in ["play", "download"] {
        let url = grant_url(&app, &admin, &id, action).await;
        app.advance_clock(3600);
        assert_eq!(fetch(&app, &admin, &url, &[]).await.0.status, 410, "{action}: an hour late");
        app.advance_clock(-3600);
        let url = grant_url(&app, &admin, &id, action).await;
        app.advance_clock(-3600);
        // A server whose clock is behind still limits a grant to its person and to one use.
        let staff = app.session(STAFF).await;
        assert_eq!(fetch(&app, &staff, &url, &[]).await.0.status, 404, "{action}: an hour early");
        assert_eq!(fetch(&app, &admin, &url, &[]).await.0.status, 200);
        if action == "download" {
            assert_eq!(
                fetch(&app, &admin, &url, &[]).await.0.status,
                410,
                "once, whatever the time"
            );
        }
        app.advance_clock(3600);
    }
}
