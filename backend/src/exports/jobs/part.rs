//! A part of an export being written: its file, its encoder and its counts.

use std::{collections::BTreeMap, sync::Arc};

use earshot_domain::RecordingOmission;
use tokio::sync::mpsc;

use crate::{
    Error,
    exports::{
        encoding::{Conversation, Encoder},
        files::{Digest, OpenFile, PublishedFile},
    },
    jobs::{JobContext, RunEnd},
    pdf::HandOn,
};

use super::checkpoint::OpenPart;

/// Calls of the first piece of a batch; how many make up the next is learnt from its bytes.
const FIRST_CALLS: usize = 32;
/// Bytes of a piece beyond which the next has fewer calls.
const PIECE_BYTES: usize = 256 * 1024;

/// A part being written.
pub(super) struct Part {
    /// Taken while conversations are encoded on another thread, and when all is written.
    encoder: Option<Box<dyn Encoder>>,
    file: OpenFile,
    rows: u64,
    calls: u64,
    /// Texts longer than a cell of a spreadsheet.
    long_cells: u64,
    recordings_omitted: BTreeMap<RecordingOmission, u64>,
    first_arrival: i64,
    last_arrival: i64,
    calls_digest: Digest,
    /// Remarks of the encoder when all is written.
    closed: Option<Vec<String>>,
}

/// A part that is whole.
pub(super) struct FinishedPart {
    pub(super) file: PublishedFile,
    pub(super) rows: u64,
    pub(super) calls: u64,
    pub(super) long_cells: u64,
    pub(super) recordings_omitted: BTreeMap<RecordingOmission, u64>,
    pub(super) first_arrival: i64,
    pub(super) last_arrival: i64,
    pub(super) calls_sha256: String,
    /// Remarks of the encoder.
    pub(super) notes: Vec<String>,
}

impl Part {
    /// Begins a part in an empty file.
    pub(super) async fn begin(
        mut encoder: Box<dyn Encoder>,
        mut file: OpenFile,
    ) -> Result<Self, Error> {
        encoder.begin()?;
        file.append(&encoder.take()?).await?;
        Ok(Self {
            encoder: Some(encoder),
            file,
            rows: 0,
            calls: 0,
            long_cells: 0,
            recordings_omitted: BTreeMap::new(),
            first_arrival: i64::MAX,
            last_arrival: 0,
            calls_digest: Digest::default(),
            closed: None,
        })
    }

    /// Continues a part in the file of an earlier run.
    pub(super) fn resume(
        mut encoder: Box<dyn Encoder>,
        file: OpenFile,
        open: &OpenPart,
    ) -> Result<Self, Error> {
        if open.closed.is_none() {
            encoder.resume(open.rows)?;
        }
        Ok(Self {
            encoder: Some(encoder),
            file,
            rows: open.rows,
            calls: open.calls,
            long_cells: open.long_cells,
            recordings_omitted: open.recordings_omitted.clone(),
            first_arrival: open.first_arrival,
            last_arrival: open.last_arrival,
            calls_digest: open.calls_digest.clone(),
            closed: open.closed.clone(),
        })
    }

    /// Appends conversations, which are encoded on a thread of their own. A part that was stopped cannot be
    /// written to any more.
    pub(super) async fn append(
        &mut self,
        batch: &Arc<Vec<Conversation>>,
        context: &JobContext,
    ) -> Result<RunEnd, Error> {
        let (mut encoder, conversations) = (self.take_encoder()?, Arc::clone(batch));
        let encoded = self
            .write(context, move |hand_on| {
                let rows = encode(&mut *encoder, &conversations, hand_on)?;
                Ok((encoder, rows))
            })
            .await?;
        let Some((encoder, rows)) = encoded else { return Ok(RunEnd::Stopped) };
        self.file.hand_on().await?;
        let encoder = self.encoder.insert(encoder);
        self.rows += rows;
        self.long_cells += encoder.take_long_cells();
        self.calls += batch.len() as u64;
        for conversation in batch.iter() {
            let arrival = conversation.row.ingest_seq;
            self.first_arrival = self.first_arrival.min(arrival);
            self.last_arrival = self.last_arrival.max(arrival);
            self.calls_digest.update(format!("{}\n", conversation.row.cells.id).as_bytes());
        }
        Ok(RunEnd::Completed)
    }

