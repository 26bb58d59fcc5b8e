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

/// One utterance, redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Turn {
    /// Who speaks.
    pub speaker: Speaker,
    /// What is said, with marks such as `[PHONE]` where something was redacted.
    pub text: String,
    /// Milliseconds since the start of the call, where the source has a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_ms: Option<i64>,
}

/// A call's conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Transcript {
    /// Whether there is one to read.
    pub state: TranscriptState,
    /// Its turns in order; empty unless the state is `Available`.
    pub turns: Vec<Turn>,
}
