//! The audit log of a call: review events of its source, then those of this portal.

use earshot_domain::ReviewEvent;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::conversation::ConversationView;
use crate::{Error, access::rfc3339, store::EventRow};

/// A review event.
#[derive(Serialize)]
#[serde(untagged)]
enum Entry<'a> {
    Source(&'a ReviewEvent),
    Portal(PortalEvent<'a>),
}

#[derive(Serialize)]
struct PortalEvent<'a> {
    event: &'static str,
    author: &'a str,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// Number of the message, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee: Option<&'a str>,
}

/// The log as JSON; its texts were redacted when they were stored.
pub(super) fn audit_log(call: &ConversationView<'_>, zone: &TimeZone) -> Result<String, Error> {
    let source = call.details()?.review_events.iter().map(|event| Ok(Entry::Source(event)));
    let portal = call.events.iter().map(|event| Ok(Entry::Portal(portal_event(event, zone)?)));
    let entries = source.chain(portal).collect::<Result<Vec<_>, Error>>()?;
    Ok(serde_json::to_string(&entries)?)
}

fn portal_event<'a>(event: &'a EventRow, zone: &TimeZone) -> Result<PortalEvent<'a>, Error> {
    Ok(PortalEvent {
        event: event.action.as_str(),
        author: &event.author,
        at: rfc3339(event.at, zone)?,
        reason: event.reason.as_deref(),
        message: event.turn.map(|place| place + 1),
        text: event.new_text.as_deref(),
        assignee: event.assignee.as_deref(),
    })
}
