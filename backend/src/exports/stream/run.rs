//! Running export: batches in keyset order, each with a freshly built scope. A failed export ends
//! its stream with an error, so that a partial file is never mistaken for a complete one.

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
        columns::{Column, Context, calls},
        format::writer_of,
        unlocked::extra_columns,
        writer::{self, Writer},
    },
    privacy::masking::FileMask,
    store::{ExportEnd, ExportRecordRow, PageStart, Search, Tx, finish_export, persist},
};

/// Chunks buffered for a slow client.
const CHUNKS_AHEAD: usize = 1;
/// Rows of the first batch, which is small to start the file quickly; each later one doubles.
const FIRST_BATCH_ROWS: i64 = 50;

/// The columns of a file with these options.
fn columns(options: &ExportOptions) -> Vec<Column<ExportRecordRow>> {
    let mut columns = Vec::from(calls());
    columns.extend(extra_columns(options));
    columns
}

/// Why a run stops before its end.
pub(super) enum Stop {
    /// Cancelled by the user, or the client disconnected or stalled.
    Cancelled,
    /// Failed, or its session has ended.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// State of a run between batches.
pub(super) struct Run {
    pub(super) backend: Backend,
    pub(super) viewer: Viewer,
    pub(super) search: Search,
    pub(super) bound: i64,
    pub(super) options: ExportOptions,
    pub(super) lease: Arc<ExportLease>,
    pub(super) batch_rows: i64,
    pub(super) max_batch_rows: i64,
    matched: i64,
    /// Calls in the chunks sent to the client.
    sent: i64,
    /// Whether the first chunk was sent, and is in the audit log.
    sending: bool,
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
            sending: false,
        }
    }

    /// Reads the first batch and starts the stream. When calls matched but none can be read, the
    /// export ends as empty and no file is started.
    pub(super) async fn start(
        mut self,
        scope: ProjectScope,
        matched: i64,
        format: ExportFormat,
    ) -> Result<FileStream, Error> {
        self.matched = matched;
        let limit = self.next_limit();
        let first = match self.first(&scope, limit).await {
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

    async fn first(&self, scope: &ProjectScope, limit: i64) -> Result<Vec<ExportRecordRow>, Error> {
        let mut rows = self.read(scope, None, limit).await?;
        self.unlock(&mut rows).await?;
        Ok(rows)
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
        let export_id = self.lease.export_id;
        tracing::info!(%export_id, %error, sent = self.sent, "export aborted");
        if let Err(error) = self.finish(state).await {
            tracing::error!(%export_id, %error, "the end of an export could not be recorded");
        }
    }

    /// Writes all batches. Each is read before the previous one is sent, so that the counts are
    /// committed before the last chunk is sent.
    async fn write(
        &mut self,
        scope: ProjectScope,
        first: Vec<ExportRecordRow>,
        format: ExportFormat,
        sender: &mpsc::Sender<Chunk>,
    ) -> Result<(), Stop> {
        let mut writer = writer_of(format, &self.viewer.tenant.zone, &self.options)?;
        writer::begin(&mut *writer, &columns(&self.options))?;
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
                // The client may have disconnected; the file is complete either way.
                drop(self.send(Chunk::Last(chunk.into()), sender).await);
                break;
            }
            self.note_sending().await?;
            self.send(Chunk::Part(writer.take()?.into()), sender).await?;
            self.sent += count;
            self.lease.written.store(self.sent, Ordering::Relaxed);
            rows = next;
        }
        Ok(())
    }

    /// Encodes rows on a separate thread, concurrently with reading the next batch.
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
        let (tenant, columns) = (self.viewer.tenant.clone(), columns(&self.options));
        tokio::task::spawn_blocking(move || {
            let context = Context {
                project: project.as_str(),
                country: None,
                zone: &tenant.zone,
                key: &tenant.key,
                mask,
                pseudonyms: None,
            };
            writer::write_rows(&mut *writer, &columns, &rows, &context)?;
            Ok(writer)
        })
    }

    /// Records that the file begins to be sent, before its first chunk is.
    async fn note_sending(&mut self) -> Result<(), Error> {
        if !self.sending {
            let mut tx = self.backend.db.begin().await?;
            self.record_sending(&mut tx).await?;
            tx.commit().await?;
            self.sending = true;
        }
        Ok(())
    }

    async fn record_sending(&self, tx: &mut Tx) -> Result<(), Error> {
        let (action, detail) = (AuditAction::ExportSending, json!({ "matched": self.matched }));
        let id = self.lease.export_id;
        self.backend.audit().record(tx, &self.viewer, action, id, &detail, None).await
    }

    async fn send(&mut self, chunk: Chunk, sender: &mpsc::Sender<Chunk>) -> Result<(), Stop> {
        let stall = Duration::from_secs(self.backend.limits.export_stall_seconds.into());
        let mut status = self.lease.status.clone();
        tokio::select! {
            biased;
            _ = status.wait_for(|status| status.must_stop()) => Err(Stop::Cancelled),
            taken = tokio::time::timeout(stall, sender.send(chunk)) => match taken {
                Ok(Ok(())) => Ok(()),
                _ => Err(Stop::Cancelled),
            },
        }
    }

    /// Commits the final state with its audit event and releases the lease. Repeated while the
    /// database is away: otherwise, the export would seem to run until its lease expires.
    async fn finish(&self, end: ExportState) -> Result<(), Error> {
        persist("the end of an export", || self.finish_once(end)).await
    }

    async fn finish_once(&self, end: ExportState) -> Result<(), Error> {
        let state = ExportState::Running
            .next(end)
            .map_err(|state| Error::internal(format!("an export cannot end as {state}")))?;
        let id = self.lease.export_id;
        let omitted = match state {
            ExportState::Completed | ExportState::Empty => (self.matched - self.sent).max(0),
            _ => 0,
        };
        let action = match state {
            ExportState::Completed | ExportState::Empty => AuditAction::ExportCompleted,
            ExportState::Cancelled => AuditAction::ExportCancelled,
            ExportState::Failed
            | ExportState::Queued
            | ExportState::Running
            | ExportState::Expired => AuditAction::ExportFailed,
        };
        let ended = ExportEnd { id, state, written: self.sent, omitted, at: self.backend.now_ms() };
        let mut tx = self.backend.db.begin().await?;
        if !finish_export(&mut tx, &ended).await? {
            return Err(Error::internal("the export was already ended by another process"));
        }
        // A file of one chunk is sent as soon as its end is on record.
        if state == ExportState::Completed && !self.sending {
            self.record_sending(&mut tx).await?;
        }
        let detail = json!({ "written": self.sent, "omitted": omitted, "matched": self.matched });
        self.backend.audit().record(&mut tx, &self.viewer, action, id, &detail, None).await?;
        self.lease.end_in(&mut tx).await?;
        tx.commit().await
    }
}
