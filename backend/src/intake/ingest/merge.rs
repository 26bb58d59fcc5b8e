//! Merging a call that came again with the one that is stored.

use earshot_domain::{CallId, TranscriptState};

use super::project_ingest::{Ingested, Prepared, ProjectIngest};
use crate::{
    Error,
    intake::readers::{Format, IncomingCall, pbx},
    privacy::encryption::Sealed,
    store::{PreparedCall, StoredCall},
};

/// What to do with a stored call after a comparison with one that came again.
pub(super) enum Comparison {
    /// Replace it with this.
    Replace(Box<PreparedCall>),
    /// Keep it, for this reason.
    Keep(Ingested),
}

impl ProjectIngest {
    /// Compares a stored call with one that came again. A PBX call grows by its legs; another is
    /// replaced by one that has every part the stored one has and a further one, as of a call that
    /// was pushed while it went on, or before it was analysed.
    pub(super) fn compare(
        &self,
        stored: &StoredCall,
        again: &Prepared,
    ) -> Result<Comparison, Error> {
        let (call, incoming) = again;
        if stored.project_id != self.project_id {
            return Ok(Comparison::Keep(Ingested::InAnotherProject));
        }
        let known = self.key.open(Sealed::Source, stored.id, &stored.source_encrypted)?;
        if known == incoming.source_record {
            return Ok(Comparison::Keep(Ingested::Unchanged));
        }
        if Format::Pbx.is_source(&call.source) {
            return self.merge_legs(&known, incoming, stored.id);
        }
        if !Parts::of(call).exceed(Parts::of_stored(stored)) {
            return Ok(Comparison::Keep(Ingested::Kept));
        }
        self.prepare(incoming, stored.id).map(|call| Comparison::Replace(Box::new(call)))
    }

    /// Adds legs that arrived later to a stored PBX call.
    fn merge_legs(
        &self,
        known: &[u8],
        incoming: &IncomingCall,
        id: CallId,
    ) -> Result<Comparison, Error> {
        let merged = pbx::merge(known, &incoming.source_record, &self.options)
            .map_err(|bad| Error::internal(bad.to_string()))?;
        let Some(call) = merged else { return Ok(Comparison::Keep(Ingested::Unchanged)) };
        self.prepare(&call, id).map(|call| Comparison::Replace(Box::new(call)))
    }
}

/// Which of a call's optional parts are there.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "one for each part")]
struct Parts {
    end: bool,
    transcript: bool,
    summary: bool,
    outcome: bool,
    sentiment: bool,
    recording: bool,
    customer: bool,
}

impl Parts {
    fn of(call: &PreparedCall) -> Self {
        Self {
            end: call.ended_at.is_some(),
            transcript: call.transcript_state == TranscriptState::Available,
            summary: call.summary.is_some(),
            outcome: call.outcome.is_some(),
            sentiment: call.sentiment.is_some(),
            recording: call.recording_named,
            customer: call.customer_encrypted.is_some(),
        }
    }

    fn of_stored(call: &StoredCall) -> Self {
        Self {
            end: call.ended_at.is_some(),
            transcript: call.transcript_state == TranscriptState::Available,
            summary: call.summary.is_some(),
            outcome: call.outcome.is_some(),
            sentiment: call.sentiment.is_some(),
            recording: call.has_recording || call.recording_named,
            customer: call.has_customer,
        }
    }

    /// Whether every part of `stored` is there, and a further one.
    fn exceed(self, stored: Self) -> bool {
        let pairs = || self.list().into_iter().zip(stored.list());
        pairs().all(|(again, stored)| again || !stored)
            && pairs().any(|(again, stored)| again && !stored)
    }

    const fn list(self) -> [bool; 7] {
        let Self { end, transcript, summary, outcome, sentiment, recording, customer } = self;
        [end, transcript, summary, outcome, sentiment, recording, customer]
    }
}
