//! Removal of recordings: permanent, and never half done.

use earshot_backend::{Error, ImportedFile, RecordingFile, RemovalReport, Removed};
use earshot_domain::{
    CallDetails, CallId, Consent, MediaState, PlaybackCompliance, Recording, Role,
};
use earshot_testkit::call;

use crate::harness::{Person, Site};

crate::on_both_databases!(
    recordings_before_a_day_are_removed_and_audited,
    a_recording_that_was_removed_does_not_come_back,
    media_left_behind_goes_with_the_next_removal,
    a_call_of_another_tenant_stops_everything,
    media_that_is_gone_is_called_unretrievable,
);

/// Calls with media of three days of June: one at half past midnight, London time.
async fn recorded(site: &Site) {
    let starts = ["2026-06-01T09:00:00Z", "2026-06-02T23:30:00Z", "2026-06-03T09:00:00Z"];
    let calls = (1..).zip(starts).map(|(n, started)| {
        let mut call = call(n);
        call.started_at = started.parse().unwrap();
        call.details = CallDetails {
            consent: Some(Consent::Granted),
            playback_compliance: Some(PlaybackCompliance::Permitted),
            recording: Some(Recording { file_name: format!("{}.wav", call.source_id) }),
            ..CallDetails::default()
        };
        call
    });
    let calls: Vec<_> = calls.collect();
    let names: Vec<String> = calls.iter().map(|call| call.source_id.clone()).collect();
    site.ingest(calls).await;
    for name in names {
        assert!(matches!(import_recording(site, &name).await, Ok(RecordingFile::Taken)));
    }
}

/// Imports a recording of a call.
pub async fn import_recording(site: &Site, name: &str) -> Result<RecordingFile, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{name}.wav"));
    std::fs::write(&path, b"RIFF\x24\0\0\0WAVEfmt nothing to hear").unwrap();
    let import = site.backend.recordings().import("harbour").await.unwrap();
    match import.add(&path).await? {
        ImportedFile::Recording(file) => Ok(file),
        ImportedFile::Unmatched(unmatched) => panic!("{unmatched:?}"),
    }
}

/// The media state of each call, oldest call first.
async fn states(site: &Site, person: &Person) -> Vec<(CallId, MediaState)> {
    let mut states = Vec::new();
    for row in site.list(person, "sort=oldest").await.rows.iter().rev() {
        let card = site.backend.reviews().open(&person.viewer, row.id).await.unwrap().recording;
        states.push((row.id, card.media));
    }
    states
}

fn media(states: &[(CallId, MediaState)]) -> Vec<MediaState> {
    states.iter().map(|(_, state)| *state).collect()
}

async fn recordings_before_a_day_are_removed_and_audited(site: &Site) {
    use MediaState as M;
    let admin = site.admin().await;
    recorded(site).await;
    // The second call began on the 3rd in London, where the tenant is.
    let before = Removed::Before("2026-06-03".parse().unwrap());
    let report = site.backend.recordings().remove("harbour", &before).await.unwrap();
    assert_eq!(report, RemovalReport { removed: 1, already: 0, deleted: 1 });
    let now = states(site, &admin).await;
    let removed: Vec<_> = now.iter().filter(|(_, state)| *state == M::Removed).collect();
    assert_eq!(removed.len(), 1);
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
    let noted = log.iter().rfind(|entry| entry.action == "recording.removed").unwrap();
    assert_eq!(
        (noted.subject.clone(), noted.actor.as_str(), broken),
        (removed[0].0.to_string(), "operator", None)
    );
    assert_eq!(noted.detail, "{\"before\":\"2026-06-03\"}");
    let again = site.backend.recordings().remove("harbour", &before).await.unwrap();
    assert_eq!(again, RemovalReport::default());
    assert_eq!(site.list(&admin, "has_recording=true").await.matched, 2);
}

async fn a_recording_that_was_removed_does_not_come_back(site: &Site) {
    let admin = site.admin().await;
    recorded(site).await;
    site.ingest(vec![call(9)]).await;
    let all: Vec<CallId> = states(site, &admin).await.iter().map(|(id, _)| *id).collect();
    let calls = Removed::Calls(all);
    let report = site.backend.recordings().remove("harbour", &calls).await.unwrap();
    assert_eq!(report, RemovalReport { removed: 4, already: 0, deleted: 3 });
    for name in [call(1).source_id, call(9).source_id] {
        let refused = import_recording(site, &name).await.err().unwrap().problem().detail;
        assert!(refused.contains("permanently removed"), "{refused}");
    }
    assert!(media(&states(site, &admin).await).iter().all(|it| *it == MediaState::Removed));
    let report = site.backend.recordings().remove("harbour", &calls).await.unwrap();
    assert_eq!(report, RemovalReport { removed: 0, already: 4, deleted: 0 });
}

async fn media_left_behind_goes_with_the_next_removal(site: &Site) {
    recorded(site).await;
    // A removal that was interrupted between the row and the media.
    site.sql("UPDATE recordings SET media_state = 'removed'").await;
    let none = Removed::Before("2000-01-01".parse().unwrap());
    let report = site.backend.recordings().remove("harbour", &none).await.unwrap();
    assert_eq!(report, RemovalReport { removed: 0, already: 0, deleted: 3 });
    let places = site.numbers("SELECT COUNT(object_key) FROM recordings").await;
    assert_eq!(places, [0]);
}

async fn a_call_of_another_tenant_stops_everything(site: &Site) {
    let admin = site.admin().await;
    recorded(site).await;
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    site.project_ingest("rival", "lobby").await.ingest(vec![call(1)]).await.unwrap();
    let own = states(site, &admin).await[0].0;
    let foreign = states(site, &rival).await[0].0;
    let both = Removed::Calls(vec![own, foreign]);
    let refused = site.backend.recordings().remove("harbour", &both).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    let now = media(&states(site, &admin).await);
    assert!(now.iter().all(|it| *it == MediaState::Available), "{now:?}");
}

async fn media_that_is_gone_is_called_unretrievable(site: &Site) {
    let admin = site.admin().await;
    recorded(site).await;
    site.sql("UPDATE recordings SET object_key = 'elsewhere'").await;
    let now = media(&states(site, &admin).await);
    assert!(now.iter().all(|it| *it == MediaState::Unretrievable), "{now:?}");
    // Imported again, it is available again.
    assert!(matches!(import_recording(site, &call(1).source_id).await, Ok(RecordingFile::Taken)));
    let now = media(&states(site, &admin).await);
    assert_eq!(now.iter().filter(|it| **it == MediaState::Available).count(), 1);
}
