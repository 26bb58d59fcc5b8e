//! One run of a background export: batches into parts, a checkpoint after each.

use std::sync::Arc;

use earshot_domain::{ExportKind, ExportRequest};

use super::{
    checkpoint::Checkpoint,
    part::{Part, encode},
    recordings::RecordingReader,
    source::Source,
    view::request_of,
};
use crate::{
    Backend, Error, Viewer,
    exports::{
        encoding::{Conversation, FileContext, can_resume, encoder_of},
        files::{ExportPlace, FileName},
    },
    jobs::{JobContext, RunEnd},
    store::{ExportFileRow, ExportJobProgress, ExportJobRow, unsigned},
};

/// How often a part is begun again because its upload was lost, before that counts as a failure.
const MAX_RESTARTS: u32 = 3;

/// A run between batches.
pub(super) struct Writing<'a> {
    pub(super) backend: &'a Backend,
    pub(super) context: &'a JobContext,
    place: ExportPlace,
    pub(super) source: Source,
    files: FileContext,
    pub(super) viewer: Viewer,
    pub(super) state: Checkpoint,
    part: Option<Part>,
}

impl<'a> Writing<'a> {
    pub(super) async fn load(
        backend: &'a Backend,
        context: &'a JobContext,
        row: ExportJobRow,
    ) -> Result<Self, Error> {
        let exports = backend.exports();
        let stored: ExportRequest = serde_json::from_str(&row.request)?;
        let viewer = exports.requester(&row, &stored).await?;
        let request = request_of(&viewer, &row)?;
        let files = exports.file_context(&viewer, &row, &request).await?;
        let state = match context.last_checkpoint() {
            Some(text) => serde_json::from_str(text)?,
            None => Checkpoint::default(),
        };
        let source = Source::new(backend, &viewer, row, request).await?;
        let place = exports.place()?;
        Ok(Self { backend, context, place, source, files, viewer, state, part: None })
    }

    /// Writes everything that is left.
    pub(super) async fn write(&mut self) -> Result<RunEnd, Error> {
        self.resume_part().await?;
        while self.source.has_project(&self.state.position) {
            if self.write_project().await? == RunEnd::Stopped {
                return Ok(RunEnd::Stopped);
            }
            self.state.position.project += 1;
            self.state.position.after = None;
        }
        if self.part.is_some() || self.state.part == 1 {
            self.finish_part().await?;
        }
        self.complete().await?;
        Ok(RunEnd::Completed)
    }

    /// Continues the part of the last checkpoint, or begins it again.
    async fn resume_part(&mut self) -> Result<(), Error> {
        if let Some(open) = self.state.open.take() {
            let name = self.file_name();
            let resumed = self.place.resume(&self.named(&name), &open.file).await?;
            if let Some(file) = resumed {
                self.part = Some(Part::resume(encoder_of(self.files.clone()), file, &open)?);
                self.checkpoint().await?;
                open.file.discard(&self.place).await;
                return Ok(());
            }
        }
        self.state.position = self.state.part_start.clone();
        Ok(())
    }

