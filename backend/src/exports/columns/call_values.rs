//! Values of the columns of a row per call.
#![expect(clippy::unnecessary_wraps, reason = "the values of a table have one type")]

use std::borrow::Cow;

use earshot_domain::{OutcomeCode, Priority, ReviewAction, Sentiment};
use serde::Serialize;

use super::{audit_log, column::Context, conversation::ConversationView as View, value::Value};
use crate::{
    Error,
    privacy::{encryption::Sealed, masking::FileMask, source_names::shown_id},
};

type Read<'a> = Result<Value<'a>, Error>;

pub(super) fn source<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::text(&call.row.source))
}

/// Absent with pseudonyms, because the source knows under it who called; redacted unless the file shows
/// whole numbers.
pub(super) fn source_id<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    if context.pseudonyms.is_some() {
        return Ok(Value::Null);
    }
    let row = &call.row;
    let whole = matches!(context.mask, FileMask::Full);
    let names = row.names_encrypted.as_deref();
    let id = shown_id(context.key, row.cells.id, &row.source_id, names, whole)?;
    Ok(Value::Text(Cow::Owned(id)))
}

pub(super) fn ended_at<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(call.row.ended_at.map_or(Value::Null, Value::Instant))
}

pub(super) fn source_status<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::text(&call.row.source_status))
}

pub(super) fn end_reason<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.row.end_reason.as_deref()))
}

pub(super) fn direction<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::text(call.row.direction.as_str()))
}

pub(super) fn callee<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    let Some(sealed) = &call.row.callee_encrypted else { return Ok(Value::Null) };
    let number = context.key.open_text(Sealed::Callee, call.row.cells.id, sealed)?;
    Ok(Value::Text(Cow::Owned(number)))
}

pub(super) fn ring_seconds<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::integer(call.row.ring_seconds))
}

pub(super) fn talk_seconds<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::integer(call.row.talk_seconds))
}

pub(super) fn hold_seconds<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::integer(call.row.hold_seconds))
}

pub(super) fn outcome<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.row.outcome.as_ref().map(OutcomeCode::as_str)))
}

pub(super) fn sentiment<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.row.sentiment.map(Sentiment::as_str)))
}

pub(super) fn priority<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.details()?.priority.map(Priority::as_str)))
}

pub(super) fn tags<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::List(Cow::Borrowed(call.tags()?)))
}

pub(super) fn audience<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.details()?.audience.as_deref()))
}

pub(super) fn has_recording<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::Bool(call.row.has_recording))
}

pub(super) fn recording_state<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::text(call.row.recording_state().as_str()))
}

pub(super) fn review_state<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::text(call.row.review_state.as_str()))
}

pub(super) fn csat_rating<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::integer(call.details()?.csat.as_ref().map(|csat| csat.rating.into())))
}

pub(super) fn csat_comment<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.details()?.csat.as_ref().and_then(|csat| csat.comment.as_deref())))
}

/// Unknown, rather than none, where there may be messages that cannot be read.
pub(super) fn message_count<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    let count = call.turns()?.len().cast_signed() as i64;
    Ok(Value::integer(call.is_readable().then_some(count)))
}

pub(super) fn first_message<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.turns()?.first().map(|turn| turn.text.as_str())))
}

pub(super) fn last_message<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::optional(call.turns()?.last().map(|turn| turn.text.as_str())))
}

pub(super) fn function_calls<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    json(&call.details()?.function_calls)
}

pub(super) fn analysis<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    call.details()?.analysis.as_ref().map_or(Ok(Value::Null), json)
}

pub(super) fn citations<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    json(&call.details()?.citations)
}

pub(super) fn skills<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    Ok(Value::List(Cow::Borrowed(&call.details()?.skills)))
}

/// Notes of the source, then those of reviewers.
pub(super) fn notes<'a>(call: &'a View<'_>, _: &'a Context<'_>) -> Read<'a> {
    let added = call.events.iter().filter(|event| event.action == ReviewAction::Note);
    let added = added.filter_map(|event| event.new_text.as_deref());
    let notes: Vec<&str> = call.details()?.notes.iter().map(String::as_str).chain(added).collect();
    json(&notes)
}

pub(super) fn audit_log<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    Ok(Value::Json(audit_log::audit_log(call, context.zone)?))
}

fn json<T: Serialize + ?Sized>(value: &T) -> Read<'static> {
    Ok(Value::Json(serde_json::to_string(value)?))
}
