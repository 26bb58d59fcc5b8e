//! Parameters in the addresses of programs: unknown ones are refused, so that a mistyped filter never
//! returns more than was asked for.

use earshot_domain::{CallFeedQuery, ConversationListQuery, ExportListQuery, MessagesQuery};

use crate::{form, problem::Refusal};

/// Refuses parameters that a route does not have, by name.
pub(super) fn check(route: &str, query: Option<&str>) -> Result<(), Refusal> {
    let known = match route {
        "/v1/calls" => CallFeedQuery::PARAMETERS,
        "/v1/conversations" => &ConversationListQuery::PARAMETERS,
        "/v1/conversations/{call_id}/messages" => MessagesQuery::PARAMETERS,
        "/v1/conversations/exports" => ExportListQuery::PARAMETERS,
        // Its handler checks them together with the content type.
        "/v1/ingest/calls" => return Ok(()),
        _ => &[],
    };
    form::only_known(form::parse_query(query), known).map(drop)
}
