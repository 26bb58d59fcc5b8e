//! Background exports: parts, interruptions, access, and their end.

use std::time::Duration;

use earshot_backend::{Backend, Error, Limits, Worker};
use earshot_domain::{
    CallFilter, ColumnSet, ExportFormat, ExportId, ExportJob, ExportRequest, ExportState,
    ExportTable, ProblemCode, Role,
};
use earshot_testkit::calls;
use futures::StreamExt;
use jiff::SignedDuration;

use crate::harness::{Person, Site, read_export, refusal, wait_until};

crate::on_both_databases!(
    parts_joined_are_the_streamed_file,
    an_interrupted_export_is_the_same_as_an_undisturbed_one,
    a_run_that_was_thought_dead_changes_nothing,
    an_export_is_seen_by_its_requester_and_admins_of_its_projects,
    links_end_after_seven_days_or_when_revoked,
    lost_access_stops_an_export,
    nothing_is_left_behind,
);

/// Parts of 40 calls, in batches of 7.
pub fn small_parts() -> Limits {
    let most = earshot_backend::Rate { events: 1000, seconds: 600 };
    Limits { export_part_calls: 40, export_batch_calls: 7, export_rate: most, ..Limits::default() }
}

/// A request of the ten columns of the streamed CSV.
pub fn csv_request(query: &str) -> ExportRequest {
    let filter = CallFilter::parse_query(query).filter;
    let table = ExportTable::Calls { set: ColumnSet::Calls, fields: Vec::new() };
    ExportRequest { table, columns_chosen: true, ..ExportRequest::new(filter, ExportFormat::Csv) }
}

/// Queues an export.
pub async fn start(backend: &Backend, person: &Person, request: &ExportRequest) -> ExportId {
    backend.exports().start(&person.viewer, request, None).await.unwrap().id
}

/// Runs the jobs that are due.
pub async fn run_due(backend: &Backend) {
    backend.worker().unwrap().run_due().await.unwrap();
}

pub async fn job(backend: &Backend, person: &Person, id: ExportId) -> ExportJob {
    backend.exports().job(&person.viewer, id).await.unwrap()
}

/// The bytes of each file of an export.
pub async fn files(backend: &Backend, person: &Person, id: ExportId) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for file in job(backend, person, id).await.files {
        let opened = backend.exports().job_file(&person.viewer, id, file.n).await.unwrap();
        let mut stream = opened.read(&person.viewer, 0, opened.length).await.unwrap();
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk.unwrap());
        }
        assert_eq!(bytes.len() as u64, file.bytes);
        files.push(bytes);
    }
    files
}

/// Files joined as one, without the headers of the later ones.
pub fn joined(files: &[Vec<u8>]) -> String {
    let mut joined = String::new();
    for (n, file) in files.iter().enumerate() {
        let text = std::str::from_utf8(file).unwrap();
        let rows = if n == 0 { text } else { text.split_once("\r\n").unwrap().1 };
        joined.push_str(rows);
    }
    joined
}

/// Rule: docs/compatibility.md#askvault-parts.
async fn parts_joined_are_the_streamed_file(site: &Site) {
    site.ingest(calls(103)).await;
    let backend = site.with_limits(small_parts()).await;
    let person = site.admin().await;
    for query in ["", "sort=oldest", "sort=longest"] {
        let streamed = read_export(site.export(&person, query).await.unwrap()).await;
        let id = start(&backend, &person, &csv_request(query)).await;
        assert_eq!(job(&backend, &person, id).await.state, ExportState::Queued);
        run_due(&backend).await;
        let done = job(&backend, &person, id).await;
        assert_eq!(
            (done.state, done.matched, done.written, done.omitted, done.percent),
            (ExportState::Completed, 103, 103, 0, 100)
        );
        let rows: Vec<_> = done.files.iter().map(|file| (file.n, file.rows, file.calls)).collect();
        assert_eq!(rows, [(1, 40, 40), (2, 40, 40), (3, 23, 23)]);
        assert!(streamed.1.is_none());
        assert_eq!(joined(&files(&backend, &person, id).await), streamed.0, "{query}");
    }
}

