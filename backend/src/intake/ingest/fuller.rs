//! Whether a call that came again says more than the one that is stored.

use earshot_domain::{CallId, TranscriptState};

use super::project_ingest::{Ingested, Prepared, ProjectIngest};
use crate::{
    Error,
    intake::readers::{IncomingCall, pbx},
    privacy::encryption::Sealed,
    store::{PreparedCall, StoredCall as Stored},
};

/// A call that came again, compared with the one that is stored.
pub(super) enum Compared {
    /// What shall take the stored one's place.
    Fuller(Box<PreparedCall>),
    /// The stored one stays, and why.
    Otherwise(Ingested),
}

impl ProjectIngest {
    /// Compares a stored call with one that came again. A PBX call grows by its legs; another is
    /// fuller when it has all that is stored and something that is not, as a call has that was
    /// pushed while it went on, or before it was analysed.
    pub(super) fn compare(&self, stored: &Stored, again: &Prepared) -> Result<Compared, Error> {
        let (call, incoming) = again;
        if stored.project_id != self.project_id {
            return Ok(Compared::Otherwise(Ingested::InAnotherProject));
        }
        let known = self.key.open(Sealed::Source, stored.id, &stored.source_encrypted)?;
        if known == incoming.source_record {
            return Ok(Compared::Otherwise(Ingested::Unchanged));
        }
        if call.source == "pbx" {
            return self.with_more_legs(&known, incoming, stored.id);
        }
        if !is_fuller(stored.says(), says(call)) {
            return Ok(Compared::Otherwise(Ingested::Kept));
        }
        self.prepare(incoming, stored.id).map(|call| Compared::Fuller(Box::new(call)))
    }

    /// A stored PBX call made whole with legs that arrived later.
    fn with_more_legs(
        &self,
        known: &[u8],
        incoming: &IncomingCall,
        id: CallId,
    ) -> Result<Compared, Error> {
        let merged = pbx::merge(known, &incoming.source_record, &self.options)
            .map_err(|bad| Error::internal(bad.to_string()))?;
        let Some(whole) = merged else { return Ok(Compared::Otherwise(Ingested::Unchanged)) };
        self.prepare(&whole, id).map(|call| Compared::Fuller(Box::new(call)))
    }
}

/// What a call can say, or leave open.
type Says = [bool; 7];

fn says(call: &PreparedCall) -> Says {
    [
        call.ended_at.is_some(),
        call.transcript_state == TranscriptState::Available,
        call.summary.is_some(),
        call.outcome.is_some(),
        call.sentiment.is_some(),
        call.has_recording,
        call.customer_encrypted.is_some(),
    ]
}

impl Stored {
    fn says(&self) -> Says {
        [
            self.ended_at.is_some(),
            self.transcript_state == TranscriptState::Available,
            self.summary.is_some(),
            self.outcome.is_some(),
            self.sentiment.is_some(),
            self.has_recording,
            self.has_customer,
        ]
    }
}

fn is_fuller(stored: Says, again: Says) -> bool {
    let pairs = || stored.into_iter().zip(again);
    pairs().all(|(stored, again)| again || !stored)
        && pairs().any(|(stored, again)| again && !stored)
}
