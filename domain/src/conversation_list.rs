//! Lists of conversations for programs (docs/compatibility.md#askvault-conversations).

use serde::{Deserialize, Serialize};

use crate::{CallFilter, CallId, Channel, Csat, Direction, FieldError, Priority, Slug, Status};

/// Items per response by default.
const DEFAULT_LIMIT: u32 = 20;
/// Highest number of items per response.
const MAX_LIMIT: u32 = 100;

/// Parameters under the names of the interface, and those of the filter that they stand for.
const FILTER: [(&str, &str); 13] = [
    ("project_id", "project_id"),
    ("since", "from"),
    ("until", "to"),
    ("channel", "channel"),
    ("status", "status"),
    ("direction", "direction"),
    ("agent", "agent"),
    ("outcome", "outcome"),
    ("sentiment", "sentiment"),
    ("tag", "tag"),
    ("q", "q"),
    ("caller", "caller"),
    ("has_recording", "has_recording"),
];

/// Query of the list of conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationListQuery {
    /// Filter. Unlike on pages, a conversation must have every one of its tags.
    pub filter: CallFilter,
    /// Conversations per response, 1 to 100.
    pub limit: u32,
    /// Where to continue.
    pub cursor: Option<String>,
}

impl ConversationListQuery {
    /// Names of its parameters.
    pub const PARAMETERS: [&str; FILTER.len() + 2] = {
        let mut names = ["limit"; FILTER.len() + 2];
        let mut n = 0;
        while n < FILTER.len() {
            names[n] = FILTER[n].0;
            n = n.saturating_add(1);
        }
        names[n] = "cursor";
        names
    };

    /// Parses query pairs; blank values are ignored.
    ///
    /// # Errors
    /// Invalid values, by parameter.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Vec<FieldError>> {
        let known = |name: &str| FILTER.iter().find(|(own, _)| *own == name);
        let filter =
            pairs.iter().filter_map(|(name, value)| Some((known(name)?.1, value.as_str())));
        let parsed = CallFilter::parse(filter);
        let mut errors: Vec<FieldError> = parsed.errors.into_iter().map(Self::renamed).collect();
        let one = |wanted: &str| {
            let found =
                pairs.iter().find(|(name, value)| name == wanted && !value.trim().is_empty());
            found.map(|(_, value)| value.trim())
        };
        let limit = parse_limit(one("limit")).unwrap_or_else(|error| {
            errors.push(error);
            DEFAULT_LIMIT
        });
        let cursor = one("cursor").map(str::to_owned);
        if errors.is_empty() {
            Ok(Self { filter: parsed.filter, limit, cursor })
        } else {
            Err(errors)
        }
    }

    /// An error of a filter's parameter under the name of the interface.
    pub fn renamed(error: FieldError) -> FieldError {
        let own = FILTER.iter().find(|(_, parameter)| *parameter == error.field);
        let field = own.map_or(error.field, |(name, _)| (*name).to_owned());
        FieldError { field, message: error.message }
    }
}

/// Parses the number of items per response.
pub(crate) fn parse_limit(text: Option<&str>) -> Result<u32, FieldError> {
    let limit = text.map_or(Some(DEFAULT_LIMIT), |text| text.parse().ok());
    let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| FieldError::new("limit", "must be 1 to 100"))
}

/// Conversations, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Conversations {
    /// The conversations.
    pub conversations: Vec<Conversation>,
    /// Whether and where the list continues.
    pub pagination: Pagination,
}

/// Position in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Pagination {
    /// Cursor for the next request; `null` at the end.
    pub next_cursor: Option<String>,
    /// Whether the list continues.
    pub has_more: bool,
}

/// One conversation of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Conversation {
    /// The call's id.
    pub id: CallId,
    /// Its project.
    pub project_id: Slug,
    /// How it came in.
    pub channel: Channel,
    /// Direction.
    pub direction: Direction,
    /// How it ended.
    pub status: Status,
    /// The source's own status word.
    pub source_status: String,
    /// When it began: RFC 3339 in the tenant's zone.
    pub started_at: String,
    /// When it ended, where known.
    pub ended_at: Option<String>,
    /// Number of messages that can be read.
    pub message_count: u32,
    /// Who answered.
    pub agent: Option<String>,
    /// The customer, if the source verified the identity.
    pub customer: Option<ConversationCustomer>,
    /// Tags of the source and of people, in the order they were added.
    pub tags: Vec<String>,
    /// Who it was meant for.
    pub audience: Option<String>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// The customer's rating.
    pub csat: Option<Csat>,
    /// What it was about, redacted.
    pub summary: Option<String>,
}

/// A verified customer: in full with `callers:full`, otherwise masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConversationCustomer {
    /// Full name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Organisation.
    pub company: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Bound;

    fn parse(query: &str) -> Result<ConversationListQuery, Vec<FieldError>> {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ConversationListQuery::parse(&pairs)
    }

    #[test]
    fn parameters_have_the_names_of_the_interface() {
        let query = parse("since=2026-05-01&until=2026-05-31&tag=a&tag=b&sort=longest&limit=100");
        let query = query.unwrap();
        assert_eq!(query.filter.from, Some(Bound::Day("2026-05-01".parse().unwrap())));
        assert_eq!(query.filter.to, Some(Bound::Day("2026-05-31".parse().unwrap())));
        assert_eq!((query.filter.tag, query.limit), (vec!["a".to_owned(), "b".to_owned()], 100));
        assert_eq!(query.filter.sort, crate::Sort::Newest);
        assert_eq!(parse("").unwrap().limit, 20);
    }

    #[test]
    fn errors_have_the_names_of_the_interface() {
        let fields = |query| -> Vec<String> {
            parse(query).unwrap_err().into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields("since=soon&until=later"), ["since", "until"]);
        assert_eq!(fields("since=2026-05-02&until=2026-05-01"), ["until"]);
        assert_eq!(fields("status=gone&limit=0"), ["status", "limit"]);
        assert_eq!(fields("limit=101"), ["limit"]);
    }
}
