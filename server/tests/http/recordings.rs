//! Recordings: who may play them and take them away, and how their bytes are sent (seed 001).

use std::io::Write;

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_backend::{Limits, Rate, RecordingFile, RecordingSettings, import::IncomingCall};
use earshot_domain::{CallDetails, Consent, PlaybackCompliance, Recording};
use earshot_server::WebSettings;

use crate::harness::{ADMIN, Answer, LATE, MANAGER, RIVAL, STAFF, TestApp, call};

/// A second of silence.
fn wav() -> Vec<u8> {
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend(16_036_u32.to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(8000_u32.to_le_bytes());
    file.extend(16_000_u32.to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(16_000_u32.to_le_bytes());
    file.extend((0..16_000_u32).map(|n| (n % 251).to_le_bytes()[0]));
    file
}

fn recorded(
    n: u32,
    consent: Option<Consent>,
    compliance: Option<PlaybackCompliance>,
) -> IncomingCall {
    let details = CallDetails {
        consent,
        playback_compliance: compliance,
        recording: Some(Recording { file_name: format!("sound-{n}.wav") }),
        ..CallDetails::default()
    };
    IncomingCall { details, ..call(n) }
}

fn open_to_all(n: u32) -> IncomingCall {
    recorded(n, Some(Consent::Granted), Some(PlaybackCompliance::Permitted))
}

const EVERYTHING: RecordingSettings =
    RecordingSettings { staff_playback: Some(true), recording_download: Some(true) };

/// A site with these calls, each with its media, where the tenant may do everything.
async fn site(calls: Vec<IncomingCall>) -> TestApp {
    let app = TestApp::new().await;
    keep(&app, calls).await;
    app
}

async fn keep(app: &TestApp, calls: Vec<IncomingCall>) {
    let names: Vec<String> = calls.iter().map(|call| call.source_id.clone()).collect();
    app.take(calls).await;
    app.backend.set_recordings("harbour", EVERYTHING).await.unwrap();
    let intake = app.backend.recording_intake("harbour").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(format!("{name}.wav"));
        std::fs::File::create(&path).unwrap().write_all(&wav()).unwrap();
        assert_eq!(intake.take(&path).await.unwrap(), RecordingFile::Taken);
        assert_eq!(intake.take(&path).await.unwrap(), RecordingFile::Unchanged);
    }
}

async fn first(app: &TestApp) -> String {
    app.calls_of(ADMIN).await[0].to_string()
}

async fn ask(app: &TestApp, cookie: &str, id: &str, action: &str) -> Answer {
    let target = format!("/api/calls/{id}/recording/grants");
    app.post(cookie, &target, &format!("action={action}")).await
}

/// The address of a new grant.
async fn granted(app: &TestApp, cookie: &str, id: &str, action: &str) -> String {
    let answer = ask(app, cookie, id, action).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["url"].as_str().unwrap().to_owned()
}

async fn fetch(
    app: &TestApp,
    cookie: &str,
    target: &str,
    headers: &[(&str, &str)],
) -> (Answer, usize) {
    let mut request = Request::get(target).header(header::COOKIE, cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = app.send(request.body(Body::empty()).unwrap()).await;
    let length = answer.header("content-length").parse().unwrap_or_default();
    (answer, length)
}

#[tokio::test(flavor = "multi_thread")]
async fn seed_001_each_role_plays_and_downloads_as_its_table_says() {
    let app = site(vec![open_to_all(1)]).await;
    let id = first(&app).await;
    for (staff_playback, recording_download) in
        [(true, true), (true, false), (false, true), (false, false)]
    {
        let settings = RecordingSettings {
            staff_playback: Some(staff_playback),
            recording_download: Some(recording_download),
        };
        app.backend.set_recordings("harbour", settings).await.unwrap();
        for (email, plays, downloads, reason) in [
            (ADMIN, true, recording_download, "entitlement"),
            (MANAGER, true, recording_download, "entitlement"),
            (STAFF, staff_playback, false, "role"),
        ] {
            let cookie = app.session(email).await;
            let play = ask(&app, &cookie, &id, "play").await;
            assert_eq!(play.status.as_u16(), if plays { 201 } else { 403 }, "{email}");
            let download = ask(&app, &cookie, &id, "download").await;
            assert_eq!(download.status.as_u16(), if downloads { 201 } else { 403 }, "{email}");
            if !plays {
                assert_eq!(play.json()["block"], "staff_playback");
            }
            if !downloads {
                assert_eq!(download.json()["block"], reason, "{email}");
            }
            let page = app.page(&cookie, &format!("/calls?expand={id}")).await.body;
            assert_eq!(page.contains("/recording/grants"), plays || downloads, "{email}");
            assert!(page.contains("Download recording"), "{email} is shown the control");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seed_001_each_blocked_state_says_its_reason() {
    use Consent as C;
    use PlaybackCompliance as P;
    let cases = [
        (recorded(1, Some(C::Denied), Some(P::Permitted)), "consent_denied"),
        (recorded(2, Some(C::Missing), Some(P::Permitted)), "consent_missing"),
        (recorded(3, Some(C::Unknown), Some(P::Permitted)), "consent_unknown"),
        (recorded(4, None, Some(P::Permitted)), "consent_unknown"),
        (recorded(5, Some(C::Granted), Some(P::Denied)), "compliance_denied"),
        (recorded(6, Some(C::Granted), Some(P::MissingEvidence)), "missing_evidence"),
        (recorded(7, Some(C::Granted), None), "missing_evidence"),
        (recorded(8, Some(C::Granted), Some(P::PolicyBlocked)), "policy_blocked"),
    ];
    let reasons: Vec<&str> = cases.iter().map(|(_, reason)| *reason).collect();
    let app = site(cases.into_iter().map(|(call, _)| call).collect()).await;
    // Without media: one that the source names, and one that it does not.
    app.take(vec![open_to_all(9), call(10)]).await;
    let admin = app.session(ADMIN).await;
    let ids = app.calls_of(ADMIN).await;
    let expected = reasons.into_iter().chain(["unretrievable", "not_generated"]);
    for (id, reason) in ids.iter().rev().zip(expected) {
        for action in ["play", "download"] {
            let answer = ask(&app, &admin, &id.to_string(), action).await;
            assert_eq!(
                (answer.status.as_u16(), answer.code().as_str()),
                (403, "recording_blocked")
            );
            assert_eq!(answer.json()["block"], reason);
            let page = app.page(&admin, &format!("/calls?expand={id}")).await.body;
            let said = answer.json()["detail"].as_str().unwrap().to_owned();
            assert!(page.contains(&said), "{reason} is not said on the card");
            assert!(!page.contains("value=\"play\""), "{reason}: Play is there");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bytes_come_whole_or_in_one_range() {
    let app = site(vec![open_to_all(1)]).await;
    let admin = app.session(ADMIN).await;
    let url = granted(&app, &admin, &first(&app).await, "play").await;
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
    let app = site(vec![open_to_all(1)]).await;
    let id = first(&app).await;
    let admin = app.session(ADMIN).await;
    let url = granted(&app, &admin, &id, "play").await;
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
    // What was granted is decided anew for every request.
    app.sql("DELETE FROM user_projects").await;
    assert_eq!(fetch(&app, &admin, &url, &[]).await.0.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_rules_ends_a_playback() {
    let app = site(vec![open_to_all(1)]).await;
    let id = first(&app).await;
    let staff = app.session(STAFF).await;
    let url = granted(&app, &staff, &id, "play").await;
    assert_eq!(fetch(&app, &staff, &url, &[]).await.0.status, 200);
    let closed = RecordingSettings { staff_playback: Some(false), recording_download: None };
    app.backend.set_recordings("harbour", closed).await.unwrap();
    let refused = fetch(&app, &staff, &url, &[]).await.0;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "recording_blocked"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_playback_goes_on_and_an_unused_grant_runs_out() {
    let app = site(vec![open_to_all(1)]).await;
    let id = first(&app).await;
    let admin = app.session(ADMIN).await;
    let played = granted(&app, &admin, &id, "play").await;
    let unused = granted(&app, &admin, &id, "play").await;
    let late = granted(&app, &admin, &id, "download").await;
    assert_eq!(fetch(&app, &admin, &played, &[]).await.0.status, 200);
    app.later(59 * 60);
    let ranged = fetch(&app, &admin, &played, &[("range", "bytes=100-")]).await.0;
    assert_eq!(ranged.status, 206, "a playback goes on");
    for over in [&unused, &late] {
        let answer = fetch(&app, &admin, over, &[]).await.0;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (410, "grant_expired"));
    }
    app.later(60 * 60);
    assert_eq!(fetch(&app, &admin, &played, &[]).await.0.status, 410, "an hour of silence ends it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_that_use_one_download_grant_exactly_one_succeeds() {
    let app = site(vec![open_to_all(1)]).await;
    let id = first(&app).await;
    let manager = app.session(MANAGER).await;
    let url = granted(&app, &manager, &id, "download").await;
    let head = Request::head(&url).header(header::COOKIE, &manager).body(Body::empty()).unwrap();
    assert_eq!(app.send(head).await.status, 200, "asking about it uses nothing up");
    // Two servers over the one database.
    let other = app.served_as(WebSettings::default());
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
    let (log, _) = app.backend.audit_log("harbour").await.unwrap();
    let noted: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(noted.iter().filter(|action| **action == "recording.downloaded").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn grants_are_limited_and_their_first_use_is_audited() {
    let limits = Limits { recording_rate: Rate { events: 2, seconds: 600 }, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    keep(&app, vec![open_to_all(1)]).await;
    let id = first(&app).await;
    let admin = app.session(ADMIN).await;
    let url = granted(&app, &admin, &id, "play").await;
    for _ in 0..3 {
        fetch(&app, &admin, &url, &[]).await;
    }
    granted(&app, &admin, &id, "play").await;
    let limited = ask(&app, &admin, &id, "play").await;
    assert_eq!((limited.status.as_u16(), limited.header("retry-after")), (429, "600"));
    let (log, _) = app.backend.audit_log("harbour").await.unwrap();
    let played = log.iter().filter(|entry| entry.action == "recording.played");
    assert_eq!(played.map(|entry| entry.subject.clone()).collect::<Vec<_>>(), [id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_decides_with_evidence_and_nobody_else() {
    let app = site(vec![recorded(1, None, None)]).await;
    let id = first(&app).await;
    let target = format!("/api/calls/{id}/recording/decision");
    let admin = app.session(ADMIN).await;
    let good = "consent=granted&playback_compliance=permitted&evidence=Signed+form+of+3+May";
    for email in [MANAGER, STAFF, LATE, RIVAL] {
        let cookie = app.session(email).await;
        assert_eq!(app.post(&cookie, &target, good).await.status, 404, "{email}");
    }
    for (form, field) in [
        ("consent=perhaps&playback_compliance=permitted&evidence=x", "consent"),
        ("consent=granted&playback_compliance=&evidence=x", "playback_compliance"),
        ("consent=granted&playback_compliance=permitted&evidence=+", "evidence"),
    ] {
        let refused = app.post(&admin, &target, form).await;
        assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec![field.to_owned()]));
    }
    assert_eq!(ask(&app, &admin, &id, "play").await.status, 403);
    assert_eq!(app.post(&admin, &target, good).await.status, 204);
    assert_eq!(ask(&app, &admin, &id, "play").await.status, 201);
    let (log, _) = app.backend.audit_log("harbour").await.unwrap();
    let last = log.iter().rfind(|entry| entry.action == "recording.playback_decided").unwrap();
    assert!(last.subject == id && !last.detail.contains("Signed"), "evidence is sealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_are_not_ones_own_have_no_recording_either() {
    let app = site(vec![open_to_all(1)]).await;
    let id = first(&app).await;
    let rival = app.session(RIVAL).await;
    for id in [id.as_str(), "01890a5d-ac96-474b-bcce-b302099a8057", "x"] {
        let answer = ask(&app, &rival, id, "play").await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not_found"));
    }
    let admin = app.session(ADMIN).await;
    let refused = ask(&app, &admin, &id, "listen").await;
    assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec!["action".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_belong_nowhere_or_are_no_sound_are_refused() {
    let app = site(vec![open_to_all(1)]).await;
    app.take(vec![open_to_all(2)]).await;
    let intake = app.backend.recording_intake("harbour").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, says) in [
        ("nobody.wav", wav(), "belongs to no call"),
        ("call-2.wav", b"%PDF-1.7 and more than that".to_vec(), "is not a recording"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let problem = intake.take(&path).await.err().unwrap().problem();
        assert!(problem.fields[0].message.contains(says), "{name}");
    }
    // The source's own name for the recording is as good as the call's.
    let path = folder.path().join("sound-2.wav");
    std::fs::write(&path, wav()).unwrap();
    assert_eq!(intake.take(&path).await.unwrap(), RecordingFile::Taken);
}
