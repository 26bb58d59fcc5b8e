//! Requests of persons for their own data: opened with a bundle, the clock, and closing.

use std::io::Cursor;

use earshot_backend::readers::{IncomingCall, IncomingTurn};
use earshot_domain::{
    ContactId, Deadline, ExportId, ExportState, ProblemCode, Role, Speaker, SubjectRequest,
    SubjectRequestState,
};
use earshot_testkit::ingest_calls;
use futures::future::join_all;
use jiff::SignedDuration;

use crate::{
    contacts::{call_of, customer, fill, search},
    export_jobs::{files, job, run_due},
    harness::{Person, Site, refusal},
};

crate::on_both_databases!(
    a_bundle_holds_the_persons_words_and_nobody_elses_details,
    a_bundle_holds_calls_of_the_admins_projects_alone,
    a_request_is_opened_answered_and_closed,
    of_requests_at_the_same_instant_one_is_opened,
    requests_are_those_of_client_admins_with_all_their_projects,
    the_clock_says_how_many_days_are_left,
    a_request_follows_its_contact_and_its_bundle_can_be_made_again,
    without_original_words_the_page_says_so,
    a_bundle_ends_with_the_role_of_its_author,
);

const NUMBER: &str = "+442079460001";
const OWN: &str = "My number is 020 7946 0001 and my sister's is 020 7946 0777.";

fn said(text: &str) -> Vec<IncomingTurn> {
    let turn = |speaker, text: &str| IncomingTurn { speaker, text: text.to_owned(), at: None };
    vec![turn(Speaker::Agent, "Good morning"), turn(Speaker::Caller, text)]
}

fn spoken(n: u32, text: &str) -> IncomingCall {
    IncomingCall { turns: said(text), ..call_of(n, Some(NUMBER), None) }
}

async fn contact(site: &Site, who: &Person) -> ContactId {
    search(site, who, NUMBER).await.contacts.first().unwrap().id
}

async fn open(site: &Site, who: &Person) -> ExportId {
    let contact = contact(site, who).await;
    site.backend.exports().open_subject_request(&who.viewer, contact).await.unwrap().id
}

async fn listed(site: &Site, who: &Person) -> Vec<SubjectRequest> {
    site.backend.exports().open_subject_requests(&who.viewer).await.unwrap()
}

/// Names and texts of the files in a bundle, which is downloaded.
async fn bundle(site: &Site, who: &Person, id: ExportId) -> Vec<(String, String)> {
    run_due(&site.backend).await;
    let done = job(&site.backend, who, id).await;
    assert_eq!(done.state, ExportState::Completed, "{:?}", done.reason);
    let files = files(&site.backend, who, id).await;
    let [zip] = <[_; 1]>::try_from(files).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut entries = Vec::new();
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).unwrap();
        let name = entry.name().unwrap().into_owned();
        entries.push((name, std::io::read_to_string(&mut entry).unwrap()));
    }
    entries
}

async fn audited(site: &Site) -> Vec<String> {
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert!(broken.is_none());
    let shown =
        |action: &String| action.starts_with("subject_request") || action.starts_with("export");
    log.into_iter().map(|entry| entry.action).filter(shown).collect()
}

async fn a_bundle_holds_the_persons_words_and_nobody_elses_details(site: &Site) {
    let admin = site.admin().await;
    let other = Some(customer("Bo Hale", "bo@example.org", true));
    let of_other = IncomingCall { turns: said("It is Bo"), ..call_of(2, Some(NUMBER), other) };
    site.ingest(vec![spoken(1, OWN), of_other, call_of(3, Some("+442079460777"), None)]).await;
    fill(site).await;
    let id = open(site, &admin).await;
    let entries = bundle(site, &admin, id).await;
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names[0].ends_with(".txt") && names[1].ends_with(".json"), "{names:?}");
    assert_eq!(names[2], "index.html");
    let own = "Person: My number is 020 7946 0001 and my sister's is [PHONE].";
    assert!(entries[0].1.contains(own), "{}", entries[0].1);
    for (name, text) in &entries {
        for absent in ["0777", "Bo Hale", "bo@example.org", "It is Bo", "Marina", &admin.email] {
            assert!(!text.contains(absent), "{absent} is in {name}: {text}");
        }
    }
    assert!(entries[2].1.contains("The source verified another person on this call"));
}

