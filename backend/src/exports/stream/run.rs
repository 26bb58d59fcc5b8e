//! A running export: batches in keyset order, each under a freshly built scope; an export that
//! fails breaks its stream, so that a part is never taken for the whole.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use earshot_domain::{AuditAction, ExportFormat, ExportOptions, ExportState, Permission, Slug};
use serde_json::json;
use tokio::{sync::mpsc, task::JoinHandle};
use tracing::Instrument;

use super::{
    chunk::{Chunk, FileStream, file_stream},
    lease::ExportLease,
};
use crate::{
    Backend, Error, Viewer,
    access::ProjectScope,
    exports::{
        columns::{Context, calls},
        format::writer_of,
        writer::{self, Writer},
    },
    privacy::masking::FileMask,
    store::{ExportEnd, ExportRecordRow, PageStart, Search, finish_export},
};

/// Chunks that may wait for a slow reader.
const CHUNKS_AHEAD: usize = 1;
/// Rows of the first batch; each later one holds twice as many, so that the file starts at once.
const FIRST_BATCH_ROWS: i64 = 50;

/// Why a run stops before its end.
enum Stop {
    /// Cancelled by a person, or the reader left or took nothing for too long.
    Cancelled,
    /// A fault, or the session that began it is over.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Everything a run needs from batch to batch.
pub(super) struct Run {
    backend: Backend,
    viewer: Viewer,
    search: Search,
    bound: i64,
    options: ExportOptions,
    lease: Arc<ExportLease>,
    batch_rows: i64,
    max_batch_rows: i64,
    matched: i64,
    /// Calls in chunks that were sent to the reader.
    sent: i64,
}

impl Run {
    pub(super) fn new(
        backend: Backend,
        viewer: Viewer,
        search: Search,
        bound: i64,
        options: ExportOptions,
        lease: Arc<ExportLease>,
        max_batch_rows: i64,
    ) -> Self {
        let batch_rows = max_batch_rows.min(FIRST_BATCH_ROWS);
        let (matched, sent) = (0, 0);
        Self {
            backend,
            viewer,
            search,
            bound,
            options,
            lease,
            batch_rows,
            max_batch_rows,
            matched,
            sent,
        }
    }

    /// Reads the first batch and starts the stream. Nothing to read although calls had matched is
    /// the Empty export result: no file is begun.
    pub(super) async fn start(
        mut self,
        scope: ProjectScope,
        matched: i64,
        format: ExportFormat,
    ) -> Result<FileStream, Error> {
        self.matched = matched;
        let first = match self.batch(&scope, None).await {
            Ok(first) => first,
            Err(error) => {
                self.finish(ExportState::Failed).await?;
                return Err(error);
            }
        };
        if first.is_empty() {
            self.finish(ExportState::Empty).await?;
            return Err(Error::EmptyExport { matched: matched.unsigned_abs() });
        }
        let (sender, receiver) = mpsc::channel(CHUNKS_AHEAD);
        tokio::spawn(self.drive(scope, first, format, sender).in_current_span());
        Ok(file_stream(receiver))
    }

    async fn drive(
        mut self,
        scope: ProjectScope,
        first: Vec<ExportRecordRow>,
        format: ExportFormat,
        sender: mpsc::Sender<Chunk>,
    ) {
        let stop = match self.write(scope, first, format, &sender).await {
            Ok(()) => return,
            Err(stop) => stop,
        };
        let (state, error) = match stop {
            Stop::Cancelled => {
                (ExportState::Cancelled, Error::internal("the export was cancelled"))
            }
            Stop::Failed(error) => (ExportState::Failed, error),
        };
        tracing::info!(export_id = %self.lease.export_id, %error, sent = self.sent, "export broken off");
        if let Err(error) = self.finish(state).await {
            tracing::error!(export_id = %self.lease.export_id, %error, "the end of an export was not noted");
        }
    }

    /// Each batch is read before the one before it is sent, so that the counts are committed
    /// before the last chunk leaves.
    async fn write(
        &mut self,
        scope: ProjectScope,
        first: Vec<ExportRecordRow>,
        format: ExportFormat,
        sender: &mpsc::Sender<Chunk>,
    ) -> Result<(), Stop> {
        let mut writer = writer_of(format, &self.viewer.tenant.zone, &self.options);
        writer::begin(&mut *writer, &calls())?;
        let mut rows = first;
        let project = scope.project.slug.clone();
        let mut scope = Some(scope);
        while let Some(last) = rows.last() {
            let start =
                PageStart { key: last.key(self.search.filter.sort), id: last.id, backwards: false };
            let count = rows.len().cast_signed() as i64;
            let encoding = self.encode(writer, project.clone(), rows);
            let (next, encoded) =
                tokio::join!(self.next_rows(&mut scope, &start, sender), encoding);
            let next = next?;
            writer = encoded.map_err(Error::internal)??;
            if next.is_empty() {
                writer.end()?;
                let chunk = writer.take()?;
                self.sent += count;
                self.finish(ExportState::Completed).await?;
                // The reader may be gone by now; the file was complete either way.
                drop(self.send(Chunk::Last(chunk.into()), sender).await);
                break;
            }
            self.send(Chunk::Part(writer.take()?.into()), sender).await?;
            self.sent += count;
            self.lease.written.store(self.sent, Ordering::Relaxed);
            rows = next;
        }
        Ok(())
    }

