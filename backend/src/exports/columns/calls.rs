//! The columns that streamed exports have too (docs/compatibility.md#aidial-csv-columns).

use std::borrow::Cow;

use earshot_domain::{CallColumn as C, CallId, Channel, Status};

use super::{
    column::{
        Column, Kind,
        Sensitivity::{General, PhoneNumber, RedactedText},
    },
    value::Value,
};
use crate::{
    privacy::encryption::Sealed,
    store::{ExportRecordRow, ExtraCells},
};

/// A row with what the ten columns need.
pub(in crate::exports) trait CallRow {
    /// The call's id.
    fn id(&self) -> CallId;
    /// Its start, in milliseconds.
    fn started_at(&self) -> i64;
    /// How it ended.
    fn status(&self) -> Status;
    /// Its channel.
    fn channel(&self) -> Channel;
    /// The caller's number, sealed.
    fn caller(&self) -> Option<&[u8]>;
    /// The agent that answered.
    fn agent(&self) -> Option<&str>;
    /// Its duration.
    fn total_seconds(&self) -> i64;
    /// The redacted summary.
    fn summary(&self) -> Option<&str>;
    /// The redacted transcript on one line.
    fn one_line_transcript(&self) -> &str;
    /// Cells that sensitive options add.
    fn extra(&self) -> &ExtraCells;
}

impl CallRow for ExportRecordRow {
    fn id(&self) -> CallId {
        self.id
    }

    fn started_at(&self) -> i64 {
        self.started_at
    }

    fn status(&self) -> Status {
        self.status
    }

    fn channel(&self) -> Channel {
        self.channel
    }

    fn caller(&self) -> Option<&[u8]> {
        self.caller_encrypted.as_deref()
    }

    fn agent(&self) -> Option<&str> {
        self.agent.as_deref()
    }

    fn total_seconds(&self) -> i64 {
        self.total_seconds
    }

    fn summary(&self) -> Option<&str> {
        self.summary.as_deref()
    }

    fn one_line_transcript(&self) -> &str {
        &self.one_line_transcript
    }

    fn extra(&self) -> &ExtraCells {
        &self.extra
    }
}

/// The personal details that redaction removed.
pub(in crate::exports) const fn entities<R: CallRow>() -> Column<R> {
    Column::new("entities", Kind::Text, General, |call, _| {
        Ok(Value::Json(call.extra().entities.clone()))
    })
}

/// Whether texts of the row are those from before redaction.
pub(in crate::exports) const fn unlocked<R: CallRow>() -> Column<R> {
    Column::new("unlocked", Kind::Boolean, General, |call, _| {
        Ok(Value::Bool(call.extra().unlocked))
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
        Ok(Value::Text(Cow::Owned(call.id().to_string())))
    })
}

pub(super) const fn project<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |_, context| Ok(Value::text(context.project)))
}

pub(super) const fn started_at<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Instant, General, |call, _| {
        Ok(Value::Instant(call.started_at()))
    })
}

pub(super) const fn status<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |call, _| {
        Ok(Value::text(call.status().as_str()))
    })
}

pub(super) const fn channel<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |call, _| {
        Ok(Value::text(call.channel().as_str()))
    })
}

pub(super) const fn caller<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, PhoneNumber, |call, context| {
        let Some(sealed) = call.caller() else { return Ok(Value::Null) };
        let number = context.key.open_text(Sealed::Caller, call.id(), sealed)?;
        Ok(Value::Text(Cow::Owned(number)))
    })
}

pub(super) const fn agent<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, General, |call, _| Ok(Value::optional(call.agent())))
}

pub(super) const fn total_seconds<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Integer, General, |call, _| {
        Ok(Value::Int(call.total_seconds()))
    })
}

pub(super) const fn summary<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, RedactedText, |call, _| {
        Ok(Value::optional(call.summary()))
    })
}

pub(super) const fn transcript<R: CallRow>(column: C) -> Column<R> {
    Column::new(column.as_str(), Kind::Text, RedactedText, |call, _| {
        Ok(Value::text(call.one_line_transcript()))
    })
}