async fn a_bundle_holds_calls_of_the_admins_projects_alone(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![spoken(1, "front")]).await;
    ingest_calls(&site.backend, "harbour", "after-hours", vec![spoken(2, "late")]).await;
    fill(site).await;
    let id = open(site, &admin).await;
    let entries = bundle(site, &admin, id).await;
    let all: String = entries.iter().map(|(_, text)| text.as_str()).collect();
    assert!(all.contains("front") && !all.contains("late") && !all.contains("after-hours"));
}

async fn a_request_is_opened_answered_and_closed(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![spoken(1, OWN)]).await;
    fill(site).await;
    let export = open(site, &admin).await;
    let exports = site.backend.exports();
    let contact = contact(site, &admin).await;
    let twice = exports.open_subject_request(&admin.viewer, contact).await;
    assert_eq!(refusal(twice), ProblemCode::Conflict);
    let [request] = <[_; 1]>::try_from(listed(site, &admin).await).unwrap();
    assert_eq!((request.label.as_str(), request.downloaded), (NUMBER, false));
    assert_eq!((request.export_id, request.bundle), (export, ExportState::Queued));
    assert_eq!(request.opened_by, admin.email);
    run_due(&site.backend).await;
    let manifest = exports.job_manifest(&admin.viewer, export).await.unwrap();
    manifest.read(&admin.viewer).await.unwrap();
    let early = exports.close_subject_request(&admin.viewer, request.id).await;
    assert_eq!(refusal(early), ProblemCode::Conflict, "the manifest is not the bundle");
    bundle(site, &admin, export).await;
    assert!(listed(site, &admin).await[0].downloaded);
    exports.close_subject_request(&admin.viewer, request.id).await.unwrap();
    assert_eq!(listed(site, &admin).await, []);
    let closed = exports.subject_requests_of(&admin.viewer, contact).await.unwrap();
    let [closed] = <[_; 1]>::try_from(closed).unwrap();
    assert_eq!(closed.state, SubjectRequestState::Closed);
    assert_eq!(closed.closed_by.as_deref(), Some(admin.email.as_str()));
    assert!(closed.closed.is_some());
    for again in [
        exports.close_subject_request(&admin.viewer, request.id).await.map(drop),
        exports.renew_bundle(&admin.viewer, request.id).await.map(drop),
    ] {
        assert_eq!(refusal(again), ProblemCode::Conflict);
    }
    assert_eq!(
        audited(site).await,
        [
            "subject_request.opened",
            "export.started",
            "export.completed",
            "export.downloaded",
            "export.downloaded",
            "subject_request.closed",
        ]
    );
    let reason = "SELECT reason FROM subject_requests";
    assert_eq!(site.text(reason).await, "legal_request");
}

async fn of_requests_at_the_same_instant_one_is_opened(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![spoken(1, OWN)]).await;
    fill(site).await;
    let (exports, contact) = (site.backend.exports(), contact(site, &admin).await);
    let opened =
        join_all((0..4).map(|_| exports.open_subject_request(&admin.viewer, contact))).await;
    let (opened, refused): (Vec<_>, Vec<_>) = opened.into_iter().partition(Result::is_ok);
    assert_eq!((opened.len(), refused.len()), (1, 3));
    for refused in refused {
        assert_eq!(refusal(refused), ProblemCode::Conflict);
    }
    assert_eq!(listed(site, &admin).await.len(), 1);
    let stored = "SELECT CAST(count(*) AS TEXT) FROM exports";
    assert_eq!(site.text(stored).await, "1", "a refused request leaves no export behind");
}

async fn requests_are_those_of_client_admins_with_all_their_projects(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    site.ingest(vec![spoken(1, OWN)]).await;
    fill(site).await;
    let export = open(site, &both).await;
    let request = listed(site, &both).await.remove(0);
    let exports = site.backend.exports();
    let contact = contact(site, &both).await;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk", "after-hours"]).await;
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk", "after-hours"]).await;
    let one = site.admin().await;
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    for (person, code) in [
        (&manager, ProblemCode::OptionForbidden),
        (&staff, ProblemCode::NotFound),
        (&rival, ProblemCode::NotFound),
    ] {
        let opened = exports.open_subject_request(&person.viewer, contact).await;
        assert_eq!(refusal(opened), code, "{}", person.email);
    }
    for person in [&manager, &staff, &one, &rival] {
        assert_eq!(listed(site, person).await, [], "{}", person.email);
        let closed = exports.close_subject_request(&person.viewer, request.id).await;
        assert_eq!(refusal(closed), ProblemCode::NotFound, "{}", person.email);
        let renewed = exports.renew_bundle(&person.viewer, request.id).await;
        assert_eq!(refusal(renewed), ProblemCode::NotFound, "{}", person.email);
        let read = exports.job(&person.viewer, export).await;
        assert_eq!(refusal(read), ProblemCode::NotFound, "{}", person.email);
    }
    let second = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    assert_eq!(listed(site, &second).await.len(), 1, "another admin can answer it");
}

