//! A call as its source delivers it: whole, in clear, before redaction and encryption.

use earshot_domain::{
    CallDetails, Channel, Customer, Direction, OutcomeCode, Sentiment, Speaker, Status,
    TranscriptState,
};
use jiff::Timestamp;

/// What every format is read into and the ingest takes. It holds personal data in clear, so it is
/// neither logged nor serialised.
#[derive(Clone, PartialEq)]
pub struct IncomingCall {
    /// The system it comes from: `pbx`, `talkifai`, or the name an own-format record gives.
    pub source: String,
    /// The source's id of the call; with tenant and source it makes an import idempotent.
    pub source_id: String,
    /// When the call began.
    pub started_at: Timestamp,
    /// When it ended, where the source knows.
    pub ended_at: Option<Timestamp>,
    /// Why it ended, in the source's words.
    pub end_reason: Option<String>,
    /// How it came in.
    pub channel: Channel,
    /// Who called whom.
    pub direction: Direction,
    /// How it ended (docs/compatibility.md#decision-status).
    pub status: Status,
    /// The source's own status word.
    pub source_status: String,
    /// The calling number; `None` when the source has none.
    pub caller: Option<String>,
    /// The called number.
    pub callee: Option<String>,
    /// Who answered: an agent's name or the answering extension.
    pub agent: Option<String>,
    /// Whole length in seconds.
    pub total_seconds: u32,
    /// Seconds until answered.
    pub ring_seconds: Option<u32>,
    /// Seconds of talk.
    pub talk_seconds: Option<u32>,
    /// Seconds on hold.
    pub hold_seconds: Option<u32>,
    /// What it came to.
    pub outcome: Option<OutcomeCode>,
    /// The mood it left.
    pub sentiment: Option<Sentiment>,
    /// The source's summary; `None` rather than blank.
    pub summary: Option<String>,
    /// Whether there is a transcript.
    pub transcript_state: TranscriptState,
    /// The conversation in order; empty unless the state is `Available`.
    pub turns: Vec<IncomingTurn>,
    /// The person behind the call.
    pub customer: Option<Customer>,
    /// Everything else, in clear; the ingest redacts its texts.
    pub details: CallDetails,
    /// The source's own record, byte for byte; kept encrypted.
    pub source_record: Vec<u8>,
}

/// One utterance in clear.
#[derive(Clone, PartialEq, Eq)]
pub struct IncomingTurn {
    /// Who speaks.
    pub speaker: Speaker,
    /// What is said.
    pub text: String,
    /// When, where the source knows.
    pub at: Option<Timestamp>,
}
