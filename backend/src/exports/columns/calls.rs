//! The columns of a row per call (docs/compatibility.md#aidial-csv-columns).

use std::borrow::Cow;

use super::column::{
    Column,
    Sensitivity::{General, PhoneNumber, RedactedText},
    Value,
};
use crate::{privacy::encryption::Sealed, store::ExportRecordRow};

/// The columns, in the order of the file.
pub(in crate::exports) const fn calls() -> [Column<ExportRecordRow>; 10] {
    [
        Column {
            name: "call_id",
            sensitivity: General,
            value: |call, _| Ok(Value::Text(Cow::Owned(call.id.to_string()))),
        },
        Column {
            name: "project_id",
            sensitivity: General,
            value: |_, context| Ok(Value::text(context.project)),
        },
        Column {
            name: "call_started_at",
            sensitivity: General,
            value: |call, _| Ok(Value::Instant(call.started_at)),
        },
        Column {
            name: "call_status",
            sensitivity: General,
            value: |call, _| Ok(Value::text(call.status.as_str())),
        },
        Column {
            name: "channel",
            sensitivity: General,
            value: |call, _| Ok(Value::text(call.channel.as_str())),
        },
        Column {
            name: "caller",
            sensitivity: PhoneNumber,
            value: |call, context| {
                let Some(sealed) = &call.caller_encrypted else { return Ok(Value::Null) };
                let number = context.key.open_text(Sealed::Caller, call.id, sealed)?;
                Ok(Value::Text(Cow::Owned(number)))
            },
        },
        Column {
            name: "agent",
            sensitivity: General,
            value: |call, _| Ok(Value::optional(call.agent.as_deref())),
        },
        Column {
            name: "duration_seconds",
            sensitivity: General,
            value: |call, _| Ok(Value::Int(call.total_seconds)),
        },
        Column {
            name: "summary",
            sensitivity: RedactedText,
            value: |call, _| Ok(Value::optional(call.summary.as_deref())),
        },
        Column {
            name: "transcript",
            sensitivity: RedactedText,
            value: |call, _| Ok(Value::text(&call.one_line_transcript)),
        },
    ]
}
