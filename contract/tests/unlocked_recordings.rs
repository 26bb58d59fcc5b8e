//! Recordings that are played under an unlock.

use earshot_backend::MediaRequest;
use earshot_domain::{CallId, Recording, RecordingAction, UnlockArtefact as Artefact, UnlockScope};

use crate::{
    harness::{Person, Site},
    removals::import_recording,
    unlocks::{accesses, consented, stored, unlock},
};

crate::on_both_databases!(an_unlocked_recording_is_used_when_it_is_played);

/// Plays the recording of a call.
async fn play(site: &Site, person: &Person, id: CallId) {
    let recordings = site.backend.recordings();
    let grant = recordings.grant(&person.viewer, id, RecordingAction::Play).await.unwrap();
    let token = grant.url.trim_start_matches("/media/recordings/");
    recordings.open(&person.viewer, token, MediaRequest::Read).await.unwrap();
}

async fn an_unlocked_recording_is_used_when_it_is_played(site: &Site) {
    let (admin, other) = (site.admin().await, site.admin().await);
    let mut call = consented(1);
    call.details.recording = Some(Recording { file_name: format!("{}.wav", call.source_id) });
    let name = call.source_id.clone();
    let id = stored(site, &admin, call).await;
    import_recording(site, &name).await.unwrap();
    play(site, &admin, id).await;
    let live = unlock(site, &admin, id, UnlockScope::Recording).await.unwrap();
    play(site, &other, id).await;
    assert_eq!(accesses(site, &admin).await[0].uses, []);
    play(site, &admin, id).await;
    let used: Vec<_> =
        accesses(site, &admin).await[0].uses.iter().map(|used| used.artefact).collect();
    assert_eq!(used, [Artefact::Recording]);
    let log = site.backend.audit().log("harbour").await.unwrap().0;
    let played: Vec<_> = log.iter().filter(|entry| entry.action == "recording.played").collect();
    let named = played.iter().map(|entry| entry.detail.contains(&live.id.to_string()));
    assert_eq!(named.collect::<Vec<_>>(), [false, false, true]);
}
