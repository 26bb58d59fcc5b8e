//! Calls with recordings, and requests for grants to them.

use std::io::Write;

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_backend::{ImportedFile, RecordingFile, RecordingSettings, readers::IncomingCall};
use earshot_domain::{CallDetails, Consent, PlaybackCompliance, Recording};
use earshot_testkit::{call, one_second_wav};

use crate::harness::{ADMIN, Answer, TestApp};

pub fn recorded_call(
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

pub fn playable_call(n: u32) -> IncomingCall {
    recorded_call(n, Some(Consent::Granted), Some(PlaybackCompliance::Permitted))
}

pub const ALL_ALLOWED: RecordingSettings =
    RecordingSettings { staff_playback: Some(true), recording_download: Some(true) };

/// A server with these calls and their media, whose tenant may play and download everything.
pub async fn app_with_recordings(calls: Vec<IncomingCall>) -> TestApp {
    let app = TestApp::new().await;
    ingest_with_media(&app, calls).await;
    app
}

pub async fn ingest_with_media(app: &TestApp, calls: Vec<IncomingCall>) {
    let names: Vec<String> = calls.iter().map(|call| call.source_id.clone()).collect();
    app.ingest(calls).await;
    app.backend.tenants().set_recordings("harbour", ALL_ALLOWED).await.unwrap();
    let import = app.backend.recordings().import("harbour").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(format!("{name}.wav"));
        std::fs::File::create(&path).unwrap().write_all(&one_second_wav()).unwrap();
        assert_eq!(import.add(&path).await.unwrap(), ImportedFile::Recording(RecordingFile::Taken));
        assert_eq!(
            import.add(&path).await.unwrap(),
            ImportedFile::Recording(RecordingFile::Unchanged)
        );
    }
}

pub async fn first_call(app: &TestApp) -> String {
    app.call_ids(ADMIN).await[0].to_string()
}

pub async fn request_grant(app: &TestApp, cookie: &str, id: &str, action: &str) -> Answer {
    let target = format!("/api/calls/{id}/recording/grants");
    app.post(cookie, &target, &format!("action={action}")).await
}

/// Requests a grant and returns its URL.
pub async fn grant_url(app: &TestApp, cookie: &str, id: &str, action: &str) -> String {
    let answer = request_grant(app, cookie, id, action).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["url"].as_str().unwrap().to_owned()
}

pub async fn fetch(
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
