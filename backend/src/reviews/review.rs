//! The review page of one call, with its recording and history.

use earshot_domain::{
    CallDetails, CallId, CallSpan, FunctionCall, Permission, PlacedFunctionCall, RecordingCard,
    Review, Transcript, TranscriptState, Turn,
};
use jiff::Timestamp;

use super::history::Reviewed;
use crate::{
    Error, Viewer,
    access::local_time,
    calls::{call_row, number, seconds},
    privacy::encryption::Sealed,
    reviews::Reviews,
    store::ReviewRecord,
};

impl Reviews<'_> {
    /// Opens a call in the viewer's scope; any other is not found, whether it exists or not.
    pub async fn open(self, viewer: &Viewer, id: CallId) -> Result<Review, Error> {
        let record = self.0.calls().record(viewer, id).await?;
        let details = record.details()?;
        let recording = self.0.recordings().card(viewer, id, &details).await?;
        let reviewed = self.reviewed(viewer, id, &record, &details.tags).await?;
        review(viewer, record, details, recording, reviewed)
    }
}

fn review(
    viewer: &Viewer,
    mut record: ReviewRecord,
    mut details: CallDetails,
    recording: RecordingCard,
    reviewed: Reviewed,
) -> Result<Review, Error> {
    let direction = record.call.direction;
    let callee =
        number(viewer, Sealed::Callee, record.call.id, record.call.callee_encrypted.as_deref())?;
    let zone = &viewer.tenant.zone;
    let state = record.transcript_state;
    let optional = |value: Option<i64>| value.map(seconds).transpose();
    // Not in memory beside the turns that are read from it.
    let turns: Vec<Turn> = serde_json::from_str(&std::mem::take(&mut record.turns))?;
    let call = &record.call;
    let span = CallSpan::of_call(call.started_at, record.ended_at, call.total_seconds);
    Ok(Review {
        project: record.project_slug,
        ended: record.ended_at.map(|at| local_time(at, zone)).transpose()?,
        end_reason: record.end_reason,
        direction,
        callee,
        source_status: record.source_status,
        ring_seconds: optional(record.ring_seconds)?,
        talk_seconds: optional(record.talk_seconds)?,
        hold_seconds: optional(record.hold_seconds)?,
        activity: viewer.may(Permission::ViewActivity),
        transcript_download: viewer.may(Permission::DownloadTranscripts)
            && state == TranscriptState::Available,
        outside: span.outside(&turns),
        transcript: Transcript { state, turns },
        recording,
        follow_up: reviewed.follow_up,
        history: reviewed.history,
        rights: reviewed.rights,
        tags: reviewed.tags,
        function_calls: placed(details.function_calls.split_off(0), record.call.started_at),
        details,
        unlock: None,
        row: call_row(viewer, record.call)?,
    })
}

/// Places function calls in the conversation, by the times their source gives.
fn placed(calls: Vec<FunctionCall>, started_at: i64) -> Vec<PlacedFunctionCall> {
    let offset = |call: &FunctionCall| {
        let at: Timestamp = call.timestamp.as_ref()?.parse().ok()?;
        Some(at.as_millisecond().saturating_sub(started_at))
    };
    calls.into_iter().map(|call| PlacedFunctionCall { offset_ms: offset(&call), call }).collect()
}
