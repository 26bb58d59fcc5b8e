//! The messages of one conversation, for programs (docs/compatibility.md#askvault-conversations).

use serde::{Deserialize, Serialize};

use crate::{
    CallId, FieldError, Pagination, Speaker, TranscriptState, conversation_list::parse_limit,
};

/// Query of the messages of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessagesQuery {
    /// Messages per response, 1 to 100.
    pub limit: u32,
    /// Number of the last message that was read; 0 at the beginning.
    pub after: u32,
}

impl MessagesQuery {
    /// Names of its parameters.
    pub const PARAMETERS: &[&str] = &["limit", "cursor"];

    /// Parses query pairs for the messages of a conversation; blank values are ignored.
    ///
    /// # Errors
    /// Invalid values, by parameter.
    pub fn parse(id: CallId, pairs: &[(String, String)]) -> Result<Self, Vec<FieldError>> {
        let one = |wanted: &str| {
            let values = pairs.iter().filter(|(name, _)| name == wanted);
            values.map(|(_, value)| value.trim()).find(|value| !value.is_empty())
        };
        let (limit, after) = (parse_limit(one("limit")), read_cursor(id, one("cursor")));
        match (limit, after) {
            (Ok(limit), Ok(after)) => Ok(Self { limit, after }),
            (limit, after) => Err([limit.err(), after.err()].into_iter().flatten().collect()),
        }
    }

    /// The cursor that continues after the message `n` of a conversation.
    pub fn cursor(id: CallId, n: u32) -> String {
        format!("{id}.{n}")
    }
}

/// Reads a cursor. It decides where the messages continue, never which may be seen.
fn read_cursor(id: CallId, text: Option<&str>) -> Result<u32, FieldError> {
    let Some(text) = text else { return Ok(0) };
    let place = text.split_once('.').filter(|(of, _)| of.parse() == Ok(id));
    place.and_then(|(_, n)| n.parse().ok()).ok_or_else(|| {
        FieldError::new(
            "cursor",
            "does not belong to this conversation: read it from its beginning",
        )
    })
}

/// The messages of a conversation, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConversationMessages {
    /// The call's id.
    pub conversation_id: CallId,
    /// Whether there is a transcript; if not, why.
    pub transcript_state: TranscriptState,
    /// The messages; none unless the transcript is available.
    pub messages: Vec<ConversationMessage>,
    /// Whether and where the messages continue.
    pub pagination: Pagination,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConversationMessage {
    /// Its number in the conversation, from 1.
    pub n: u32,
    /// Speaker.
    pub speaker: Speaker,
    /// Text, redacted.
    pub text: String,
    /// When it was said, where known: RFC 3339 in the tenant's zone.
    pub started_at: Option<String>,
    /// Seconds since the start of the conversation, where known.
    pub offset_seconds: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_continues_its_own_conversation() {
        let id: CallId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        let other: CallId = "01890a5d-ac96-774b-bcce-b302099a8058".parse().unwrap();
        let parse = |id, query: &str| {
            let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            MessagesQuery::parse(id, &pairs)
        };
        assert_eq!(parse(id, "cursor="), Ok(MessagesQuery { limit: 20, after: 0 }));
        let cursor = MessagesQuery::cursor(id, 7);
        let query = format!("limit=3&cursor={cursor}");
        assert_eq!(parse(id, &query), Ok(MessagesQuery { limit: 3, after: 7 }));
        let fields = |id, query: &str| -> Vec<String> {
            parse(id, query).unwrap_err().into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(other, &query), ["cursor"]);
        assert_eq!(fields(id, "limit=101&cursor=x"), ["limit", "cursor"]);
        assert_eq!(fields(id, "limit=0"), ["limit"]);
    }
}
