//! Recordings that a source names, and those that came.

use earshot_backend::{
    Error, ImportedFile, Ingested, MediaRequest, RecordingFile, RemovalReport, Removed,
    readers::IncomingCall,
};
use earshot_domain::{
    CallDetails, CallId, Consent, MediaState, PlaybackCompliance, Recording, RecordingAction,
    RecordingBlock, Sentiment,
};
use earshot_testkit::call;
use futures::TryStreamExt;

use crate::{
    harness::{Person, Site},
    removals::import_recording,
};

crate::on_both_databases!(
    a_recording_is_not_received_until_it_comes,
    a_call_that_comes_again_keeps_the_state_of_its_recording,
    a_converted_recording_is_removed_with_its_original,
    an_original_that_was_lost_can_be_imported_again,
);

/// A recording in IMA ADPCM.
const SAMPLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/samples/recordings/ima-adpcm.wav");

/// A call whose source names a recording.
fn named(n: u32) -> IncomingCall {
    let recording = Some(Recording { file_name: format!("sound-{n}.wav") });
    IncomingCall { details: CallDetails { recording, ..CallDetails::default() }, ..call(n) }
}

/// Whether the only call has a recording, whether one is missing, and the state on its card.
async fn state(site: &Site, person: &Person) -> (bool, bool, MediaState) {
    let page = site.list(person, "").await;
    let [row] = page.rows.as_slice() else { panic!("{} calls", page.rows.len()) };
    let card = site.backend.reviews().open(&person.viewer, row.id).await.unwrap().recording;
    let found = |value: &'static str| async move {
        site.list(person, &format!("has_recording={value}")).await.matched == 1
    };
    assert_eq!(found("true").await, row.has_recording);
    assert_eq!(found("false").await, !row.has_recording);
    assert_eq!(found("not_received").await, row.recording_not_received);
    (row.has_recording, row.recording_not_received, card.media)
}

async fn a_recording_is_not_received_until_it_comes(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![named(1)]).await;
    assert_eq!(state(site, &admin).await, (false, true, MediaState::NotReceived));
    import_recording(site, &call(1).source_id).await.unwrap();
    assert_eq!(state(site, &admin).await, (true, false, MediaState::Available));
    let id = site.list(&admin, "").await.rows[0].id;
    let calls = Removed::Calls(vec![id]);
    site.backend.recordings().remove("harbour", &calls).await.unwrap();
    assert_eq!(state(site, &admin).await, (false, false, MediaState::Removed));
}

async fn a_call_that_comes_again_keeps_the_state_of_its_recording(site: &Site) {
    let admin = site.admin().await;
    let plain = IncomingCall { sentiment: None, outcome: None, ..named(1) };
    site.ingest(vec![plain.clone()]).await;
    import_recording(site, &plain.source_id).await.unwrap();
    let more = IncomingCall {
        sentiment: Some(Sentiment::Positive),
        source_record: b"{\"more\": 1}".to_vec(),
        ..plain
    };
    assert_eq!(site.ingest(vec![more.clone()]).await, [Ingested::Extended]);
    assert_eq!(state(site, &admin).await, (true, false, MediaState::Available));
    let id = site.list(&admin, "").await.rows[0].id;
    let calls = Removed::Calls(vec![id]);
    site.backend.recordings().remove("harbour", &calls).await.unwrap();
    let most = IncomingCall {
        outcome: "resolved".parse().ok(),
        source_record: b"{\"more\": 2}".to_vec(),
        ..more
    };
    assert_eq!(site.ingest(vec![most]).await, [Ingested::Extended]);
    assert_eq!(state(site, &admin).await, (false, false, MediaState::Removed));
}

/// A call that may be played, with a recording that is converted, as it is imported; returns its id.
async fn converted(site: &Site, admin: &Person) -> CallId {
    let mut playable = named(1);
    playable.details.consent = Some(Consent::Granted);
    playable.details.playback_compliance = Some(PlaybackCompliance::Permitted);
    site.ingest(vec![playable]).await;
    assert_eq!(import_adpcm(site).await, ImportedFile::Recording(RecordingFile::Taken));
    site.list(admin, "").await.rows[0].id
}

async fn import_adpcm(site: &Site) -> ImportedFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound-1.wav");
    std::fs::copy(SAMPLE, &path).unwrap();
    let import = site.backend.recordings().import("harbour").await.unwrap();
    import.add(&path).await.unwrap()
}

async fn a_converted_recording_is_removed_with_its_original(site: &Site) {
    let admin = site.admin().await;
    let id = converted(site, &admin).await;
    let card = site.backend.reviews().open(&admin.viewer, id).await.unwrap().recording;
    assert_eq!((card.codec.as_deref(), card.converted), (Some("IMA ADPCM"), true));
    let calls = Removed::Calls(vec![id]);
    let report = site.backend.recordings().remove("harbour", &calls).await.unwrap();
    assert_eq!(report, RemovalReport { removed: 1, already: 0, deleted: 2 });
    let again = site.backend.recordings().remove("harbour", &calls).await.unwrap();
    assert_eq!(again, RemovalReport { removed: 0, already: 1, deleted: 0 });
}

async fn an_original_that_was_lost_can_be_imported_again(site: &Site) {
    site.sql("UPDATE tenants SET recording_download = TRUE").await;
    let admin = site.admin().await;
    let id = converted(site, &admin).await;
    let unchanged = ImportedFile::Recording(RecordingFile::Unchanged);
    assert_eq!(import_adpcm(site).await, unchanged);
    site.sql("UPDATE recordings SET original_key = 'elsewhere'").await;
    let download = || site.backend.recordings().grant(&admin.viewer, id, RecordingAction::Download);
    let lost = Error::RecordingBlocked(RecordingBlock::Unretrievable).problem();
    assert_eq!(download().await.unwrap_err().problem(), lost);
    assert_eq!(import_adpcm(site).await, ImportedFile::Recording(RecordingFile::Taken));
    let url = download().await.unwrap().url;
    let token = url.strip_prefix("/media/recordings/").unwrap();
    let media =
        site.backend.recordings().open(&admin.viewer, token, MediaRequest::Read).await.unwrap();
    let bytes: Vec<_> = media.read(0, media.length).await.unwrap().try_collect().await.unwrap();
    assert_eq!(bytes.concat(), std::fs::read(SAMPLE).unwrap());
    assert_eq!(import_adpcm(site).await, unchanged);
}
