//! Unlocks: who may ask, what consent they demand, what they show, and how they end.

use earshot_backend::{Error, PlaybackDecision, readers::IncomingCall};
use earshot_domain::{
    CallDetails, CallId, Consent, Permission, PlaybackCompliance, ReasonCode, Role,
    SensitiveAccess, Unlock, UnlockArtefact as Artefact, UnlockRefusal, UnlockRequest, UnlockScope,
    UnlockState,
};
use earshot_testkit::{alternating_turns, call};
use jiff::SignedDuration;

use crate::harness::{Person, Site};

crate::on_both_databases!(
    an_unlock_shows_what_its_scope_covers_and_records_each_view,
    an_unlock_demands_consent_with_its_evidence,
    an_unlock_lasts_fifteen_minutes_and_its_end_is_recorded,
    an_unlock_is_of_one_person_and_any_admin_ends_it,
    calls_and_unlocks_that_are_not_ones_own_are_not_found,
    consent_that_is_withdrawn_ends_an_unlock,
    a_call_is_unlocked_once_at_a_time,
);

pub const EMAIL: &str = "mara.quill@canary.example";
pub const NUMBER: &str = "+44 20 7946 0958";
pub const WHY: &str = "The caller disputes what was said about the fee.";

/// A call whose text has personal details, with consent and its evidence.
pub fn consented(n: u32) -> IncomingCall {
    IncomingCall {
        summary: Some(format!("Call {n}: ring {NUMBER}")),
        turns: alternating_turns(&["What is your e-mail address?", EMAIL]),
        details: CallDetails {
            consent: Some(Consent::Granted),
            playback_compliance: Some(PlaybackCompliance::Permitted),
            ..CallDetails::default()
        },
        ..call(n)
    }
}

pub fn request(scope: UnlockScope) -> UnlockRequest {
    UnlockRequest {
        scope,
        reason_code: ReasonCode::CustomerComplaint,
        other_reason: None,
        justification: WHY.to_owned(),
    }
}

/// Stores a call and returns its id.
pub async fn stored(site: &Site, person: &Person, call: IncomingCall) -> CallId {
    site.ingest(vec![call]).await;
    site.list(person, "sort=newest").await.rows[0].id
}

pub async fn unlock(
    site: &Site,
    person: &Person,
    id: CallId,
    scope: UnlockScope,
) -> Result<Unlock, Error> {
    // The list is in order of time.
    site.clock.advance(SignedDuration::from_millis(1));
    site.backend.custody().request(&person.viewer, id, &request(scope)).await
}

async fn manager(site: &Site) -> Person {
    site.person("harbour", Role::ClientManager, &["front-desk"]).await
}

/// The requests of the front desk, oldest first.
pub async fn accesses(site: &Site, person: &Person) -> Vec<SensitiveAccess> {
    let page = site.backend.custody().sensitive_access(&person.viewer, None).await.unwrap();
    page.accesses.into_iter().rev().collect()
}

