//! Transcripts: turns, and the reasons for which they are not available.

use serde::{Deserialize, Serialize};

use crate::code::codes;

codes! {
    /// Speaker of a turn.
    Speaker {
        /// The AI receptionist or the business's extension.
        Agent = "agent", "Agent";
        /// The caller.
        Caller = "caller", "Caller";
        /// The phone system itself.
        System = "system", "System";
    }
    /// State of a transcript.
    TranscriptState {
        /// Available and redacted.
        Available = "available", "Available";
        /// Not sent by the source.
        Missing = "missing", "No transcript";
        /// The call is still in progress.
        Live = "live", "Call in progress";
        /// Hidden by the tenant.
        Hidden = "hidden", "Hidden";
        /// Deleted when its retention period ended.
        RetentionExpired = "retention_expired", "Retention period ended";
        /// Withheld because it could not be redacted.
        RedactionFailed = "redaction_failed", "Could not be redacted";
    }
}

impl TranscriptState {
    /// Returns the text that a page shows in place of the transcript.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Available => "",
            Self::Missing => "This call has no transcript: its phone system did not send one.",
            Self::Live => {
                "This call is still in progress. The transcript appears when it has ended."
            }
            Self::Hidden => "Your organisation has hidden this transcript.",
            Self::RetentionExpired => {
                "This transcript was deleted when its retention period ended."
            }
            Self::RedactionFailed => {
                "This transcript is withheld because personal details could not be removed safely."
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
