//! A conversation as turns, and why it may not be there.

use serde::{Deserialize, Serialize};

use crate::code::codes;

codes! {
    /// Who speaks a turn.
    Speaker {
        /// The AI receptionist or the business's extension.
        Agent = "agent", "Agent";
        /// The person who calls.
        Caller = "caller", "Caller";
        /// The phone system itself.
        System = "system", "System";
    }
    /// Whether a transcript can be read, and if not, why.
    TranscriptState {
        /// There and redacted.
        Available = "available", "Available";
        /// The source sent none.
        Missing = "missing", "No transcript";
        /// The call still goes on.
        Live = "live", "Call in progress";
        /// Withheld by the tenant.
        Hidden = "hidden", "Hidden";
        /// Deleted when its retention period ended.
        RetentionExpired = "retention_expired", "Retention period over";
        /// Kept back because it could not be redacted.
        RedactionFailed = "redaction_failed", "Could not be redacted";
    }
}

impl TranscriptState {
    /// What a page says in place of the transcript.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Available => "",
            Self::Missing => "This call has no transcript: its phone system sent none.",
            Self::Live => "This call is still going on. The transcript appears when it has ended.",
            Self::Hidden => "Your organisation keeps this transcript hidden.",
            Self::RetentionExpired => {
                "This transcript was deleted when its retention period ended."
            }
            Self::RedactionFailed => {
                "This transcript is kept back because personal details could not be removed safely."
            }
        }
    }
}

/// One redacted utterance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Turn {
    /// Speaker.
    pub speaker: Speaker,
    /// Text, with marks such as `[PHONE]` in place of redacted parts.
    pub text: String,
    /// Milliseconds since the start of the call, if the source has a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_ms: Option<i64>,
}

/// The transcript of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Transcript {
    /// Whether it can be read.
    pub state: TranscriptState,
    /// Its turns in order; empty unless the state is `Available`.
    pub turns: Vec<Turn>,
}
