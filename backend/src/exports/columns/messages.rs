//! The columns of a row per message.

use earshot_domain::{MessageColumn as M, Speaker, Turn};

use super::{
    column::{
        Column, Kind,
        Sensitivity::{General, RedactedText},
    },
    value::Value,
};

/// A message of a call.
pub(in crate::exports) struct MessageRow<'a> {
    /// The call's id.
    pub(in crate::exports) call_id: &'a str,
    /// When the call began, in milliseconds.
    pub(in crate::exports) call_started_at: i64,
    /// Its number in the call, from 1.
    pub(in crate::exports) message: usize,
    /// Milliseconds since the start of the call, where the source had a time.
    pub(in crate::exports) offset_ms: Option<i64>,
    /// The same as an instant.
    pub(in crate::exports) started_at: Option<i64>,
    /// Who said it.
    pub(in crate::exports) speaker: Speaker,
    /// What was said.
    pub(in crate::exports) text: &'a str,
}

impl<'a> MessageRow<'a> {
    /// The messages of a call that began at `call_started_at`.
    pub(in crate::exports) fn of_call(
        call_id: &'a str,
        call_started_at: i64,
        turns: &'a [Turn],
    ) -> impl Iterator<Item = Self> {
        turns.iter().zip(1..).map(move |(turn, message)| Self {
            call_id,
            call_started_at,
            message,
            offset_ms: turn.offset_ms,
            started_at: turn.offset_ms.map(|offset| call_started_at.saturating_add(offset)),
            speaker: turn.speaker,
            text: &turn.text,
        })
    }
}

/// The columns of one call's messages, in the order of the file.
pub(in crate::exports) fn messages<'a>() -> [Column<MessageRow<'a>>; 6] {
    [M::CallId, M::Message, M::StartedAt, M::OffsetSeconds, M::Speaker, M::Text].map(message_column)
}

/// The column of a row per message.
pub(in crate::exports) fn message_column<'a>(column: M) -> Column<MessageRow<'a>> {
    let name = column.as_str();
    match column {
        M::CallId => {
            Column::new(name, Kind::Text, General, |message, _| Ok(Value::text(message.call_id)))
        }
        M::ProjectId => {
            Column::new(name, Kind::Text, General, |_, context| Ok(Value::text(context.project)))
        }
        M::CallStartedAt => Column::new(name, Kind::Instant, General, |message, _| {
            Ok(Value::Instant(message.call_started_at))
        }),
        M::Message => Column::new(name, Kind::Integer, General, |message, _| {
            Ok(Value::Int(message.message.cast_signed() as i64))
        }),
        M::StartedAt => Column::new(name, Kind::Instant, General, |message, _| {
            Ok(message.started_at.map_or(Value::Null, Value::Instant))
        }),
        M::OffsetSeconds => Column::new(name, Kind::Seconds, General, |message, _| {
            Ok(message.offset_ms.map_or(Value::Null, Value::Duration))
        }),
        M::Speaker => Column::new(name, Kind::Text, General, |message, _| {
            Ok(Value::text(message.speaker.as_str()))
        }),
        M::Text => {
            Column::new(name, Kind::Text, RedactedText, |message, _| Ok(Value::text(message.text)))
        }
    }
}
