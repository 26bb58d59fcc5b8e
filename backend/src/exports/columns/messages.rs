//! The columns of a row per message.

use earshot_domain::Speaker;

use super::column::{
    Column,
    Sensitivity::{General, RedactedText},
    Value,
};

/// A message of a call.
pub(in crate::exports) struct MessageRow<'a> {
    /// The call's id.
    pub(in crate::exports) call_id: &'a str,
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

/// The columns, in the order of the file.
pub(in crate::exports) const fn messages<'a>() -> [Column<MessageRow<'a>>; 6] {
    [
        Column {
            name: "call_id",
            sensitivity: General,
            value: |message, _| Ok(Value::text(message.call_id)),
        },
        Column {
            name: "message",
            sensitivity: General,
            value: |message, _| Ok(Value::Int(message.message.cast_signed() as i64)),
        },
        Column {
            name: "started_at",
            sensitivity: General,
            value: |message, _| Ok(message.started_at.map_or(Value::Null, Value::Instant)),
        },
        Column {
            name: "offset_seconds",
            sensitivity: General,
            value: |message, _| Ok(message.offset_ms.map_or(Value::Null, Value::Duration)),
        },
        Column {
            name: "speaker",
            sensitivity: General,
            value: |message, _| Ok(Value::text(message.speaker.as_str())),
        },
        Column {
            name: "text",
            sensitivity: RedactedText,
            value: |message, _| Ok(Value::text(message.text)),
        },
    ]
}
