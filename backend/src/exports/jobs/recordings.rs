//! Recordings of an archive: access is decided at the moment when each is read.

use bytes::Bytes;
use earshot_domain::{CallExclusion, ExportId, MediaState, RecordingOmission};
use sha2::{Digest, Sha256};

use super::part::Part;
use crate::{
    Backend, Error, Viewer,
    exports::{
        encoding::{Conversation, RecordingArchive, RecordingEntry, RecordingFacts},
        files::OpenFile,
    },
    jobs::{JobContext, RunEnd},
    recordings::ExportedRecording,
};

/// Outcome for the recording of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RecordingEnd {
    /// It is in the archive.
    Included,
    /// It was left out and the index says why.
    Skipped(RecordingOmission),
    /// The call was not recorded.
    None,
    /// The run must stop, and the archive is not continued.
    Stopped,
}

/// For whom an archive is written.
#[derive(Clone, Copy)]
pub(super) struct RecordingReader<'a> {
    pub(super) backend: &'a Backend,
    /// The requester with their current rights.
    pub(super) viewer: &'a Viewer,
    pub(super) export: ExportId,
    pub(super) context: &'a JobContext,
}

impl RecordingReader<'_> {
    /// Appends the recording of a call to an archive, in pieces that go on to the archive's file. One of
    /// several pieces is read twice, since its checksum stands before it.
    pub(super) async fn append(
        self,
        archive: &mut dyn RecordingArchive,
        file: &mut OpenFile,
        conversation: &Conversation,
    ) -> Result<RecordingEnd, Error> {
        if self.context.must_stop() {
            return Ok(RecordingEnd::Stopped);
        }
        let id = conversation.row.cells.id;
        let mut facts = RecordingFacts {
            call_id: id,
            project: conversation.project.clone(),
            started_at: conversation.row.cells.started_at,
            duration_ms: None,
        };
        if let Some(reason) = archive.excluded(id) {
            archive.skip_recording(facts, reason.to_owned());
            return Ok(excluded(conversation));
        }
        // A call that is gone meanwhile had none either.
        if conversation.row.recording_state() == MediaState::NotGenerated {
            return Ok(RecordingEnd::None);
        }
        let found = match self.backend.recordings().for_export(self.viewer, id).await {
            Ok(None) => return Ok(RecordingEnd::None),
            Ok(Some(recording)) => measured(&recording).await.map(|entry| (recording, entry)),
            Err(error) => Err(error),
        };
        let (recording, measured) = match found {
            Ok(found) => found,
            Err(error) => {
                let reason = reason(error)?;
                archive.skip_recording(facts, reason.label().to_owned());
                return Ok(RecordingEnd::Skipped(reason));
            }
        };
        facts.duration_ms = recording.duration_ms;
        self.backend.recordings().record_export(self.viewer, id, self.export).await?;
        archive.begin_recording(RecordingEntry {
            facts,
            content_type: recording.content_type.clone(),
            bytes: recording.bytes,
            crc32: measured.crc32,
            sha256: measured.sha256,
        })?;
        let mut written = 0;
        while written < recording.bytes {
            if self.context.must_stop() {
                return Ok(RecordingEnd::Stopped);
            }
            let piece = match &measured.whole {
                Some(whole) => whole.clone(),
                None => recording.piece(written).await?,
            };
            archive.recording_bytes(&piece)?;
            file.append(&archive.take()?).await?;
            written += piece.len() as u64;
        }
        archive.end_recording()?;
        Ok(RecordingEnd::Included)
    }
}

impl Part {
    /// Appends the recordings of a batch that was appended.
    pub(super) async fn append_recordings(
        &mut self,
        reader: RecordingReader<'_>,
        batch: &[Conversation],
    ) -> Result<RunEnd, Error> {
        let (encoder, file) = self.open()?;
        let archive = encoder
            .as_archive()
            .ok_or_else(|| Error::internal("only an archive has recordings"))?;
        let mut omitted = Vec::new();
        for conversation in batch {
            match reader.append(archive, file, conversation).await? {
                RecordingEnd::Stopped => return Ok(RunEnd::Stopped),
                RecordingEnd::Skipped(reason) => omitted.push(reason),
                RecordingEnd::Included | RecordingEnd::None => {}
            }
        }
        for reason in omitted {
            self.omit_recording(reason);
        }
        Ok(RunEnd::Completed)
    }
}

/// Checksums of a recording, and its bytes if they are one piece.
struct Measured {
    crc32: u32,
    sha256: String,
    whole: Option<Bytes>,
}

/// Reads a recording for its checksums.
async fn measured(recording: &ExportedRecording) -> Result<Measured, Error> {
    let (mut crc32, mut sha256, mut bytes) = (crc32fast::Hasher::new(), Sha256::new(), 0);
    let mut whole = None;
    while bytes < recording.bytes {
        let piece = recording.piece(bytes).await?;
        crc32.update(&piece);
        sha256.update(&piece);
        bytes += piece.len() as u64;
        whole = (piece.len() as u64 == recording.bytes).then_some(piece);
    }
    Ok(Measured { crc32: crc32.finalize(), sha256: hex::encode(sha256.finalize()), whole })
}

/// The outcome for a call that is excluded; its recording is not looked up.
fn excluded(conversation: &Conversation) -> RecordingEnd {
    match conversation.row.recording_state() {
        MediaState::NotGenerated => RecordingEnd::None,
        _ => RecordingEnd::Skipped(RecordingOmission::Call(CallExclusion::AnotherPerson)),
    }
}

/// Why a recording is left out; any other error ends the run, which is then tried again.
fn reason(error: Error) -> Result<RecordingOmission, Error> {
    match error {
        Error::RecordingBlocked(block) => Ok(RecordingOmission::Blocked(block)),
        Error::NotFound => Ok(RecordingOmission::Call(CallExclusion::Unavailable)),
        error => Err(error),
    }
}
