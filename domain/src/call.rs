//! A call in the list and in its review, masked for the viewer.

use serde::{Deserialize, Serialize};

use crate::{
    CallDetails, CallId, Channel, Direction, FunctionCall, OutcomeCode, OutsideLine, RecordingCard,
    Sentiment, Slug, Status, Transcript, UnlockCard,
    review::{FollowUpView, HistoryEvent, ReviewRights, ReviewState},
};

/// A caller's number, masked for the viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum CallerView {
    /// The source has no number (a web call, a chat).
    Absent,
    /// The caller withheld the number.
    Withheld,
    /// The full number.
    Full(String),
    /// The last four digits of a number that has at least seven.
    LastFour(String),
    /// There is a number, which is masked completely.
    Masked,
}

impl CallerView {
    /// Returns the text shown in files, which are ASCII.
    pub fn in_file(&self) -> String {
        match self {
            Self::LastFour(digits) => format!("****{digits}"),
            Self::Masked => "****".to_owned(),
            shown => shown.label(),
        }
    }

    /// Returns the text shown on pages.
    pub fn label(&self) -> String {
        match self {
            Self::Absent => "No number".to_owned(),
            Self::Withheld => "Withheld".to_owned(),
            Self::Full(number) => number.clone(),
            Self::LastFour(digits) => format!("•••• {digits}"),
            Self::Masked => "••••".to_owned(),
        }
    }
}

/// A time in the tenant's zone, formatted by the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LocalTime {
    /// RFC 3339 with the zone's offset.
    pub rfc3339: String,
    /// `Sat 21 Nov 2026`.
    pub day: String,
    /// `14:05`.
    pub time: String,
    /// `+01:00`.
    pub offset: String,
    /// Whether the day has this time twice, because clocks are put back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub twice: bool,
}

/// A row of the calls list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallRow {
    /// The call.
    pub id: CallId,
    /// When it began.
    pub started: LocalTime,
    /// How it ended.
    pub status: Status,
    /// How it came in.
    pub channel: Channel,
    /// Direction.
    pub direction: Direction,
    /// Who called, masked for the viewer.
    pub caller: CallerView,
    /// Who was called, of an outbound call, masked for the viewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callee: Option<CallerView>,
    /// Who answered.
    pub agent: Option<String>,
    /// Duration in seconds.
    pub duration_seconds: u32,
    /// Redacted summary.
    pub summary: Option<String>,
    /// Outcome.
    pub outcome: Option<OutcomeCode>,
    /// Sentiment of the caller.
    pub sentiment: Option<Sentiment>,
    /// Whether there is a recording.
    pub has_recording: bool,
    /// Whether the source names a recording that has not been received.
    #[serde(default)]
    pub recording_not_received: bool,
    /// State of its follow-up.
    pub review_state: ReviewState,
    /// Name of the assignee.
    pub assignee: Option<String>,
}

impl CallRow {
    /// The number that is not one's own: who was called, of an outbound call, else who called.
    pub fn other_side(&self) -> &CallerView {
        self.callee.as_ref().unwrap_or(&self.caller)
    }
}

/// One call opened in place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Review {
    /// Its row of the list.
    pub row: CallRow,
    /// The project it belongs to.
    pub project: Slug,
    /// When it ended, where known.
    pub ended: Option<LocalTime>,
    /// Why it ended, in the source's words.
    pub end_reason: Option<String>,
    /// Direction.
    pub direction: Direction,
    /// The number that was called, masked for the viewer.
    pub callee: CallerView,
    /// The source's own status word.
    pub source_status: String,
    /// Seconds until answered, where known.
    pub ring_seconds: Option<u32>,
    /// Seconds of talk, where known.
    pub talk_seconds: Option<u32>,
    /// Seconds on hold, where known.
    pub hold_seconds: Option<u32>,
    /// The redacted transcript.
    pub transcript: Transcript,
    /// The lines whose time is outside of the call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<OutsideLine>,
    /// The recording card.
    pub recording: RecordingCard,
    /// Whether the viewer may download the transcript.
    pub transcript_download: bool,
    /// Whether the viewer may see who did what with the call.
    pub activity: bool,
    /// Function calls of the receptionist, with milliseconds since the start.
    pub function_calls: Vec<PlacedFunctionCall>,
    /// Its follow-up.
    pub follow_up: FollowUpView,
    /// Its review events, oldest first.
    pub history: Vec<HistoryEvent>,
    /// What the viewer may do with its lines.
    pub rights: ReviewRights,
    /// Its current tags, from the source and from reviewers.
    pub tags: Vec<String>,
    /// Other details from the source.
    pub details: CallDetails,
    /// **PII unlock**, for viewers who may ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock: Option<UnlockCard>,
}

/// A function the receptionist called, at its place in the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlacedFunctionCall {
    /// The function call.
    pub call: FunctionCall,
    /// Milliseconds since the start of the call, if the source has a time.
    pub offset_ms: Option<i64>,
}
