//! The list of exports: its pages, its order, and who sees which.

use std::cmp::Reverse;

use earshot_backend::Backend;
use earshot_domain::{
    ExportId, ExportList, ExportRecord, ExportState, ListedExport, ProblemCode, Role,
};
use earshot_testkit::{call, calls};
use jiff::SignedDuration;

use crate::{
    export_jobs::{csv_request, small_parts, start},
    harness::{Person, Site, export, read_export, refusal},
};

crate::on_both_databases!(
    pages_follow_each_other_without_gap_or_overlap,
    exports_that_are_not_seen_take_no_place_on_a_page,
    streamed_exports_are_seen_by_their_authors_and_admins_of_their_projects,
    a_streamed_export_of_another_person_has_its_present_state,
);

impl Site {
    /// The streamed exports on the first page of a person's list, newest first.
    pub async fn streamed_exports(&self, person: &Person) -> Vec<ExportRecord> {
        let list = self.backend.exports().list(&person.viewer, None).await.unwrap();
        let streamed = list.exports.into_iter().filter_map(|export| match export {
            ListedExport::Stream(record) => Some(*record),
            ListedExport::Job(_) => None,
        });
        streamed.collect()
    }
}

/// Ids of the exports on the first page of a person's list, newest first.
pub async fn listed(backend: &Backend, person: &Person) -> Vec<ExportId> {
    ids(&backend.exports().list(&person.viewer, None).await.unwrap().exports)
}

fn ids(exports: &[ListedExport]) -> Vec<ExportId> {
    exports.iter().map(ListedExport::id).collect()
}

/// Every page of a person's list.
async fn pages(backend: &Backend, person: &Person) -> Vec<ExportList> {
    let mut pages = vec![backend.exports().list(&person.viewer, None).await.unwrap()];
    while let Some(cursor) = pages.last().unwrap().older.clone() {
        pages.push(backend.exports().list(&person.viewer, Some(&cursor)).await.unwrap());
        assert!(pages.len() < 10, "the list never ends");
    }
    pages
}

fn sizes(pages: &[ExportList]) -> Vec<usize> {
    pages.iter().map(|page| page.exports.len()).collect()
}

/// Streams the export of a query to its end.
async fn stream(backend: &Backend, person: &Person, query: &str) -> ExportId {
    let started = export(backend, &person.viewer, query).await.unwrap();
    let id = started.export_id;
    assert!(read_export(started).await.1.is_none(), "the file broke off");
    id
}

async fn pages_follow_each_other_without_gap_or_overlap(site: &Site) {
    site.ingest(calls(1)).await;
    let (backend, admin) = (site.with_limits(small_parts()).await, site.admin().await);
    let mut made = Vec::new();
    for n in 0..105 {
        // Four at the same time, which are in the order of their ids.
        if n % 4 == 0 {
            site.clock.advance(SignedDuration::from_secs(1));
        }
        made.push(if n % 2 == 0 {
            stream(&backend, &admin, "").await
        } else {
            start(&backend, &admin, &csv_request("")).await
        });
    }
    let pages = pages(&backend, &admin).await;
    assert_eq!(sizes(&pages), [50, 50, 5]);
    let continued: Vec<bool> = pages.iter().map(|page| page.continued).collect();
    assert_eq!(continued, [false, true, true]);
    let all: Vec<ListedExport> = pages.into_iter().flat_map(|page| page.exports).collect();
    let mut sorted = all.clone();
    sorted.sort_by_key(|export| Reverse((export.requested().rfc3339.clone(), export.id())));
    assert_eq!(ids(&all), ids(&sorted));
    let mut found = ids(&all);
    found.sort_unstable();
    made.sort_unstable();
    assert_eq!(found, made);
}

