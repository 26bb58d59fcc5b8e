//! Calls ready to be stored, and their owners.

use earshot_domain::{
    CallId, Channel, Direction, ImportId, OutcomeCode, ProjectId, Sentiment, Status, TenantId,
    TranscriptState,
};

use super::{Long, SearchTexts};

/// A call ready to be stored: redacted, hashed and sealed.
pub(crate) struct PreparedCall {
    pub(crate) id: CallId,
    pub(crate) source: String,
    /// The id, or its hash when it holds a personal detail.
    pub(crate) source_id: String,
    /// The id itself, where its hash is stored: earlier rules may have stored it.
    pub(crate) other_source_id: Option<String>,
    /// The source's names that hold personal details, sealed.
    pub(crate) names_encrypted: Option<Vec<u8>>,
    /// Version of the rules by which its texts were redacted.
    pub(crate) redaction_version: i64,
    /// The id without its personal details, as others may read it.
    pub(crate) redacted_source_id: String,
    pub(crate) started_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) end_reason: Option<String>,
    pub(crate) channel: Channel,
    pub(crate) direction: Direction,
    pub(crate) status: Status,
    pub(crate) source_status: String,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) caller_hash: Option<Vec<u8>>,
    pub(crate) caller_last4_hash: Option<Vec<u8>>,
    pub(crate) caller_last6_hash: Option<Vec<u8>>,
    pub(crate) caller_last8_hash: Option<Vec<u8>>,
    /// The rules by which these were made.
    pub(crate) number_rules: i64,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
    pub(crate) outcome: Option<OutcomeCode>,
    pub(crate) sentiment: Option<Sentiment>,
    pub(crate) summary: Option<String>,
    /// The audience that the call was meant for, redacted.
    pub(crate) audience: Option<String>,
    pub(crate) recording_named: bool,
    pub(crate) left_open: bool,
    /// The source's mark of a newer record: a number, or a time in milliseconds.
    pub(crate) revision: Option<i64>,
    pub(crate) source_updated_at: Option<i64>,
    pub(crate) transcript_state: TranscriptState,
    pub(crate) texts: SearchTexts,
    /// Distinct ids of the legs of a PBX's call.
    pub(crate) leg_ids: Vec<String>,
    /// Distinct tags by which the call is found.
    pub(crate) tags: Vec<String>,
    pub(crate) details: Long<String>,
    pub(crate) raw_text_encrypted: Option<Long<Vec<u8>>>,
    pub(crate) customer_encrypted: Option<Vec<u8>>,
    pub(crate) source_encrypted: Long<Vec<u8>>,
    /// Whether the source's record has no text from before redaction.
    pub(crate) source_is_redacted: bool,
}

/// The tenant and project that own a call, and its import.
#[derive(Clone, Copy)]
pub(crate) struct CallOwner {
    pub(crate) tenant_id: TenantId,
    pub(crate) project_id: ProjectId,
    pub(crate) import_id: Option<ImportId>,
}
