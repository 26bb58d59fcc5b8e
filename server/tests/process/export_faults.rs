//! Background exports whose database or bucket fails: the files are those of an undisturbed export.
//!
//! `EARSHOT_CUTS` sets how often the connections to the database are cut in all.

use std::time::Duration;

use tokio::time::interval;

use crate::{
    buckets::Store,
    database::Database,
    export_rows::PART_CALLS,
    export_site::{Chance, POLL, Site, signal, times},
    operator::Operator,
};

const LEASE: (&str, &str) = ("EARSHOT_JOB_LEASE_SECONDS", "1");
const S3: (&str, &str) = ("s3", "s3://calls/exports");
const GOOGLE: (&str, &str) = ("google", "gs://calls/exports");
/// Bytes from which a file is uploaded in pieces.
const PIECE: u64 = 8 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_connections_to_the_database_change_nothing() {
    let mut database = Database::create("cuts").await;
    let operator = Operator::new(&[LEASE, ("EARSHOT_DATABASE", &database.url)]);
    let mut site = Site::new(operator, 12_000, 40);
    let workers = format!("{}?application_name=cut_worker", database.url);
    site.worker_variables.push(("EARSHOT_DATABASE".to_owned(), workers));

    let (mut chance, mut left) = (Chance(13), times("EARSHOT_CUTS", 4));
    let expected = site.undisturbed("csv").await;
    while left > 0 {
        let id = site.start("csv").await;
        let mut worker = site.worker();
        let mut written = 0;
        while left > 0 && site.is_active(&id, &mut written).await {
            tokio::time::sleep(Duration::from_millis(chance.between(50, 700))).await;
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE application_name = 'cut_worker'";
            left -= usize::from(database.run(cut).await > 0);
        }
        signal(&worker, "TERM");
        worker.wait().unwrap();
        assert_eq!(site.finished(&id).await, expected);
        println!("{id}: whole, {left} cuts left");
    }
    site.nothing_is_left().await;
    drop(site);
    database.remove().await;
}

/// A bucket, and a site whose exports are in it. Text lines are long, so that a part is uploaded in
/// several pieces.
fn site_with_bucket((kind, url): (&str, &str)) -> (Store, Site) {
    let store = Store::start(kind);
    let mut variables = vec![LEASE, ("EARSHOT_EXPORTS", url)];
    variables.extend(store.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let site = Site::new(Operator::new(&variables), 6_000, 800);
    (store, site)
}

/// Exports in two formats, of which the first is uploaded in pieces, while requests fail.
async fn a_failing_bucket_gets_the_same_files(bucket: (&str, &str), formats: [&str; 2]) {
    let (mut store, site) = site_with_bucket(bucket);
    for format in formats {
        store.ask("!fail 0");
        let expected = site.undisturbed(format).await;
        assert!(expected.len() > 1, "several parts");
        let longest = expected.iter().map(|(_, bytes, _)| *bytes).max();
        assert!(format != formats[0] || longest > Some(PIECE), "{format} has several pieces");
        for every in [2, 3, 5, 7] {
            store.ask(&format!("!fail {every}"));
            let id = site.start(format).await;
            assert_eq!(site.finished(&id).await, expected, "{format}, every {every}th request");
        }
    }
    let failed: usize = store.ask("!fail 0")[0].parse().unwrap();
    assert!(failed > 20, "{failed} requests failed");
    nothing_is_left(&site, &mut store, 10 * 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_fails_at_times_gets_the_same_files() {
    a_failing_bucket_gets_the_same_files(S3, ["csv", "xlsx"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_google_bucket_that_fails_at_times_gets_the_same_files() {
    a_failing_bucket_gets_the_same_files(GOOGLE, ["jsonl", "csv"]).await;
}

/// Kills workers, alone and together with the upload, which costs no more than the part.
async fn a_bucket_gets_the_same_files_from_killed_workers(bucket: (&str, &str)) {
    let (mut store, site) = site_with_bucket(bucket);
    let expected = site.undisturbed("jsonl").await;
    let mut chance = Chance(17);
    let mut exports = 1;
    for (harm, lost) in [("", 0), ("!abort", PART_CALLS)] {
        let id = site.start("jsonl").await;
        exports += 1;
        let mut written = 0;
        for _ in 0..4 {
            let mut worker = site.worker();
            site.advances(&id, &mut written).await;
            tokio::time::sleep(Duration::from_millis(chance.between(0, 300))).await;
            signal(&worker, "KILL");
            worker.wait().unwrap();
            let checkpoint = site.checkpoint(&id).await;
            let kept = checkpoint.written();
            assert!(kept + lost >= written, "{written} calls were shown, {kept} are kept");
            // At most one piece is uploaded again; before it was full, it was in memory only.
            let (pieces, kept) = (pieces(&mut store), checkpoint.pieces());
            assert!(pieces <= kept + 1, "the bucket has {pieces} pieces, {kept} are kept");
            if !harm.is_empty() {
                store.ask(harm);
            }
        }
        assert_eq!(site.finished(&id).await, expected, "{harm}");
    }
    nothing_is_left(&site, &mut store, exports * expected.len()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_workers_and_lost_uploads_leave_the_same_files_in_a_bucket() {
    a_bucket_gets_the_same_files_from_killed_workers(S3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_workers_and_lost_uploads_leave_the_same_files_in_a_google_bucket() {
    a_bucket_gets_the_same_files_from_killed_workers(GOOGLE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_the_bucket_refuses_begins_again() {
    let (mut store, site) = site_with_bucket(S3);
    let expected = site.undisturbed("jsonl").await;
    let id = site.start("jsonl").await;
    let mut worker = site.worker();
    let mut written = 0;
    assert!(site.advances(&id, &mut written).await);
    signal(&worker, "KILL");
    worker.wait().unwrap();
    assert!(!store.ask("!poison").is_empty());
    assert_eq!(site.finished(&id).await, expected);
    nothing_is_left(&site, &mut store, 2 * expected.len()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_whose_workers_die_at_the_same_place_is_given_up() {
    let (mut store, site) = site_with_bucket(S3);
    let id = site.start("jsonl").await;
    let mut written = 0;
    let mut deaths = 0;
    loop {
        let mut worker = site.worker();
        // The first worker writes something; each later one continues it, and gets no answer.
        if written == 0 {
            site.advances(&id, &mut written).await;
        }
        let waits = |store: &mut Store| store.ask("!hang")[0].parse::<usize>().unwrap();
        let mut poll = interval(POLL);
        while waits(&mut store) == deaths && site.is_active(&id, &mut written).await {
            poll.tick().await;
        }
        signal(&worker, "KILL");
        worker.wait().unwrap();
        if !site.is_active(&id, &mut written).await {
            break;
        }
        deaths = waits(&mut store);
        assert!(deaths < 5, "{deaths} workers died");
    }
    let said = site.refusal(&id).await;
    assert!(said.contains("stopped three times"), "{said}");
}

/// Number of pieces of the open uploads.
fn pieces(store: &mut Store) -> usize {
    store.ask("!pieces").iter().map(|pieces| pieces.parse::<usize>().unwrap()).sum()
}

/// Fails if there is an upload, an object that no export lists, or a row of what is over.
async fn nothing_is_left(site: &Site, store: &mut Store, files: usize) {
    site.no_row_is_left().await;
    let uploads = store.ask("!uploads");
    assert!(uploads.is_empty(), "{uploads:?}");
    let keys = store.keys().into_iter().filter(|key| !key.ends_with("earshot-exports"));
    let keys: Vec<String> = keys.collect();
    assert_eq!(keys.len(), files, "{keys:?}");
}