async fn exports_that_are_not_seen_take_no_place_on_a_page(site: &Site) {
    site.ingest(calls(1)).await;
    site.project_ingest("harbour", "after-hours").await.ingest(vec![call(9)]).await.unwrap();
    let (backend, admin) = (site.with_limits(small_parts()).await, site.admin().await);
    let late = site.person("harbour", Role::ClientAdmin, &["after-hours"]).await;
    let mut own = Vec::new();
    for n in 0..52 {
        site.clock.advance(SignedDuration::from_secs(1));
        own.insert(0, start(&backend, &admin, &csv_request("")).await);
        if n % 2 == 0 {
            stream(&backend, &late, "").await;
        } else {
            start(&backend, &late, &csv_request("")).await;
        }
    }
    let pages = pages(&backend, &admin).await;
    assert_eq!(sizes(&pages), [50, 2]);
    let all: Vec<ListedExport> = pages.into_iter().flat_map(|page| page.exports).collect();
    assert_eq!(ids(&all), own);
    let list = async |cursor: &str| backend.exports().list(&admin.viewer, Some(cursor)).await;
    let theirs = backend.exports().list(&late.viewer, None).await.unwrap().older.unwrap();
    let continued = ids(&list(&theirs).await.unwrap().exports);
    assert!(continued.iter().all(|id| own.contains(id)), "{continued:?}");
    for wrong in ["", "x", "1", ".", &theirs[1..theirs.len() - 1]] {
        assert_eq!(refusal(list(wrong).await), ProblemCode::InvalidValue, "{wrong}");
    }
}

/// Case 2 (docs/threats.md#case-2): streamed exports of others.
async fn streamed_exports_are_seen_by_their_authors_and_admins_of_their_projects(site: &Site) {
    site.ingest(calls(2)).await;
    site.project_ingest("harbour", "after-hours").await.ingest(vec![call(9)]).await.unwrap();
    let (backend, both) = (&site.backend, ["front-desk", "after-hours"]);
    let manager = site.person("harbour", Role::ClientManager, &both).await;
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    let mut made = Vec::new();
    for (person, query) in
        [(&manager, "project_id=front-desk"), (&manager, "project_id=after-hours"), (&staff, "")]
    {
        site.clock.advance(SignedDuration::from_secs(1));
        made.push(stream(backend, person, query).await);
    }
    let [desk, late, of_staff] = made[..] else { panic!("{made:?}") };
    let one = site.admin().await;
    for (person, expected) in [
        (&one, vec![of_staff, desk]),
        (&site.person("harbour", Role::ClientAdmin, &both).await, vec![of_staff, late, desk]),
        (&site.person("harbour", Role::ClientAdmin, &["after-hours"]).await, vec![late]),
        (&site.person("harbour", Role::ClientAdmin, &[]).await, vec![]),
        (&site.person("harbour", Role::ClientManager, &both).await, vec![]),
        (&site.person("rival", Role::ClientAdmin, &["lobby"]).await, vec![]),
        (&manager, vec![late, desk]),
        (&staff, vec![of_staff]),
    ] {
        assert_eq!(listed(backend, person).await, expected, "{}", person.email);
    }
    let found = site.streamed_exports(&one).await;
    let authors: Vec<_> = found.iter().map(|record| (&record.author, record.own)).collect();
    assert_eq!(authors, [(&staff.email, false), (&manager.email, false)]);
    assert_eq!(found[0].repeat_href(), "/calls?project_id=front-desk&export=1");
    assert!(site.streamed_exports(&staff).await[0].own);
}

async fn a_streamed_export_of_another_person_has_its_present_state(site: &Site) {
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let state = async || site.streamed_exports(&admin).await[0].progress.state;
    let running = site.export(&manager, "").await.unwrap();
    assert_eq!(state().await, ExportState::Running);
    read_export(running).await;
    assert_eq!(state().await, ExportState::Completed);
    site.sql("UPDATE exports SET state = 'running', finished_at = NULL").await;
    assert_eq!(state().await, ExportState::Failed, "nothing writes it any more");
}