/// The codes of the events about unlocks, with who caused them.
async fn events(site: &Site) -> Vec<(String, String)> {
    let (entries, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    let about = entries.into_iter().filter(|entry| entry.action.starts_with("unlock."));
    about.map(|entry| (entry.action, entry.actor)).collect()
}

async fn an_unlock_shows_what_its_scope_covers_and_records_each_view(site: &Site) {
    use Artefact as A;
    let person = manager(site).await;
    for (n, scope, artefacts) in [
        (1, UnlockScope::Transcript, vec![A::Transcript]),
        (2, UnlockScope::CallSummary, vec![A::CallSummary]),
        (3, UnlockScope::ExtractedEntities, vec![A::ExtractedEntities]),
        (4, UnlockScope::Recording, vec![]),
        (5, UnlockScope::All, vec![A::Transcript, A::CallSummary, A::ExtractedEntities]),
    ] {
        let id = stored(site, &person, consented(n)).await;
        let live = unlock(site, &person, id, scope).await.unwrap();
        assert_eq!((live.seconds_left, live.expires.time.as_str()), (900, "13:15"));
        let text = site.backend.custody().view(&person.viewer, live.id).await.unwrap();
        let said: Vec<_> = text.turns.iter().map(|turn| turn.text.as_str()).collect();
        let expected = ["What is your e-mail address?", EMAIL];
        let shown = |artefact| artefacts.contains(&artefact);
        assert_eq!(said, if shown(A::Transcript) { expected.to_vec() } else { vec![] }, "{scope}");
        let summary = format!("Call {n}: ring {NUMBER}");
        assert_eq!(text.summary, shown(A::CallSummary).then_some(summary));
        let found: Vec<_> = text
            .entities
            .iter()
            .map(|entity| (entity.label.as_str(), entity.line, entity.value.as_deref()))
            .collect();
        let entities = [("PHONE", None, Some(NUMBER)), ("EMAIL", Some(2), Some(EMAIL))];
        let entities = if shown(A::ExtractedEntities) { entities.to_vec() } else { vec![] };
        assert_eq!(found, entities, "{scope}");
        let access = accesses(site, &person).await.pop().unwrap();
        assert_eq!((access.call_id, access.scope, access.state), (id, scope, UnlockState::Live));
        assert_eq!(access.justification, WHY);
        let used: Vec<_> = access.uses.iter().map(|used| (used.artefact, used.export_id)).collect();
        let viewed: Vec<_> = artefacts.iter().map(|artefact| (*artefact, None)).collect();
        assert_eq!(used, viewed);
    }
    let (requested, viewed) = ("unlock.requested".to_owned(), "unlock.viewed".to_owned());
    let (requested, viewed) = ((requested, person.email.clone()), (viewed, person.email.clone()));
    let expected = [[&requested, &viewed]; 5].concat();
    let found = events(site).await;
    // A recording is viewed when it is played.
    let found: Vec<_> = found.iter().collect();
    assert_eq!(found, [&expected[..7], &expected[8..]].concat());
    // Nowhere in clear.
    let log = site.backend.audit().log("harbour").await.unwrap().0;
    assert!(log.iter().all(|entry| !entry.detail.contains(WHY)));
}

async fn an_unlock_demands_consent_with_its_evidence(site: &Site) {
    use {Consent as C, PlaybackCompliance as P, UnlockRefusal as R};
    let admin = site.admin().await;
    for (n, consent, compliance, refusal) in [
        (1, Some(C::Denied), Some(P::Permitted), R::ConsentDenied),
        (2, Some(C::Missing), Some(P::Permitted), R::ConsentMissing),
        (3, None, Some(P::Permitted), R::ConsentUnknown),
        (4, Some(C::Granted), None, R::MissingEvidence),
        (5, Some(C::Granted), Some(P::Denied), R::ComplianceDenied),
        (6, Some(C::Granted), Some(P::PolicyBlocked), R::PolicyBlocked),
    ] {
        let mut call = consented(n);
        call.details.consent = consent;
        call.details.playback_compliance = compliance;
        let id = stored(site, &admin, call).await;
        for scope in UnlockScope::ALL {
            let refused = unlock(site, &admin, id, *scope).await;
            assert!(matches!(refused, Err(Error::UnlockRefused(why)) if why == refusal));
        }
        let access = accesses(site, &admin).await.pop().unwrap();
        assert_eq!((access.state, access.refusal), (UnlockState::Refused, Some(refusal)));
        assert_eq!((access.uses.len(), access.ended, access.may_end), (0, None, false));
        // What the words say to do helps.
        let evidence = "Signed form of 3 June".to_owned();
        let (consent, playback_compliance) = (C::Granted, P::Permitted);
        let decision = PlaybackDecision { consent, playback_compliance, evidence };
        site.backend.recordings().decide(&admin.viewer, id, &decision).await.unwrap();
        unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    }
    let refused = events(site).await.into_iter().filter(|(code, _)| code == "unlock.refused");
    assert_eq!(refused.count(), 6 * UnlockScope::ALL.len());
}

async fn an_unlock_lasts_fifteen_minutes_and_its_end_is_recorded(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, consented(1)).await;
    let live = unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    site.clock.advance(SignedDuration::from_millis(15 * 60_000 - 1));
    let custody = site.backend.custody();
    assert_eq!(custody.view(&admin.viewer, live.id).await.unwrap().unlock.seconds_left, 1);
    site.clock.advance(SignedDuration::from_millis(1));
    assert!(matches!(custody.view(&admin.viewer, live.id).await, Err(Error::Conflict(_))));
    assert_eq!(custody.card(&admin.viewer, id).await.unwrap().unwrap().live, None);
    assert_eq!(accesses(site, &admin).await[0].state, UnlockState::Expired);
    site.clock.advance(SignedDuration::from_mins(5));
    site.backend.worker().unwrap().run_due().await.unwrap();
    let access = accesses(site, &admin).await.remove(0);
    assert_eq!((access.state, access.ended_by), (UnlockState::Expired, None));
    assert_eq!(access.ended.unwrap().time, "13:15", "not when the job came by");
    let ended = ("unlock.ended".to_owned(), admin.email.clone());
    assert_eq!(events(site).await.last(), Some(&ended));
    site.backend.worker().unwrap().run_due().await.unwrap();
    assert_eq!(events(site).await.len(), 3, "asked, viewed, ended");
    // Another one can be asked for, also before the end of the last is recorded.
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    site.clock.advance(SignedDuration::from_mins(15));
    unlock(site, &admin, id, UnlockScope::Transcript).await.unwrap();
    let codes: Vec<_> = events(site).await.into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes[3..], ["unlock.requested", "unlock.ended", "unlock.requested"]);
}