    async fn next_rows(
        &mut self,
        scope: &mut Option<ProjectScope>,
        start: &PageStart,
        sender: &mpsc::Sender<Chunk>,
    ) -> Result<Vec<ExportRecordRow>, Stop> {
        let mut hold = self.lease.hold.clone();
        tokio::select! {
            biased;
            _ = hold.wait_for(|hold| hold.must_stop()) => Err(Stop::Cancelled),
            () = sender.closed() => Err(Stop::Cancelled),
            rows = self.renewed_batch(scope, start) => Ok(rows?),
        }
    }

    /// The next batch as the person may see it now. A project that was taken away leaves the rest
    /// of its calls omitted; a session that ended breaks the export off.
    async fn renewed_batch(
        &mut self,
        scope: &mut Option<ProjectScope>,
        start: &PageStart,
    ) -> Result<Vec<ExportRecordRow>, Error> {
        let Some(picked) = scope.as_ref().map(|scope| scope.project.slug.clone()) else {
            return Ok(Vec::new());
        };
        self.viewer = self.backend.access().renew_viewer(&self.viewer).await?;
        *scope = match self.viewer.project(Some(&picked)) {
            Ok(scope) => Some(scope),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        match scope {
            Some(scope) => self.batch(scope, Some(start)).await,
            None => Ok(Vec::new()),
        }
    }

    async fn batch(
        &mut self,
        scope: &ProjectScope,
        start: Option<&PageStart>,
    ) -> Result<Vec<ExportRecordRow>, Error> {
        let rows = self.batch_rows;
        self.batch_rows = (rows * 2).min(self.max_batch_rows);
        self.backend.db.export_batch(scope, &self.search, self.bound, start, rows).await
    }

    /// Writes rows on a thread of its own, so that the next batch is read meanwhile.
    fn encode(
        &self,
        mut writer: Box<dyn Writer>,
        project: Slug,
        rows: Vec<ExportRecordRow>,
    ) -> JoinHandle<Result<Box<dyn Writer>, Error>> {
        let whole = self.options.caller_full.is_some();
        let mask = if whole && self.viewer.may(Permission::ExportSensitive) {
            FileMask::Full
        } else if self.viewer.may(Permission::ViewCallers) {
            FileMask::LastFour
        } else {
            FileMask::Redacted
        };
        let tenant = self.viewer.tenant.clone();
        tokio::task::spawn_blocking(move || {
            let context = Context { project: project.as_str(), key: &tenant.key, mask };
            writer::write_rows(&mut *writer, &calls(), &rows, &context)?;
            Ok(writer)
        })
    }

    async fn send(&mut self, chunk: Chunk, sender: &mpsc::Sender<Chunk>) -> Result<(), Stop> {
        let stall = Duration::from_secs(self.backend.limits.export_stall_seconds.into());
        let mut hold = self.lease.hold.clone();
        tokio::select! {
            biased;
            _ = hold.wait_for(|hold| hold.must_stop()) => Err(Stop::Cancelled),
            taken = tokio::time::timeout(stall, sender.send(chunk)) => match taken {
                Ok(Ok(())) => Ok(()),
                _ => Err(Stop::Cancelled),
            },
        }
    }

    /// Commits how the export ended, with its audit event, and frees the lease.
    async fn finish(&self, end: ExportState) -> Result<(), Error> {
        let state = ExportState::Running
            .finish(end)
            .map_err(|state| Error::internal(format!("an export cannot end as {state}")))?;
        let id = self.lease.export_id;
        let omitted = match state {
            ExportState::Completed | ExportState::Empty => (self.matched - self.sent).max(0),
            _ => 0,
        };
        let action = match state {
            ExportState::Completed | ExportState::Empty => AuditAction::ExportCompleted,
            ExportState::Cancelled => AuditAction::ExportCancelled,
            ExportState::Failed | ExportState::Running => AuditAction::ExportFailed,
        };
        let ended = ExportEnd { id, state, written: self.sent, omitted, at: self.backend.now_ms() };
        let mut tx = self.backend.db.begin().await?;
        if !finish_export(&mut tx, &ended).await? {
            return Err(Error::internal("the export was taken for dead and ended by another"));
        }
        let detail = json!({ "written": self.sent, "omitted": omitted, "matched": self.matched });
        self.backend.audit().record(&mut tx, &self.viewer, action, id, &detail, None).await?;
        self.lease.end_in(&mut tx).await?;
        tx.commit().await
    }
}