/// Runs a worker until more than `written` calls are written, or the export ends, and drops it in
/// the middle of whatever it does, as a killed process would end.
pub async fn run_interrupted(backend: &Backend, person: &Person, id: ExportId, written: u64) {
    let mut worker: Worker = backend.worker().unwrap();
    let run = tokio::spawn(async move { drop(worker.run_due().await) });
    wait_until("it went on", Duration::from_secs(20), async || {
        let now = job(backend, person, id).await;
        now.written > written || !now.state.is_active()
    })
    .await;
    run.abort();
    drop(run.await);
}

async fn an_interrupted_export_is_the_same_as_an_undisturbed_one(site: &Site) {
    site.ingest(calls(103)).await;
    let backend = site.with_limits(small_parts()).await;
    let person = site.admin().await;
    let undisturbed = start(&backend, &person, &csv_request("")).await;
    run_due(&backend).await;
    let expected: Vec<String> = job(&backend, &person, undisturbed)
        .await
        .files
        .into_iter()
        .map(|file| file.sha256)
        .collect();
    for step in [1, 9, 20, 33, 45] {
        let id = start(&backend, &person, &csv_request("")).await;
        let (mut written, mut runs) = (0, 0);
        while job(&backend, &person, id).await.state.is_active() {
            run_interrupted(&backend, &person, id, written + step).await;
            let now = job(&backend, &person, id).await;
            assert!(now.written >= written, "progress went back");
            (written, runs) = (now.written, runs + 1);
            // The lease of the run that ended expires.
            site.clock.advance(SignedDuration::from_secs(16));
        }
        let done = job(&backend, &person, id).await;
        let digests: Vec<String> = done.files.into_iter().map(|file| file.sha256).collect();
        assert_eq!(digests, expected, "after {runs} runs");
        assert_eq!(done.written, 103);
    }
}

async fn a_run_that_was_thought_dead_changes_nothing(site: &Site) {
    site.ingest(calls(50)).await;
    let backend = site.with_limits(small_parts()).await;
    let person = site.admin().await;
    let id = start(&backend, &person, &csv_request("")).await;
    let mut zombie: Worker = backend.worker().unwrap();
    let mut run = Box::pin(async move { zombie.run_due().await });
    // It stands still after its first turns, holding a claim.
    for _ in 0..40 {
        let turn = std::future::poll_fn(|context| {
            let _ = run.as_mut().poll(context);
            std::task::Poll::Ready(())
        });
        turn.await;
        tokio::task::yield_now().await;
    }
    site.clock.advance(SignedDuration::from_secs(20));
    let other = site.replica_with_limits(small_parts()).await;
    while job(&other, &person, id).await.state.is_active() {
        run_due(&other).await;
        site.clock.advance(SignedDuration::from_secs(20));
    }
    let before = job(&other, &person, id).await;
    let _ = run.await;
    assert_eq!(job(&other, &person, id).await, before);
    assert_eq!(files(&other, &person, id).await.len(), 2);
    other.close().await;
}

/// Case 2 (docs/threats.md#case-2): background exports of others.
async fn an_export_is_seen_by_its_requester_and_admins_of_its_projects(site: &Site) {
    site.ingest(calls(3)).await;
    let backend = &site.backend;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let id = start(backend, &manager, &csv_request("")).await;
    run_due(backend).await;
    let admin = site.admin().await;
    assert_eq!(job(backend, &admin, id).await.author, manager.email);
    let others = [
        site.person("harbour", Role::ClientManager, &["front-desk"]).await,
        site.person("harbour", Role::ClientAdmin, &["after-hours"]).await,
        site.person("harbour", Role::ClientStaff, &["front-desk"]).await,
        site.person("rival", Role::ClientAdmin, &["lobby"]).await,
    ];
    for other in &others {
        let exports = backend.exports();
        assert_eq!(refusal(exports.job(&other.viewer, id).await), ProblemCode::NotFound);
        assert_eq!(refusal(exports.job_file(&other.viewer, id, 1).await), ProblemCode::NotFound);
        assert_eq!(refusal(exports.cancel_job(&other.viewer, id).await), ProblemCode::NotFound);
        assert_eq!(refusal(exports.revoke_job(&other.viewer, id).await), ProblemCode::NotFound);
    }
    let staff = exports_start(backend, &others[2]).await;
    assert_eq!(refusal(staff), ProblemCode::OptionForbidden);
}

