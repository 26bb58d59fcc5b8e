//! Import runs by name, and decisions that apply to all calls of one.

use earshot_backend::{Error, ImportCounts, PlaybackDecision, readers::IncomingCall};
use earshot_domain::{
    CallDetails, Consent, ImportRecord, PlaybackCompliance, Recording, RecordingCard, Role,
};
use earshot_testkit::call;

use crate::harness::{Person, Site};

crate::on_both_databases!(
    an_import_counts_its_calls_and_those_that_wait,
    a_decision_fills_what_the_source_left_open,
    a_decision_for_a_call_overrides_that_of_its_import,
    only_an_admin_of_the_project_decides,
    a_call_belongs_to_the_import_that_stored_it,
);

type Said = (Option<Consent>, Option<PlaybackCompliance>);

/// A call with a recording and these consent fields.
fn recorded(n: u32, (consent, playback_compliance): Said) -> IncomingCall {
    let recording = Some(Recording { file_name: format!("sound-{n}.wav") });
    let details = CallDetails { consent, playback_compliance, recording, ..CallDetails::default() };
    IncomingCall { details, ..call(n) }
}

async fn import(site: &Site, calls: Vec<IncomingCall>) {
    let mut project = site.project_ingest("harbour", "front-desk").await;
    project.begin_import("ndjson", &["june.ndjson".to_owned()]).await.unwrap();
    let taken = calls.len() as u64;
    project.ingest(calls).await.unwrap();
    project
        .note_import(ImportCounts { taken, refused: 2, ..ImportCounts::default() })
        .await
        .unwrap();
}

async fn imports(site: &Site, person: &Person) -> Vec<ImportRecord> {
    site.backend.intake().imports(&person.viewer).await.unwrap()
}

/// The card of the n-th call.
async fn card(site: &Site, person: &Person, n: u32) -> RecordingCard {
    let page = site.list(person, "").await;
    let seconds = call(n).total_seconds;
    let row = page.rows.iter().find(|row| row.duration_seconds == seconds).unwrap();
    site.backend.reviews().open(&person.viewer, row.id).await.unwrap().recording
}

fn decision(consent: Consent, playback_compliance: PlaybackCompliance) -> PlaybackDecision {
    PlaybackDecision { consent, playback_compliance, evidence: "Notice at the door".to_owned() }
}

const SILENT: Said = (None, None);

async fn an_import_counts_its_calls_and_those_that_wait(site: &Site) {
    use {Consent as C, PlaybackCompliance as P};
    let admin = site.admin().await;
    let said = [
        SILENT,
        (Some(C::Unknown), Some(P::Permitted)),
        (Some(C::Granted), Some(P::MissingEvidence)),
        (Some(C::Granted), Some(P::Permitted)),
        (Some(C::Denied), None),
        (None, Some(P::Denied)),
        (None, Some(P::PolicyBlocked)),
    ];
    let mut calls: Vec<_> = (1..).zip(said).map(|(n, said)| recorded(n, said)).collect();
    // Without a recording there is nothing to decide.
    calls.push(call(8));
    import(site, calls).await;
    let [import] = imports(site, &admin).await.try_into().unwrap();
    assert_eq!(
        (import.format.as_str(), import.files.as_slice()),
        ("ndjson", ["june.ndjson".to_owned()].as_slice())
    );
    assert_eq!((import.taken, import.refused, import.finished), (8, 2, true));
    assert_eq!((import.recordings, import.waiting), (7, 3));
    let decided = decision(C::Granted, P::Permitted);
    site.backend.intake().decide_import(&admin.viewer, import.id, &decided).await.unwrap();
    let [import] = imports(site, &admin).await.try_into().unwrap();
    assert_eq!(import.waiting, 0);
    let shown = import.decision.unwrap();
    assert_eq!((shown.consent, shown.decided_by), (C::Granted, admin.email));
}

