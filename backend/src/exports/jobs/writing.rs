//! One run of a background export: batches into parts, a checkpoint after each.

use std::sync::Arc;

use earshot_domain::{ExportKind, ExportRequest};

use super::{
    checkpoint::Checkpoint,
    part::Part,
    recordings::RecordingReader,
    source::{Read, Source},
    view::request_of,
};
use crate::{
    Backend, Error, Viewer,
    exports::{
        encoding::{Conversation, FileContext, can_resume, encoder_of},
        files::{ExportPlace, FileName},
    },
    jobs::{JobContext, RunEnd},
    privacy::redaction::redaction_version,
    store::{ExportFileRow, ExportJobProgress, ExportJobRow, unsigned},
};

/// What a checkpoint is stored for.
pub(super) enum Step<'a> {
    /// The run goes on where an earlier one ended, or will begin there again: no progress.
    Resumed,
    /// More is written.
    Written,
    /// A file is whole; with the key and id of its upload.
    Whole(&'a ExportFileRow, Option<(String, String)>),
}

/// A run between batches.
pub(super) struct Writing<'a> {
    pub(super) backend: &'a Backend,
    pub(super) context: &'a JobContext,
    pub(super) place: ExportPlace,
    pub(super) source: Source,
    pub(super) files: FileContext,
    pub(super) viewer: Viewer,
    pub(super) state: Checkpoint,
    pub(super) part: Option<Part>,
    /// The checkpoint that was continued, until there is progress.
    pub(super) resumed: Option<Checkpoint>,
}