    /// Appends the pieces that `work` hands on, which runs on a thread of its own; `None` when the job is
    /// cancelled or its lease lost. The thread is not waited for then, since some encoders are long without a
    /// piece: it ends with its next one.
    async fn write<T: Send + 'static>(
        &mut self,
        context: &JobContext,
        work: impl FnOnce(HandOn<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<Option<T>, Error> {
        let (sender, mut pieces) = mpsc::channel(1);
        let working = tokio::task::spawn_blocking(move || {
            work(&mut |piece| sender.blocking_send(piece).map_err(Error::internal))
        });
        loop {
            let piece = tokio::select! {
                piece = pieces.recv() => piece,
                () = context.lease_ended() => return Ok(None),
            };
            let Some(piece) = piece else { break };
            self.file.write(&piece).await?;
        }
        working.await.map_err(Error::internal)?.map(Some)
    }

    fn take_encoder(&mut self) -> Result<Box<dyn Encoder>, Error> {
        self.encoder.take().ok_or_else(|| Error::internal("the encoder of a part is in use"))
    }

    /// The encoder and the file.
    pub(super) fn open(&mut self) -> Result<(&mut dyn Encoder, &mut OpenFile), Error> {
        match &mut self.encoder {
            Some(encoder) => Ok((&mut **encoder, &mut self.file)),
            None => Err(Error::internal("the encoder of a part is in use")),
        }
    }

    /// Counts a recording that is not in the file.
    pub(super) fn omit_recording(&mut self, reason: RecordingOmission) {
        *self.recordings_omitted.entry(reason).or_default() += 1;
    }

    /// Calls in the file.
    pub(super) const fn calls(&self) -> u64 {
        self.calls
    }

    /// Bytes in the file.
    pub(super) const fn bytes(&self) -> u64 {
        self.file.bytes()
    }

    /// What a checkpoint stores; `None` while some bytes are only in memory.
    pub(super) fn saved(&self) -> Option<OpenPart> {
        Some(OpenPart {
            rows: self.rows,
            calls: self.calls,
            long_cells: self.long_cells,
            recordings_omitted: self.recordings_omitted.clone(),
            first_arrival: self.first_arrival,
            last_arrival: self.last_arrival,
            calls_digest: self.calls_digest.clone(),
            file: self.file.saved()?,
            closed: self.closed.clone(),
        })
    }

    /// Key and id of the upload to a bucket, from its first piece on.
    pub(super) fn upload(&self) -> Option<(&str, &str)> {
        self.file.upload()
    }

    /// Whether all is written.
    pub(super) const fn is_closed(&self) -> bool {
        self.closed.is_some()
    }

    /// Writes the end of the file. A part that was stopped cannot be written to any more.
    pub(super) async fn close(&mut self, context: &JobContext) -> Result<RunEnd, Error> {
        if self.is_closed() {
            return Ok(RunEnd::Completed);
        }
        let mut encoder = self.take_encoder()?;
        let encoded = self
            .write(context, move |hand_on| {
                encoder.end_in_pieces(hand_on)?;
                Ok(encoder)
            })
            .await?;
        let Some(encoder) = encoded else { return Ok(RunEnd::Stopped) };
        self.file.close().await?;
        self.closed = Some(encoder.notes());
        Ok(RunEnd::Completed)
    }

    /// Publishes the file, which is closed.
    pub(super) async fn publish(self) -> Result<FinishedPart, Error> {
        Ok(FinishedPart {
            file: self.file.publish().await?,
            rows: self.rows,
            calls: self.calls,
            long_cells: self.long_cells,
            recordings_omitted: self.recordings_omitted,
            first_arrival: self.first_arrival.min(self.last_arrival),
            last_arrival: self.last_arrival,
            calls_sha256: self.calls_digest.hex(),
            notes: self.closed.unwrap_or_default(),
        })
    }

    /// Deletes the file.
    pub(super) async fn discard(self) {
        self.file.discard().await;
    }
}

/// Encodes conversations, hands on the bytes in pieces, and returns the number of rows.
fn encode(
    encoder: &mut dyn Encoder,
    batch: &[Conversation],
    hand_on: HandOn<'_>,
) -> Result<u64, Error> {
    let (mut rest, mut calls, mut rows) = (batch, FIRST_CALLS, 0);
    while !rest.is_empty() {
        let (now, later) = rest.split_at(calls.min(rest.len()));
        rows += encoder.conversations(now)?;
        let piece = encoder.take()?;
        calls = if piece.len() > PIECE_BYTES { (calls / 2).max(1) } else { calls * 2 };
        hand_on(piece)?;
        rest = later;
    }
    Ok(rows)
}
