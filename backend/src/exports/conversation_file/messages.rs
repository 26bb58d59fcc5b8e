//! The messages of a conversation with their times: as rows, as JSON and as CSV.

use earshot_domain::{Review, Speaker};
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error,
    access::rfc3339,
    exports::{
        columns::{Context, MessageRow, messages},
        csv::CsvWriter,
        writer::{self, Writer},
    },
};

/// One message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConversationFileMessage)]
pub(super) struct Message<'a> {
    /// Number of the message, from 1.
    message: usize,
    speaker: Speaker,
    text: &'a str,
    /// Milliseconds since the start of the call.
    offset_ms: Option<i64>,
    /// RFC 3339 with the offset of the tenant's zone.
    started_at: Option<String>,
}

/// The messages of a call that began at `started_at`, for JSON.
pub(super) fn json<'a>(
    review: &'a Review,
    started_at: i64,
    zone: &TimeZone,
) -> Result<Vec<Message<'a>>, Error> {
    let message = |row: MessageRow<'a>| {
        Ok(Message {
            message: row.message,
            speaker: row.speaker,
            text: row.text,
            offset_ms: row.offset_ms,
            started_at: row.started_at.map(|at| rfc3339(at, zone)).transpose()?,
        })
    };
    MessageRow::of_call("", started_at, &review.transcript.turns).map(message).collect()
}

/// Writes the messages as CSV, one row each.
pub(super) fn csv(
    review: &Review,
    started_at: i64,
    context: &Context<'_>,
) -> Result<Vec<u8>, Error> {
    let id = review.row.id.to_string();
    let rows: Vec<_> = MessageRow::of_call(&id, started_at, &review.transcript.turns).collect();
    let columns = messages();
    let mut csv = CsvWriter::new(context.zone.clone());
    writer::begin(&mut csv, &columns)?;
    writer::write_rows(&mut csv, &columns, &rows, context)?;
    csv.end()?;
    csv.take()
}