async fn a_decision_fills_what_the_source_left_open(site: &Site) {
    use {Consent as C, PlaybackCompliance as P};
    let admin = site.admin().await;
    import(
        site,
        vec![
            recorded(1, SILENT),
            recorded(2, (Some(C::Missing), Some(P::MissingEvidence))),
            recorded(3, (Some(C::Denied), None)),
            recorded(4, (None, Some(P::PolicyBlocked))),
            recorded(5, (Some(C::Granted), Some(P::Permitted))),
        ],
    )
    .await;
    let id = imports(site, &admin).await[0].id;
    let both = async |n| {
        let card = card(site, &admin, n).await;
        (card.consent, card.playback_compliance)
    };
    assert_eq!(both(1).await, (C::Unknown, P::MissingEvidence));
    let open = decision(C::Granted, P::Permitted);
    site.backend.intake().decide_import(&admin.viewer, id, &open).await.unwrap();
    assert_eq!(both(1).await, (C::Granted, P::Permitted));
    assert_eq!(both(2).await, (C::Granted, P::Permitted));
    assert_eq!(both(3).await, (C::Denied, P::Permitted), "what a source forbade stays forbidden");
    assert_eq!(both(4).await, (C::Granted, P::PolicyBlocked));
    let shut = decision(C::Granted, P::Denied);
    site.backend.intake().decide_import(&admin.viewer, id, &shut).await.unwrap();
    assert_eq!(both(5).await, (C::Granted, P::Denied), "what a source allowed can be shut");
}

async fn a_decision_for_a_call_overrides_that_of_its_import(site: &Site) {
    use {Consent as C, PlaybackCompliance as P};
    let admin = site.admin().await;
    import(site, vec![recorded(1, SILENT), recorded(2, SILENT)]).await;
    let id = imports(site, &admin).await[0].id;
    let page = site.list(&admin, "").await;
    let first = page.rows.iter().find(|row| row.duration_seconds == 61).unwrap().id;
    let denied = decision(C::Denied, P::Denied);
    site.backend.recordings().decide(&admin.viewer, first, &denied).await.unwrap();
    assert_eq!(imports(site, &admin).await[0].waiting, 1);
    let open = decision(C::Granted, P::Permitted);
    site.backend.intake().decide_import(&admin.viewer, id, &open).await.unwrap();
    assert_eq!(card(site, &admin, 1).await.consent, C::Denied);
    assert_eq!(card(site, &admin, 2).await.consent, C::Granted);
}

async fn only_an_admin_of_the_project_decides(site: &Site) {
    let admin = site.admin().await;
    import(site, vec![recorded(1, SILENT)]).await;
    let id = imports(site, &admin).await[0].id;
    let open = decision(Consent::Granted, PlaybackCompliance::Permitted);
    for (tenant, role, project, sees) in [
        ("harbour", Role::ClientManager, "front-desk", Some(1)),
        ("harbour", Role::ClientStaff, "front-desk", None),
        ("harbour", Role::ClientAdmin, "after-hours", Some(0)),
        ("rival", Role::ClientAdmin, "lobby", Some(0)),
    ] {
        let person = site.person(tenant, role, &[project]).await;
        let settings = site.backend.intake().imports(&person.viewer).await;
        assert_eq!(settings.ok().map(|it| it.len()), sees, "{tenant} {role} {project}");
        let refused = site.backend.intake().decide_import(&person.viewer, id, &open).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{tenant} {role} {project}");
    }
    let unsaid = PlaybackDecision { evidence: " ".to_owned(), ..open };
    let refused = site.backend.intake().decide_import(&admin.viewer, id, &unsaid).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    assert!(imports(site, &admin).await[0].decision.is_none());
}

async fn a_call_belongs_to_the_import_that_stored_it(site: &Site) {
    let admin = site.admin().await;
    import(site, vec![recorded(1, SILENT)]).await;
    import(site, vec![recorded(1, SILENT), recorded(2, SILENT)]).await;
    let mut recordings: Vec<u64> =
        imports(site, &admin).await.iter().map(|import| import.recordings).collect();
    recordings.sort_unstable();
    assert_eq!(recordings, [1, 1]);
}