/// Rule: docs/compatibility.md#askvault-contact.
async fn the_clock_says_how_many_days_are_left(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![spoken(1, OWN)]).await;
    fill(site).await;
    open(site, &admin).await;
    let day = 24;
    for (hours, expected) in [
        (0, Deadline::Left(30)),
        (day, Deadline::Left(29)),
        (28 * day + 1, Deadline::Left(1)),
        (day, Deadline::Overdue(0)),
        (2 * day, Deadline::Overdue(2)),
    ] {
        site.clock.advance(SignedDuration::from_hours(hours));
        assert_eq!(listed(site, &admin).await[0].deadline, expected);
    }
}

async fn a_request_follows_its_contact_and_its_bundle_can_be_made_again(site: &Site) {
    let admin = site.admin().await;
    let ann = || Some(customer("Ann Marlow", "ann@example.com", true));
    site.ingest(vec![
        spoken(1, OWN),
        IncomingCall { turns: said("verified words"), ..call_of(2, Some(NUMBER), ann()) },
        call_of(3, None, ann()),
    ])
    .await;
    fill(site).await;
    let first = open(site, &admin).await;
    let before = bundle(site, &admin, first).await;
    assert!(!before.iter().any(|(_, text)| text.contains("verified words")));
    let address = search(site, &admin, "ann@example.com").await.contacts.remove(0);
    let number = search(site, &admin, NUMBER).await.contacts.remove(0);
    let calls = site.backend.calls();
    // The contact of the request is joined into the other.
    calls.merge_contact(&admin.viewer, address.id, number.identities[0].id).await.unwrap();
    let request = listed(site, &admin).await.remove(0);
    assert_eq!((request.contact_id, request.label.as_str()), (address.id, "Ann Marlow"));
    let exports = site.backend.exports();
    let (contact, _) = exports.renew_bundle(&admin.viewer, request.id).await.unwrap();
    assert_eq!(contact, address.id);
    let renewed = listed(site, &admin).await.remove(0);
    assert!(!renewed.downloaded && renewed.export_id != first);
    let after = bundle(site, &admin, renewed.export_id).await;
    assert!(
        before.iter().all(|(_, text)| !text.contains("Ann Marlow")),
        "it was verified with another address"
    );
    assert!(after.iter().any(|(_, text)| text.contains("<h1>Personal data of Ann Marlow</h1>")));
    assert!(after.iter().any(|(_, text)| text.contains("verified words")));
    let retried = exports.retry_job(&admin.viewer, first).await.unwrap();
    assert_eq!(listed(site, &admin).await[0].export_id, retried.id);
}

async fn without_original_words_the_page_says_so(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![spoken(1, OWN)]).await;
    site.sql("UPDATE transcripts SET raw_text_encrypted = NULL").await;
    fill(site).await;
    let id = open(site, &admin).await;
    let entries = bundle(site, &admin, id).await;
    let own = "Person: My number is [PHONE] and my sister's is [PHONE].";
    assert!(entries[0].1.contains(own), "{}", entries[0].1);
    assert!(entries[2].1.contains("The original words were not kept"), "{}", entries[2].1);
}

async fn a_bundle_ends_with_the_role_of_its_author(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![spoken(1, OWN)]).await;
    fill(site).await;
    let id = open(site, &admin).await;
    let role = format!("UPDATE users SET role = 'client_manager' WHERE email = '{}'", admin.email);
    site.sql(&role).await;
    run_due(&site.backend).await;
    let other = site.admin().await;
    let ended = job(&site.backend, &other, id).await;
    assert_eq!(ended.state, ExportState::Failed);
    let reason = ended.reason.unwrap();
    assert!(reason.contains("may not export any more"), "{reason}");
}