async fn an_unlock_is_of_one_person_and_any_admin_ends_it(site: &Site) {
    let (admin, manager, other) = (site.admin().await, manager(site).await, manager(site).await);
    let id = stored(site, &admin, consented(1)).await;
    let live = unlock(site, &manager, id, UnlockScope::All).await.unwrap();
    let custody = site.backend.custody();
    for person in [&admin, &other] {
        let viewed = custody.view(&person.viewer, live.id).await;
        assert!(matches!(viewed, Err(Error::NotFound)));
        assert_eq!(custody.card(&person.viewer, id).await.unwrap().unwrap().live, None);
    }
    assert!(matches!(custody.end(&other.viewer, live.id).await, Err(Error::NotFound)));
    assert_eq!(custody.card(&other.viewer, id).await.unwrap().unwrap().others, []);
    let others = custody.card(&admin.viewer, id).await.unwrap().unwrap().others;
    assert_eq!(others.iter().map(|other| other.id).collect::<Vec<_>>(), [live.id]);
    custody.end(&admin.viewer, live.id).await.unwrap();
    assert!(matches!(custody.view(&manager.viewer, live.id).await, Err(Error::Conflict(_))));
    assert!(matches!(custody.end(&admin.viewer, live.id).await, Err(Error::Conflict(_))));
    let access = accesses(site, &other).await.remove(0);
    let ended = (access.state, access.person, access.ended_by);
    assert_eq!(ended, (UnlockState::Revoked, manager.email.clone(), Some(admin.email.clone())));
    let own = unlock(site, &manager, id, UnlockScope::All).await.unwrap();
    custody.end(&manager.viewer, own.id).await.unwrap();
    let states: Vec<_> = accesses(site, &other).await.iter().map(|access| access.state).collect();
    assert!(states.contains(&UnlockState::Ended), "{states:?}");
}

async fn calls_and_unlocks_that_are_not_ones_own_are_not_found(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, consented(1)).await;
    let live = unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    let custody = site.backend.custody();
    for (tenant, role, project) in [
        ("harbour", Role::ClientStaff, "front-desk"),
        ("harbour", Role::ClientAdmin, "after-hours"),
        ("rival", Role::ClientAdmin, "lobby"),
    ] {
        let stranger = site.person(tenant, role, &[project]).await;
        let asked = unlock(site, &stranger, id, UnlockScope::All).await;
        assert!(matches!(asked, Err(Error::NotFound)), "{tenant} {role}");
        assert!(matches!(custody.view(&stranger.viewer, live.id).await, Err(Error::NotFound)));
        assert!(matches!(custody.end(&stranger.viewer, live.id).await, Err(Error::NotFound)));
        let listed = custody.sensitive_access(&stranger.viewer, None).await;
        if role.may(Permission::ViewSensitiveAccess) {
            assert_eq!(listed.unwrap().accesses, []);
            let behind = custody.sensitive_access(&stranger.viewer, Some(live.id)).await;
            assert!(matches!(behind, Err(Error::NotFound)));
        } else {
            assert!(matches!(listed, Err(Error::NotFound)));
            assert_eq!(custody.card(&stranger.viewer, id).await.unwrap(), None);
        }
    }
    // Access that is taken away ends what was unlocked.
    site.sql("DELETE FROM user_projects").await;
    let viewer = site.backend.access().viewer(&admin.token).await.unwrap().unwrap();
    assert!(matches!(custody.view(&viewer, live.id).await, Err(Error::NotFound)));
}

async fn consent_that_is_withdrawn_ends_an_unlock(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, consented(1)).await;
    let live = unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    let decision = PlaybackDecision {
        consent: Consent::Denied,
        playback_compliance: PlaybackCompliance::Denied,
        evidence: "Letter of 12 June".to_owned(),
    };
    site.backend.recordings().decide(&admin.viewer, id, &decision).await.unwrap();
    let custody = site.backend.custody();
    let viewed = custody.view(&admin.viewer, live.id).await;
    assert!(matches!(viewed, Err(Error::UnlockRefused(UnlockRefusal::ConsentDenied))));
    assert_eq!(accesses(site, &admin).await[0].state, UnlockState::ConsentWithdrawn);
    assert!(matches!(custody.view(&admin.viewer, live.id).await, Err(Error::Conflict(_))));
}

async fn a_call_is_unlocked_once_at_a_time(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, consented(1)).await;
    let asked = (0..8).map(|_| unlock(site, &admin, id, UnlockScope::All));
    let asked = futures::future::join_all(asked).await;
    let (granted, refused): (Vec<_>, Vec<_>) = asked.into_iter().partition(Result::is_ok);
    assert_eq!((granted.len(), refused.len()), (1, 7));
    assert!(refused.iter().all(|refused| matches!(refused, Err(Error::Conflict(_)))));
    assert_eq!(events(site).await.len(), 1);
}
