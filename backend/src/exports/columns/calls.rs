//! The columns that streamed exports have too (docs/compatibility.md#aidial-csv-columns).

use std::borrow::Cow;

use earshot_domain::CallColumn as C;

use super::{
    column::{
        Column, Kind,
        Sensitivity::{General, PhoneNumber, RedactedText},
    },
    value::Value,
};
use crate::{privacy::encryption::Sealed, store::ExportRecordRow};

/// A row with the cells of the ten columns.
pub(in crate::exports) trait CallRow {
    /// These cells.
    fn cells(&self) -> &ExportRecordRow;
}

impl CallRow for ExportRecordRow {
    fn cells(&self) -> &ExportRecordRow {
        self
    }
}

/// The personal details that redaction removed.
pub(in crate::exports) const fn entities<R: CallRow>() -> Column<R> {
    Column::new("entities", Kind::Text, General, |call, _| {
        Ok(Value::Json(call.cells().extra.entities.clone()))
    })
}

/// Whether texts of the row are those from before redaction.
pub(in crate::exports) const fn unlocked<R: CallRow>() -> Column<R> {
    Column::new("unlocked", Kind::Boolean, General, |call, _| {
        Ok(Value::Bool(call.cells().extra.unlocked))
    })
}

/// The columns of a streamed file, in its order.
pub(in crate::exports) const fn calls() -> [Column<ExportRecordRow>; 10] {
    [
        call_id(C::CallId),
        project(C::ProjectId),
        started_at(C::CallStartedAt),
        status(C::CallStatus),
        channel(C::Channel),
        caller(C::Caller),
        agent(C::Agent),
        total_seconds(C::DurationSeconds),
        summary(C::Summary),
        transcript(C::Transcript),
    ]
}

pub(super) const fn call_id<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |call, _| {
        Ok(Value::Text(Cow::Owned(call.cells().id.to_string())))
    })
}

pub(super) const fn project<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |_, context| Ok(Value::text(context.project)))
}

pub(super) const fn started_at<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Instant, General, |call, _| {
        Ok(Value::Instant(call.cells().started_at))
    })
}

pub(super) const fn status<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |call, _| {
        Ok(Value::text(call.cells().status.as_str()))
    })
}

pub(super) const fn channel<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |call, _| {
        Ok(Value::text(call.cells().channel.as_str()))
    })
}

pub(super) const fn caller<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, PhoneNumber, |call, context| {
        let Some(sealed) = call.cells().caller_encrypted.as_deref() else { return Ok(Value::Null) };
        let number = context.key.open_text(Sealed::Caller, call.cells().id, sealed)?;
        Ok(Value::Text(Cow::Owned(number)))
    })
}

pub(super) const fn agent<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |call, _| {
        Ok(Value::optional(call.cells().agent.as_deref()))
    })
}

pub(super) const fn total_seconds<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Integer, General, |call, _| {
        Ok(Value::Int(call.cells().total_seconds))
    })
}

pub(super) const fn summary<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, RedactedText, |call, _| {
        Ok(Value::optional(call.cells().summary.as_deref()))
    })
}

pub(super) const fn transcript<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, RedactedText, |call, _| {
        Ok(Value::text(&call.cells().one_line_transcript))
    })
}