    /// Writes the rest of the present project; the next batch is read while one is encoded.
    async fn write_project(&mut self) -> Result<RunEnd, Error> {
        self.source.measure(&self.viewer, &self.state.position).await?;
        let mut batch = self.source.read(&self.state.position, self.room(0)).await?;
        while !batch.is_empty() {
            if self.context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
            let room = self.room(batch.len() as u64);
            let after = self.source.after(&self.state.position, &batch);
            let shared = Arc::new(batch);
            let encoder = self.open_part().await?.take_encoder()?;
            let encoding = encode(encoder, Arc::clone(&shared));
            let (encoded, next) = tokio::join!(encoding, self.source.read(&after, room));
            let part_calls = self.part_calls();
            let part = self.open_part().await?;
            part.append(encoded?, &shared).await?;
            let whole = part.calls() >= part_calls;
            if self.append_recordings(&shared).await? == RunEnd::Stopped {
                return Ok(RunEnd::Stopped);
            }
            self.state.position = after;
            if whole {
                self.finish_part().await?;
            } else if can_resume(self.source.request.format) {
                self.checkpoint().await?;
            }
            batch = next?;
        }
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
            self.part = Some(Part::begin(encoder_of(self.files.clone()), file).await?);
        }
        self.part.as_mut().ok_or_else(|| Error::internal("no part is open"))
    }

    /// Publishes the open part and lists it in the transaction of the checkpoint.
    async fn finish_part(&mut self) -> Result<(), Error> {
        self.open_part().await?;
        let Some(part) = self.part.take() else { return Ok(()) };
        let name = self.file_name();
        let upload = part.upload().map(|(key, id)| (key.to_owned(), id.to_owned()));
        let finished = part.finish().await?;
        let file = ExportFileRow {
            n: self.state.part,
            name,
            object_key: finished.file.key,
            rows_written: finished.rows.cast_signed(),
            calls: finished.calls.cast_signed(),
            bytes: finished.file.bytes.cast_signed(),
            sha256: finished.file.sha256,
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
        self.store_checkpoint(Some((&file, upload))).await
    }

    /// Stores a checkpoint within the part, when all of it is stored.
    async fn checkpoint(&mut self) -> Result<(), Error> {
        let Some(open) = self.part.as_ref().and_then(Part::saved) else { return Ok(()) };
        self.state.open = Some(open);
        let stored = self.store_checkpoint(None).await;
        self.state.open = None;
        stored
    }

    /// Begins the part again in the next run, because the bucket lost its upload. What is lost again
    /// is given up after as many attempts as any other failure.
    async fn restart_part(&mut self) -> Result<(), Error> {
        self.part = None;
        self.state.restarts += 1;
        if self.state.restarts > MAX_RESTARTS {
            return Ok(());
        }
        self.state.position = self.state.part_start.clone();
        self.store_checkpoint(None).await
    }

    /// Stores the checkpoint, with a file that has become whole; changes nothing when another worker
    /// has taken the job.
    async fn store_checkpoint(
        &mut self,
        file: Option<(&ExportFileRow, Option<(String, String)>)>,
    ) -> Result<(), Error> {
        let id = self.source.row.id;
        let bytes = self.state.published_bytes + self.part.as_ref().map_or(0, Part::bytes);
        let progress = ExportJobProgress {
            written: self.state.position.written.cast_signed(),
            bytes: bytes.cast_signed(),
        };
        let text = serde_json::to_string(&self.state)?;
        let mut tx = self.backend.db.begin().await?;
        self.context.progress_in(&mut tx, Some(&text)).await?;
        if let Some((file, upload)) = file {
            tx.add_export_file(id, file).await?;
            if let Some((key, upload_id)) = upload {
                tx.remove_export_upload(&key, &upload_id).await?;
            }
        } else if let Some((key, upload_id)) = self.part.as_ref().and_then(Part::upload) {
            tx.add_export_upload(id, key, upload_id, self.backend.now_ms()).await?;
        }
        tx.record_export_progress(id, progress).await?;
        tx.commit().await
    }

    /// Name of the present part: numbered when the export has several.
    fn file_name(&self) -> String {
        let row = &self.source.row;
        let (base, extension) = (&row.file_name, self.source.request.format.extension());
        let parts = unsigned(row.matched).unwrap_or(1).div_ceil(self.part_calls());
        if parts <= 1 {
            format!("{base}.{extension}")
        } else {
            format!("{base}_part-{:04}.{extension}", self.state.part)
        }
    }

    fn named<'n>(&self, name: &'n str) -> FileName<'n> {
        FileName { export: self.source.row.id, run: self.context.run(), name }
    }

    /// Ends a run that did not complete: what it cannot hand on is deleted, and a part whose upload
    /// was lost begins again.
    pub(super) async fn leave(&mut self, end: &Result<RunEnd, Error>) -> Result<(), Error> {
        if matches!(end, Err(Error::UploadLost)) {
            return self.restart_part().await;
        }
        if let Some(part) = self.part.take()
            && !can_resume(self.source.request.format)
        {
            part.discard().await;
        }
        Ok(())
    }
}
