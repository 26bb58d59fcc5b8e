//! The messages of a conversation with their moments, and as CSV.

use earshot_domain::{Review, Speaker};
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error,
    access::rfc3339,
    exports::csv::{Cell, table},
};

/// The columns of the CSV.
const COLUMNS: [&str; 6] =
    ["call_id", "message", "started_at", "offset_seconds", "speaker", "text"];

/// One message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConversationMessage)]
pub(super) struct Message<'a> {
    /// Its number, from 1.
    message: usize,
    speaker: Speaker,
    text: &'a str,
    /// Milliseconds since the start of the call.
    offset_ms: Option<i64>,
    /// RFC 3339 with the offset of the tenant's zone.
    started_at: Option<String>,
}

/// The messages of a call that began at `started_at`.
pub(super) fn of<'a>(
    review: &'a Review,
    started_at: i64,
    zone: &TimeZone,
) -> Result<Vec<Message<'a>>, Error> {
    let moment = |offset: i64| rfc3339(started_at.saturating_add(offset), zone);
    let turns = review.transcript.turns.iter().enumerate();
    turns
        .map(|(n, turn)| {
            Ok(Message {
                message: n + 1,
                speaker: turn.speaker,
                text: &turn.text,
                offset_ms: turn.offset_ms,
                started_at: turn.offset_ms.map(moment).transpose()?,
            })
        })
        .collect()
}

/// The messages as CSV: a row each, RFC 4180, one line a row.
pub(super) fn csv(review: &Review, messages: &[Message<'_>]) -> Result<Vec<u8>, Error> {
    let id = review.row.id.to_string();
    let rows = messages.iter().map(|message| {
        [
            Cell::Text(&id),
            Cell::Number(message.message.to_string()),
            Cell::Text(message.started_at.as_deref().unwrap_or_default()),
            Cell::Number(message.offset_ms.map(seconds).unwrap_or_default()),
            Cell::Text(message.speaker.as_str()),
            Cell::Text(message.text),
        ]
    });
    table(COLUMNS, rows)
}

/// Milliseconds as seconds, with as many digits as they have.
fn seconds(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let (whole, rest) = (milliseconds.unsigned_abs() / 1000, milliseconds.unsigned_abs() % 1000);
    let text = format!("{sign}{whole}.{rest:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_the_digits_they_need() {
        let written = [0, 1000, 12_500, 60_007, -250].map(seconds);
        assert_eq!(written, ["0", "1", "12.5", "60.007", "-0.25"]);
    }
}
