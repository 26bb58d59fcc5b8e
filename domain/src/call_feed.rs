//! Call feed: calls in order of arrival, for programs that keep a copy.

use serde::{Deserialize, Serialize};

use crate::{
    CallDetails, CallId, Channel, Direction, FieldError, MediaState, ReviewState, Sentiment, Slug,
    Status, Transcript, TranscriptState,
};

/// Calls per response by default.
const DEFAULT_LIMIT: u32 = 100;
/// Highest number of calls per response.
const MAX_LIMIT: u32 = 1000;

/// Query of the call feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFeedQuery {
    /// Sequence number of the last arrival already received; 0 for all.
    pub since: i64,
    /// Calls per response, 1 to 1,000.
    pub limit: u32,
    /// One of the key's projects; `None` for all.
    pub project: Option<Slug>,
    /// Whether to include transcripts.
    pub transcript: bool,
    /// Whether to include other details from the source.
    pub details: bool,
}

impl CallFeedQuery {
    /// Names of its parameters.
    pub const PARAMETERS: &[&str] = &["since_cursor", "limit", "project_id", "include"];

    /// Parses query pairs; blank values are ignored.
    ///
    /// # Errors
    /// Invalid values, by parameter.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Vec<FieldError>> {
        let all = |name: &'static str| {
            let of = pairs.iter().filter(move |(known, _)| known == name);
            of.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        let one = |name| all(name).next();
        let mut errors = Vec::new();
        let since = one("since_cursor").map_or(Some(0), cursor).unwrap_or_else(|| {
            let message = "must be the next_cursor of an earlier response, or omitted";
            errors.push(FieldError::new("since_cursor", message));
            0
        });
        let limit = one("limit").map_or(Some(DEFAULT_LIMIT), |text| text.parse().ok());
        let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit)).unwrap_or_else(|| {
            errors.push(FieldError::new("limit", "must be 1 to 1000"));
            DEFAULT_LIMIT
        });
        let project = one("project_id").and_then(|slug| {
            Slug::parse("project_id", slug).map_err(|error| errors.push(error)).ok()
        });
        let (mut transcript, mut details) = (false, false);
        for part in all("include").flat_map(|parts| parts.split(',')) {
            match part.trim() {
                "transcript" => transcript = true,
                "details" => details = true,
                _ => errors.push(FieldError::new("include", "must be transcript or details")),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self { since, limit, project, transcript, details })
    }
}

fn cursor(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('a')?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Returns the cursor that continues after an arrival.
pub fn feed_cursor(arrival: i64) -> String {
    format!("a{arrival}")
}

/// Calls, oldest arrival first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallFeed {
    /// The calls.
    pub calls: Vec<FeedCall>,
    /// Cursor for the next request.
    pub next_cursor: String,
    /// Whether more calls have arrived already.
    pub has_more: bool,
}

/// One call of the feed. A call that was extended arrives again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FeedCall {
    /// The call.
    pub call_id: CallId,
    /// Its project.
    pub project_id: Slug,
    /// Source system.
    pub source: String,
    /// Id in the source system.
    pub source_id: String,
    /// When it began: RFC 3339 in the tenant's zone.
    pub started_at: String,
    /// When it ended, where known.
    pub ended_at: Option<String>,
    /// Why it ended, in the source's words.
    pub end_reason: Option<String>,
    /// How it came in.
    pub channel: Channel,
    /// Direction.
    pub direction: Direction,
    /// How it ended.
    pub status: Status,
    /// The source's own status word.
    pub source_status: String,
    /// The caller's number: in full with `callers:full`, otherwise its last four digits.
    pub caller: Option<String>,
    /// The called number, likewise.
    pub callee: Option<String>,
    /// Who answered.
    pub agent: Option<String>,
    /// Duration in seconds.
    pub total_seconds: u32,
    /// Seconds until answered.
    pub ring_seconds: Option<u32>,
    /// Seconds of talk.
    pub talk_seconds: Option<u32>,
    /// Seconds on hold.
    pub hold_seconds: Option<u32>,
    /// Outcome.
    pub outcome: Option<String>,
    /// Sentiment of the caller.
    pub sentiment: Option<Sentiment>,
    /// What it was about, redacted.
    pub summary: Option<String>,
    /// Whether there is a transcript.
    pub transcript_state: TranscriptState,
    /// Whether there is a recording that can be reached.
    pub has_recording: bool,
    /// State of its recording; `not_received` for one that the source named and that never came.
    pub recording_state: MediaState,
    /// State of its follow-up.
    pub review_state: ReviewState,
    /// The redacted transcript, if requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Transcript>,
    /// Other details from the source, redacted, if requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<CallDetails>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &[(&str, &str)]) -> Result<CallFeedQuery, Vec<FieldError>> {
        let pairs: Vec<_> = query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        CallFeedQuery::parse(&pairs)
    }

    #[test]
    fn only_issued_cursors_are_accepted() {
        assert_eq!(parse(&[("since_cursor", &feed_cursor(42))]).unwrap().since, 42);
        assert_eq!(parse(&[]).unwrap().since, 0);
        for wrong in ["42", "a-1", "a", "a99999999999999999999", "b3"] {
            let errors = parse(&[("since_cursor", wrong)]).unwrap_err();
            assert_eq!(errors[0].field, "since_cursor", "{wrong}");
        }
    }

    #[test]
    fn invalid_parameters_are_named() {
        let wanted = parse(&[("include", "transcript,details"), ("limit", "1000")]).unwrap();
        assert!(wanted.transcript && wanted.details && wanted.limit == 1000);
        let errors = parse(&[("include", "audio"), ("limit", "1001")]).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["limit", "include"]);
    }
}
