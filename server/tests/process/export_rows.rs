//! What a site stores of its exports: their rows, and their files.

use std::{collections::BTreeSet, fs, path::PathBuf, time::Duration};

use serde_json::Value;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::time::{interval, timeout};

use crate::export_site::{POLL, Site, signal};

/// Most calls of a batch.
const BATCH_CALLS: usize = 256;
/// Calls of a part.
pub const PART_CALLS: u64 = 5_000;
/// Formats of which a part is continued after any batch.
const CONTINUED: [&str; 3] = ["csv", "json", "jsonl"];
/// Folder of the files that are not whole.
const UNFINISHED: &str = ".unfinished";
/// Longest time until workers have ended what others left.
const LONGEST: Duration = Duration::from_secs(30);

/// Where the next run of an export goes on.
pub struct Checkpoint {
    /// Number of the last run.
    run: i64,
    stored: Value,
}

impl Checkpoint {
    /// Calls that are not written again.
    pub fn written(&self) -> u64 {
        self.stored["position"]["written"].as_u64().unwrap_or(0)
    }

    /// Pieces of the open part's upload that are not uploaded again.
    pub fn pieces(&self) -> usize {
        let pieces = &self.stored["open"]["file"]["medium"]["bucket"]["pieces"];
        pieces.as_array().map_or(0, Vec::len)
    }

    /// Number of the part that is written next, or being written.
    fn part(&self) -> u64 {
        self.stored["part"].as_u64().unwrap_or(1)
    }

    /// Bytes of the open part that are not written again.
    fn bytes(&self) -> usize {
        let bytes = self.stored["open"]["file"]["bytes"].as_u64().unwrap_or(0);
        usize::try_from(bytes).unwrap()
    }
}

impl Site {
    async fn sqlite(&self) -> SqliteConnection {
        let file = self.operator.folder.path().join("data/earshot.db");
        SqliteConnection::connect(file.to_str().unwrap()).await.unwrap()
    }

    /// Counts rows in SQLite that concern an export.
    async fn count(&self, sql: &'static str, id: &str) -> i64 {
        let mut database = self.sqlite().await;
        sqlx::query_scalar(sql).bind(id).fetch_one(&mut database).await.unwrap()
    }

    /// The stored checkpoint of an export, in SQLite.
    pub async fn checkpoint(&self, id: &str) -> Checkpoint {
        let mut database = self.sqlite().await;
        let sql = "SELECT j.fence, COALESCE(j.checkpoint, '{}') FROM jobs j \
                   JOIN exports e ON e.job_id = j.id WHERE e.id = $1";
        let (run, stored): (i64, String) =
            sqlx::query_as(sql).bind(id).fetch_one(&mut database).await.unwrap();
        Checkpoint { run, stored: serde_json::from_str(&stored).unwrap() }
    }

    /// Waits until nobody holds the lease of an export.
    pub async fn lease_has_expired(&self, id: &str) {
        let sql = "SELECT count(*) FROM leases l \
                   JOIN exports e ON l.resource = 'job:' || e.job_id WHERE e.id = $1 \
                   AND l.expires_at > CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)";
        let mut poll = interval(POLL);
        while self.count(sql, id).await > 0 {
            poll.tick().await;
        }
    }

    /// Whether an export or its job has not ended, or an unfinished file of it is there.
    pub async fn is_held(&self, id: &str) -> bool {
        let sql = "SELECT count(*) FROM exports e JOIN jobs j ON j.id = e.job_id \
                   WHERE e.id = $1 AND (e.finished_at IS NULL OR j.finished_at IS NULL)";
        let unfinished = self.stored_files(UNFINISHED);
        self.count(sql, id).await > 0 || unfinished.iter().any(|name| name.starts_with(id))
    }

    /// Fails if the next run of an export whose worker was killed writes more again than it must. The
    /// checkpoint has every call that was `shown` as written. The last run has no file of a part after
    /// that of the checkpoint, so at most this part is written again. Where a part can be continued,
    /// the last run's file of it has at most one batch that the checkpoint has not.
    pub async fn little_is_written_again(&self, id: &str, format: &str, shown: u64) {
        let checkpoint = self.checkpoint(id).await;
        let (kept, part) = (checkpoint.written(), checkpoint.part());
        assert!(kept >= shown, "{shown} calls were shown, the checkpoint has {kept}");
        let run = checkpoint.run;
        let (files, begun) = (self.stored_files(UNFINISHED), format!("{id}-{run}-"));
        let unfinished: Vec<_> = files.iter().filter(|name| name.starts_with(&begun)).collect();
        let published = self.stored_files(&format!("{id}/{run}"));
        for name in unfinished.iter().copied().chain(&published) {
            assert!(part_of(name) <= part, "{name} was begun, the checkpoint has part {part}");
        }
        if !CONTINUED.contains(&format) {
            return;
        }
        for name in unfinished.into_iter().filter(|name| part_of(name) == part) {
            let file = fs::read(self.exports(UNFINISHED).join(name)).unwrap();
            let again = file.get(checkpoint.bytes()..).unwrap_or_default();
            let lines = String::from_utf8_lossy(again).lines().count();
            // A call has a line, and the head or the end of a file has up to two.
            assert!(lines <= BATCH_CALLS + 2, "{lines} lines of {name} are not in the checkpoint");
        }
    }

    /// Fails if there is a file or a row of an export that has ended, besides those of its result.
    pub async fn nothing_is_left(&self) {
        self.no_row_is_left().await;
        let left = self.stored_files(UNFINISHED);
        assert!(left.is_empty(), "unfinished files are left: {left:?}");
        for export in self.stored_files("").iter().filter(|name| *name != UNFINISHED) {
            let mut names = BTreeSet::new();
            for run in self.stored_files(export) {
                for name in self.stored_files(&format!("{export}/{run}")) {
                    assert!(names.insert(name.clone()), "{name} was published twice");
                }
            }
        }
    }

    /// Fails if the job of an export has not ended, or an upload is recorded, after a worker had time
    /// to end what a killed one left.
    pub async fn no_row_is_left(&self) {
        let mut worker = self.worker();
        let ended = async {
            let mut poll = interval(POLL);
            while self.rows_left().await > 0 {
                poll.tick().await;
            }
        };
        let ended = timeout(LONGEST, ended).await;
        signal(&worker, "TERM");
        worker.wait().unwrap();
        let left = self.rows_left().await;
        assert!(ended.is_ok(), "{left} rows of jobs and uploads are left");
    }

    /// Number of unfinished jobs of exports, and of recorded uploads.
    async fn rows_left(&self) -> i64 {
        let sql = "SELECT (SELECT count(*) FROM export_uploads) + (SELECT count(*) FROM jobs \
                   WHERE kind = 'export' AND finished_at IS NULL)";
        if let Some(url) = self.operator.variable("EARSHOT_DATABASE") {
            let mut database = PgConnection::connect(url).await.unwrap();
            return sqlx::query_scalar(sql).fetch_one(&mut database).await.unwrap();
        }
        let mut database = self.sqlite().await;
        sqlx::query_scalar(sql).fetch_one(&mut database).await.unwrap()
    }

    /// A folder below that of the exported files.
    fn exports(&self, folder: &str) -> PathBuf {
        self.operator.folder.path().join("data/exports").join(folder)
    }

    /// Names in a folder below that of the exported files; none where it does not exist.
    fn stored_files(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.exports(folder)) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// Number of the part that a file is, of several.
fn part_of(name: &str) -> u64 {
    let (_, part) = name.rsplit_once("_part-").unwrap();
    part.split('.').next().unwrap().parse().unwrap()
}
