//! Pages of the list: no gaps and no overlaps, in every order and in both directions.

use earshot_backend::readers::IncomingCall;
use earshot_domain::{CallRow, CallsPage, Sort};
use earshot_testkit::{call, instant};

use crate::harness::{Person, Site};

crate::on_both_databases!(
    every_order_pages_without_gap_or_overlap,
    a_filter_holds_on_every_page,
    calls_that_arrive_meanwhile_repeat_nothing,
    one_page_has_no_neighbours,
);

/// Calls for three pages, with many ties in time and length.
fn tied(count: u32) -> Vec<IncomingCall> {
    (1..=count)
        .map(|n| IncomingCall {
            started_at: instant("2026-06-01T09:00:00Z")
                + jiff::SignedDuration::from_mins((n % 4).into()),
            total_seconds: n % 3,
            ..call(n)
        })
        .collect()
}

async fn pages(site: &Site, person: &Person, query: &str) -> Vec<CallsPage> {
    let mut pages = vec![site.list(person, query).await];
    while let Some(cursor) = pages.last().unwrap().next.clone() {
        pages.push(site.list(person, &format!("{query}&cursor={cursor}")).await);
        assert!(pages.len() < 10, "the list never ends");
    }
    pages
}

fn rows(pages: &[CallsPage]) -> Vec<CallRow> {
    pages.iter().flat_map(|page| page.rows.clone()).collect()
}

fn in_order(mut rows: Vec<CallRow>, sort: Sort) -> Vec<CallRow> {
    let key = |row: &CallRow| -> (u128, earshot_domain::CallId) {
        let started = instant(&row.started.rfc3339).as_millisecond().unsigned_abs();
        (if sort.by_duration() { row.duration_seconds.into() } else { started.into() }, row.id)
    };
    rows.sort_by(|a, b| {
        let order = key(a).0.cmp(&key(b).0).then_with(|| a.id.to_string().cmp(&b.id.to_string()));
        if sort.descending() { order.reverse() } else { order }
    });
    rows
}

async fn every_order_pages_without_gap_or_overlap(site: &Site) {
    let admin = site.admin().await;
    site.ingest(tied(123)).await;
    for sort in Sort::ALL {
        let query = format!("sort={sort}");
        let forwards = pages(site, &admin, &query).await;
        let sizes: Vec<usize> = forwards.iter().map(|page| page.rows.len()).collect();
        assert_eq!(sizes, [50, 50, 23], "{sort}");
        assert!(forwards.iter().all(|page| page.matched == 123));
        let all = rows(&forwards);
        assert_eq!(all, in_order(all.clone(), *sort), "{sort}");
        let mut ids: Vec<_> = all.iter().map(|row| row.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 123, "{sort}");
        let mut backwards = vec![forwards.last().unwrap().clone()];
        while let Some(cursor) = backwards.last().unwrap().previous.clone() {
            backwards.push(site.list(&admin, &format!("{query}&cursor={cursor}")).await);
            assert!(backwards.len() < 10, "the way back never ends");
        }
        backwards.reverse();
        assert_eq!(rows(&backwards), all, "{sort}, backwards");
        assert!(backwards[0].next.is_some());
    }
}

async fn a_filter_holds_on_every_page(site: &Site) {
    let admin = site.admin().await;
    let mut calls = tied(130);
    for call in calls.iter_mut().step_by(2) {
        call.agent = Some("Ines".to_owned());
    }
    site.ingest(calls).await;
    let pages = pages(site, &admin, "agent=Ines&sort=shortest").await;
    assert_eq!(rows(&pages).len(), 65);
    assert!(rows(&pages).iter().all(|row| row.agent.as_deref() == Some("Ines")));
}

async fn calls_that_arrive_meanwhile_repeat_nothing(site: &Site) {
    let admin = site.admin().await;
    site.ingest(tied(60)).await;
    let first = site.list(&admin, "").await;
    let newer = IncomingCall { started_at: instant("2026-06-02T09:00:00Z"), ..call(61) };
    site.ingest(vec![newer]).await;
    let cursor = first.next.clone().unwrap();
    let second = site.list(&admin, &format!("cursor={cursor}")).await;
    assert_eq!(rows(&[first, second]).len(), 60);
}

async fn one_page_has_no_neighbours(site: &Site) {
    let admin = site.admin().await;
    site.ingest(tied(50)).await;
    let page = site.list(&admin, "").await;
    assert_eq!((page.rows.len(), &page.previous, &page.next), (50, &None, &None));
}
