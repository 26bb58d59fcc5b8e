//! Recordings: playback and download by role, and an admin's decisions.

use earshot_backend::{ImportedFile, RecordingFile, RecordingSettings, Unmatched};
use earshot_domain::{Consent, PlaybackCompliance};
use earshot_testkit::{call, one_second_wav};

use crate::{
    harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF},
    recorded_calls::{
        app_with_recordings, first_call, playable_call, recorded_call, request_grant,
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn aidial_each_role_plays_and_downloads_as_its_table_says() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    for (staff_playback, recording_download) in
        [(true, true), (true, false), (false, true), (false, false)]
    {
        let settings = RecordingSettings {
            staff_playback: Some(staff_playback),
            recording_download: Some(recording_download),
        };
        app.backend.tenants().set_recordings("harbour", settings).await.unwrap();
        for (email, plays, downloads, reason) in [
            (ADMIN, true, recording_download, "entitlement"),
            (MANAGER, true, recording_download, "entitlement"),
            (STAFF, staff_playback, false, "role"),
        ] {
            let cookie = app.session(email).await;
            let play = request_grant(&app, &cookie, &id, "play").await;
            assert_eq!(play.status.as_u16(), if plays { 201 } else { 403 }, "{email}");
            let download = request_grant(&app, &cookie, &id, "download").await;
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
async fn aidial_each_blocked_state_says_its_reason() {
    use Consent as C;
    use PlaybackCompliance as P;
    let cases = [
        (recorded_call(1, Some(C::Denied), Some(P::Permitted)), "consent_denied"),
        (recorded_call(2, Some(C::Missing), Some(P::Permitted)), "consent_missing"),
        (recorded_call(3, Some(C::Unknown), Some(P::Permitted)), "consent_unknown"),
        (recorded_call(4, None, Some(P::Permitted)), "consent_unknown"),
        (recorded_call(5, Some(C::Granted), Some(P::Denied)), "compliance_denied"),
        (recorded_call(6, Some(C::Granted), Some(P::MissingEvidence)), "missing_evidence"),
        (recorded_call(7, Some(C::Granted), None), "missing_evidence"),
        (recorded_call(8, Some(C::Granted), Some(P::PolicyBlocked)), "policy_blocked"),
    ];
    let reasons: Vec<&str> = cases.iter().map(|(_, reason)| *reason).collect();
    let app = app_with_recordings(cases.into_iter().map(|(call, _)| call).collect()).await;
    // Without media: one that the source names, and one that it does not.
    app.ingest(vec![playable_call(9), call(10)]).await;
    let admin = app.session(ADMIN).await;
    let ids = app.call_ids(ADMIN).await;
    let expected = reasons.into_iter().chain(["not_received", "not_generated"]);
    for (id, reason) in ids.iter().rev().zip(expected) {
        for action in ["play", "download"] {
            let answer = request_grant(&app, &admin, &id.to_string(), action).await;
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
async fn only_an_admin_decides_and_with_evidence() {
    let app = app_with_recordings(vec![recorded_call(1, None, None)]).await;
    let id = first_call(&app).await;
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
    assert_eq!(request_grant(&app, &admin, &id, "play").await.status, 403);
    assert_eq!(app.post(&admin, &target, good).await.status, 204);
    assert_eq!(request_grant(&app, &admin, &id, "play").await.status, 201);
    let (log, _) = app.backend.audit().log("harbour").await.unwrap();
    let last = log.iter().rfind(|entry| entry.action == "recording.playback_decided").unwrap();
    assert!(last.subject == id && !last.detail.contains("Signed"), "evidence is sealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_are_not_ones_own_have_no_recording_either() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let rival = app.session(RIVAL).await;
    for id in [id.as_str(), "01890a5d-ac96-474b-bcce-b302099a8057", "x"] {
        let answer = request_grant(&app, &rival, id, "play").await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not_found"));
    }
    let admin = app.session(ADMIN).await;
    let refused = request_grant(&app, &admin, &id, "listen").await;
    assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec!["action".to_owned()]));
    let target = format!("/api/calls/{id}/recording/grants");
    let unknown = app.post(&admin, &target, "action=play&user=someone").await;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (422, "unknown_parameter"));
    let bytes = app.post(&admin, &target, "action=%ff").await;
    assert_eq!((bytes.status.as_u16(), bytes.code().as_str()), (400, "malformed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_belong_nowhere_or_are_no_sound_are_refused() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    app.ingest(vec![playable_call(2)]).await;
    let import = app.backend.recordings().import("harbour").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nobody.wav");
    std::fs::write(&path, one_second_wav()).unwrap();
    let unmatched = ImportedFile::Unmatched(Unmatched::UnknownName);
    assert_eq!(import.add(&path).await.unwrap(), unmatched);
    for (bytes, says) in [
        (b"%PDF-1.7 and more than that".to_vec(), "is not a recording"),
        (one_second_wav()[..44].to_vec(), "is empty: it holds no sound"),
        (Vec::new(), "is empty: it holds no sound"),
    ] {
        let path = folder.path().join("call-2.wav");
        std::fs::write(&path, bytes).unwrap();
        let problem = import.add(&path).await.err().unwrap().problem();
        assert!(problem.fields[0].message.contains(says), "{says}");
    }
    // The recording is found by the source's name for it, too.
    let path = folder.path().join("sound-2.wav");
    std::fs::write(&path, one_second_wav()).unwrap();
    assert_eq!(import.add(&path).await.unwrap(), ImportedFile::Recording(RecordingFile::Taken));
}