async fn exports_start(
    backend: &Backend,
    person: &Person,
) -> Result<earshot_backend::StartedExport, Error> {
    backend.exports().start(&person.viewer, &csv_request(""), None).await
}

/// Rule: docs/compatibility.md#askvault-link-days.
async fn links_end_after_seven_days_or_when_revoked(site: &Site) {
    site.ingest(calls(3)).await;
    let (backend, admin) = (&site.backend, site.admin().await);
    let id = start(backend, &admin, &csv_request("")).await;
    let revoked = start(backend, &admin, &csv_request("status=completed")).await;
    run_due(backend).await;
    assert_eq!(site.stored_files().len(), 2);
    backend.exports().revoke_job(&admin.viewer, revoked).await.unwrap();
    assert_eq!(site.stored_files().len(), 1);
    let gone = backend.exports().job_file(&admin.viewer, revoked, 1).await;
    assert_eq!(refusal(gone), ProblemCode::LinkExpired);
    site.clock.advance(SignedDuration::from_hours(7 * 24 - 1));
    let admin = site.sign_in(&admin.email).await;
    assert_eq!(files(backend, &admin, id).await.len(), 1);
    site.clock.advance(SignedDuration::from_hours(1));
    let gone = backend.exports().job_file(&admin.viewer, id, 1).await;
    assert_eq!(refusal(gone), ProblemCode::LinkExpired);
    run_due(backend).await;
    assert_eq!(job(backend, &admin, id).await.state, ExportState::Expired);
    assert!(site.stored_files().is_empty());
    let downloads = site.numbers("SELECT count(*) FROM export_downloads").await;
    assert_eq!(downloads, [1]);
}

/// Case 4 (docs/threats.md#case-4): rights that end during a background export.
async fn lost_access_stops_an_export(site: &Site) {
    site.ingest(calls(30)).await;
    let backend = site.with_limits(small_parts()).await;
    let admin = site.admin().await;
    let id = start(&backend, &admin, &csv_request("")).await;
    run_interrupted(&backend, &admin, id, 0).await;
    site.sql(&format!("UPDATE users SET role = 'client_staff' WHERE email = '{}'", admin.email))
        .await;
    site.clock.advance(SignedDuration::from_secs(16));
    run_due(&backend).await;
    run_due(&backend).await;
    let watcher = site.admin().await;
    let stopped = job(&backend, &watcher, id).await;
    assert_eq!(stopped.state, ExportState::Failed);
    assert!(stopped.reason.unwrap().contains("may not export any more"));
    assert!(stopped.files.is_empty());
}

async fn nothing_is_left_behind(site: &Site) {
    site.ingest(calls(50)).await;
    let backend = site.with_limits(small_parts()).await;
    let admin = site.admin().await;
    let id = start(&backend, &admin, &csv_request("")).await;
    for written in [5, 20] {
        run_interrupted(&backend, &admin, id, written).await;
        site.clock.advance(SignedDuration::from_secs(16));
    }
    backend.exports().cancel_job(&admin.viewer, id).await.unwrap();
    assert_eq!(job(&backend, &admin, id).await.state, ExportState::Cancelled);
    site.clock.advance(SignedDuration::from_mins(11));
    run_due(&backend).await;
    assert_eq!(site.stored_files(), Vec::<String>::new());
    assert_eq!(site.numbers("SELECT count(*) FROM leases").await, [0]);
}

impl Site {
    /// Names of the files in the place of exported files, with their folders.
    pub fn stored_files(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut folders = vec![self.exports.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.exports.path()).unwrap();
                    names.push(name.to_string_lossy().into_owned());
                }
            }
        }
        names.sort();
        names
    }
}