/// Refuses an export whose first files were redacted by other rules.
fn check_redaction(request: &ExportRequest) -> Result<(), Error> {
    match request.redaction_version {
        Some(version) if version != redaction_version() => Err(Error::Conflict(
            "The rules of redaction changed after this export was started, so it was stopped. Export again to \
             have files that follow one set of rules."
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

impl<'a> Writing<'a> {
    pub(super) async fn load(
        backend: &'a Backend,
        context: &'a JobContext,
        row: ExportJobRow,
    ) -> Result<Self, Error> {
        let exports = backend.exports();
        let stored: ExportRequest = serde_json::from_str(&row.request)?;
        check_redaction(&stored)?;
        let viewer = exports.requester(&row, &stored).await?;
        let request = request_of(&viewer, &row)?;
        let files = exports.file_context(&viewer, &row, &request).await?;
        let state = match context.last_checkpoint() {
            Some(text) => serde_json::from_str(text)?,
            None => Checkpoint::default(),
        };
        let source = Source::new(backend, &viewer, row, request).await?;
        let place = exports.place()?;
        Ok(Self {
            backend,
            context,
            place,
            source,
            files,
            viewer,
            state,
            part: None,
            resumed: None,
        })
    }

    /// Writes everything that is left.
    pub(super) async fn write(&mut self) -> Result<RunEnd, Error> {
        self.resume_part().await?;
        while self.source.has_project(&self.state.position) {
            if self.write_project().await? == RunEnd::Stopped {
                return Ok(RunEnd::Stopped);
            }
        }
        let is_left = self.part.is_some() || self.state.part == 1;
        if is_left && self.finish_part().await? == RunEnd::Stopped {
            return Ok(RunEnd::Stopped);
        }
        // Before anybody is told that the export is complete.
        let (export, run) = (self.source.row.id, self.context.run());
        self.backend.exports().forget_runs_before(export, run).await;
        self.complete().await?;
        Ok(RunEnd::Completed)
    }

    /// Writes the rest of the present project; the next batch is read while one is encoded.
    async fn write_project(&mut self) -> Result<RunEnd, Error> {
        self.source.measure(&self.viewer, &self.state.position).await?;
        let mut read = self.source.read(&self.state.position, self.room(0)).await?;
        let omission = loop {
            let batch = match read {
                Read::Calls(batch) => batch,
                Read::End(omission) => break omission,
            };
            if self.context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
            let room = self.room(batch.len() as u64);
            let after = self.source.after(&self.state.position, &batch);
            let shared = Arc::new(batch);
            self.open_part().await?;
            let part = self.part.as_mut().ok_or_else(|| Error::internal("no part is open"))?;
            let (appended, next) =
                tokio::join!(part.append(&shared, self.context), self.source.read(&after, room));
            if appended? == RunEnd::Stopped {
                return Ok(RunEnd::Stopped);
            }
            let whole = part.calls() >= self.part_calls();
            if self.append_recordings(&shared).await? == RunEnd::Stopped {
                return Ok(RunEnd::Stopped);
            }
            self.state.position = after;
            if whole {
                if self.finish_part().await? == RunEnd::Stopped {
                    return Ok(RunEnd::Stopped);
                }
            } else if can_resume(self.source.request.format) {
                self.checkpoint(Step::Written).await?;
            }
            read = next?;
        };
        self.state.position = self.source.after_project(&self.state.position, omission);
        Ok(RunEnd::Completed)
    }

    /// Appends the recordings of a batch, if the export has recordings.
    async fn append_recordings(&mut self, batch: &[Conversation]) -> Result<RunEnd, Error> {
        let (row, request) = (&self.source.row, &self.source.request);
        if !request.has_recordings() {
            return Ok(RunEnd::Completed);
        }
        // Rights may have changed since the batch was read.
        let viewer = self.backend.exports().requester(row, request).await?;
        let (backend, export, context) = (self.backend, row.id, self.context);
        let reader = RecordingReader { backend, viewer: &viewer, export, context };
        let part = self.part.as_mut().ok_or_else(|| Error::internal("no part is open"))?;
        part.append_recordings(reader, batch).await
    }

    /// Calls of a part; a bundle is one file, whose page lists all.
    fn part_calls(&self) -> u64 {
        if self.source.row.kind == ExportKind::Bundle {
            return i64::MAX.cast_unsigned();
        }
        u64::from(self.backend.limits.export_part_calls).max(1)
    }

    /// Calls that the part takes after `ahead` more; when it is then whole, those of the next part.
    fn room(&self, ahead: u64) -> u64 {
        let calls = self.part.as_ref().map_or(0, Part::calls) + ahead;
        self.part_calls() - calls % self.part_calls()
    }

    async fn open_part(&mut self) -> Result<&mut Part, Error> {
        if self.part.is_none() {
            let name = self.file_name();
            let file = self.place.create(&self.named(&name)).await?;
            let mut encoder = encoder_of(self.files.clone());
            if let Some(archive) = encoder.as_archive() {
                archive.number_after(self.state.position.written);
            }
            self.part = Some(Part::begin(encoder, file).await?);
        }
        self.part.as_mut().ok_or_else(|| Error::internal("no part is open"))
    }

    /// Closes the open part and publishes it. A run that dies before it is published leaves a
    /// checkpoint of the whole part, which the next run publishes.
    pub(super) async fn finish_part(&mut self) -> Result<RunEnd, Error> {
        let context = self.context;
        if self.open_part().await?.close(context).await? == RunEnd::Stopped {
            return Ok(RunEnd::Stopped);
        }
        self.checkpoint(Step::Written).await?;
        self.publish_part().await?;
        Ok(RunEnd::Completed)
    }

    /// Publishes the part, which is closed, and lists it in the transaction of the checkpoint.
    pub(super) async fn publish_part(&mut self) -> Result<(), Error> {
        let Some(part) = self.part.take() else { return Ok(()) };
        let name = self.file_name();
        let upload = part.upload().map(|(key, id)| (key.to_owned(), id.to_owned()));
        let finished = part.publish().await?;
        let file = ExportFileRow {
            n: self.state.part,
            name,
            object_key: finished.file.key.clone(),
            rows_written: finished.rows.cast_signed(),
            calls: finished.calls.cast_signed(),
            bytes: finished.file.bytes.cast_signed(),
            sha256: finished.file.sha256.clone(),
            calls_sha256: finished.calls_sha256,
            first_arrival: finished.first_arrival,
            last_arrival: finished.last_arrival,
            crc32: finished.file.crc32.into(),
        };
        self.state.part += 1;
        self.state.part_start = self.state.position.clone();
        self.state.published_bytes += finished.file.bytes;
        self.state.restarts = 0;
        self.state.notes.extend(finished.notes);
        self.state.long_cells += finished.long_cells;
        for (reason, recordings) in finished.recordings_omitted {
            *self.state.recordings_omitted.entry(reason).or_default() += recordings;
        }
        self.store_checkpoint(Step::Whole(&file, upload)).await?;
        finished.file.settle(&self.place).await;
        Ok(())
    }

    /// Stores a checkpoint within the part, when all of it is stored.
    pub(super) async fn checkpoint(&mut self, step: Step<'_>) -> Result<(), Error> {
        let Some(open) = self.part.as_ref().and_then(Part::saved) else { return Ok(()) };
        self.state.open = Some(open);
        let stored = self.store_checkpoint(step).await;
        self.state.open = None;
        stored
    }

    /// Stores the checkpoint; changes nothing when another worker has taken the job.
    pub(super) async fn store_checkpoint(&mut self, step: Step<'_>) -> Result<(), Error> {
        if !matches!(step, Step::Resumed) {
            (self.resumed, self.state.refusals) = (None, 0);
        }
        let id = self.source.row.id;
        let bytes = self.state.published_bytes + self.part.as_ref().map_or(0, Part::bytes);
        let progress = ExportJobProgress {
            written: self.state.position.written.cast_signed(),
            bytes: bytes.cast_signed(),
        };
        let text = serde_json::to_string(&self.state)?;
        let mut tx = self.backend.db.begin().await?;
        match step {
            Step::Resumed => self.context.restate_in(&mut tx, &text).await?,
            Step::Written | Step::Whole(..) => {
                self.context.progress_in(&mut tx, Some(&text)).await?;
            }
        }
        if let Step::Whole(file, upload) = step {
            tx.add_export_file(id, file).await?;
            if let Some((key, upload_id)) = upload {
                tx.remove_export_upload(&key, &upload_id).await?;
            }
        }
        tx.record_export_progress(id, progress).await?;
        tx.commit().await
    }

    /// Name of the present part: numbered when the export has several.
    pub(super) fn file_name(&self) -> String {
        let row = &self.source.row;
        let (base, extension) = (&row.file_name, self.source.request.format.extension());
        let parts = unsigned(row.matched).unwrap_or(1).div_ceil(self.part_calls());
        if parts <= 1 {
            format!("{base}.{extension}")
        } else {
            format!("{base}_part-{:04}.{extension}", self.state.part)
        }
    }

    pub(super) fn named<'n>(&'n self, name: &'n str) -> FileName<'n> {
        let (backend, export, run) = (self.backend, self.source.row.id, self.context.run());
        FileName { backend, export, run, name }
    }
}
