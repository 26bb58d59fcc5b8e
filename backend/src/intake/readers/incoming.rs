//! A call as its source delivers it, in clear, before redaction and encryption.

use earshot_domain::{
    CallDetails, Channel, Customer, Direction, OutcomeCode, Sentiment, Speaker, Status,
    TranscriptState,
};
use jiff::Timestamp;

/// The result of every reader and the input of the ingest. It holds personal data in clear, so it
/// is neither logged nor serialised.
#[derive(Clone, PartialEq)]
pub struct IncomingCall {
    /// The source system: `pbx`, `talkifai`, or the name an own-format record gives.
    pub source: String,
    /// The source's id of the call; with tenant and source it makes an import idempotent.
    pub source_id: String,
    /// Start of the call.
    pub started_at: Timestamp,
    /// End of the call, where the source gives it.
    pub ended_at: Option<Timestamp>,
    /// Reason for the end, as the source writes it.
    pub end_reason: Option<String>,
    /// Channel of the call.
    pub channel: Channel,
    /// Direction of the call.
    pub direction: Direction,
    /// Status of the call (docs/compatibility.md#decision-status).
    pub status: Status,
    /// The source's own status word.
    pub source_status: String,
    /// The calling number; `None` when the source has none.
    pub caller: Option<String>,
    /// The called number.
    pub callee: Option<String>,
    /// The agent's name, or the extension that answered.
    pub agent: Option<String>,
    /// Total length in seconds.
    pub total_seconds: u32,
    /// Seconds until answered.
    pub ring_seconds: Option<u32>,
    /// Seconds of talk.
    pub talk_seconds: Option<u32>,
    /// Seconds on hold.
    pub hold_seconds: Option<u32>,
    /// Outcome of the call.
    pub outcome: Option<OutcomeCode>,
    /// The caller's sentiment.
    pub sentiment: Option<Sentiment>,
    /// The source's summary; `None` rather than blank.
    pub summary: Option<String>,
    /// Availability of the transcript.
    pub transcript_state: TranscriptState,
    /// The conversation in order; empty unless the state is `Available`.
    pub turns: Vec<IncomingTurn>,
    /// The person behind the call.
    pub customer: Option<Customer>,
    /// Everything else, in clear; the ingest redacts its texts.
    pub details: CallDetails,
    /// The mark by which the source orders records of the call.
    pub version: CallVersion,
    /// The source's own record, byte for byte; kept encrypted.
    pub source_record: Vec<u8>,
}

/// The mark by which a source says which of two records of a call is newer; either part may be missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallVersion {
    /// Number that grows with every change of the record.
    pub revision: Option<i64>,
    /// Time of the record's last change.
    pub updated_at: Option<Timestamp>,
}

/// One utterance in clear.
#[derive(Clone, PartialEq, Eq)]
pub struct IncomingTurn {
    /// Speaker.
    pub speaker: Speaker,
    /// Text.
    pub text: String,
    /// Time, where the source gives it.
    pub at: Option<Timestamp>,
}
