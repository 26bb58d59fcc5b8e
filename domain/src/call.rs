//! A call in the list and in its review, masked for the viewer.

use serde::{Deserialize, Serialize};

use crate::{
    CallDetails, CallId, Channel, Direction, FunctionCall, OutcomeCode, RecordingCard, Sentiment,
    Slug, Status, Transcript,
    review::{FollowUpView, HistoryEvent, ReviewRights, ReviewState},
};

/// A caller's number, masked for the viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum CallerView {
    /// The source has no number (a web call, a chat, a withheld number).
    Absent,
    /// The full number.
    Full(String),
    /// The last four digits of a number that has at least seven.
    LastFour(String),
    /// There is a number, which is masked completely.
    Masked,
}

impl CallerView {
    /// Masks `number` to its last four digits, or completely if it has fewer than seven.
    pub fn last_four(number: &str) -> Self {
        let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 7 {
            return Self::Masked;
        }
        Self::LastFour(digits[digits.len() - 4..].iter().collect())
    }

    /// Returns the text shown on pages.
    pub fn label(&self) -> String {
        match self {
            Self::Absent => "No number".to_owned(),
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
    /// Who called, masked for the viewer.
    pub caller: CallerView,
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
    /// The recording card.
    pub recording: RecordingCard,
    /// Whether the viewer may download the transcript.
    pub transcript_download: bool,
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
}

/// A function the receptionist called, at its place in the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlacedFunctionCall {
    /// The function call.
    pub call: FunctionCall,
    /// Milliseconds since the start of the call, if the source has a time.
    pub offset_ms: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_seven_digits_keep_their_last_four() {
        assert_eq!(CallerView::last_four("+1 202 555 0160").label(), "•••• 0160");
        assert_eq!(CallerView::last_four("3200").label(), "••••");
        assert_eq!(CallerView::last_four("anonymous").label(), "••••");
    }
}
