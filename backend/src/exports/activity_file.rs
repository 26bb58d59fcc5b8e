//! Activity as a file: the events of a search as CSV or JSON, streamed.

use std::borrow::Cow;

use bytes::Bytes;
use earshot_domain::ActivityQuery;
use futures::StreamExt;
use futures::stream;

use super::{
    columns::{Heading, Kind, Value},
    csv::CsvWriter,
    handle::Exports,
    stream::FileStream,
    writer::Writer,
};
use crate::{
    Error, Viewer,
    access::{ActivityBatches, ActivityRow},
};

/// Format of a file of activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON array.
    Json,
}

/// A file of activity that is being sent.
struct Sending {
    batches: ActivityBatches,
    format: Encoding,
    rows: u64,
    ended: bool,
}

enum Encoding {
    Csv(Box<CsvWriter>),
    Json,
}

impl ActivityFormat {
    /// The ending of file names.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

impl Exports<'_> {
    /// The tenant's activity that a query filters, as a file. Reading it is an event, which is recorded
    /// before the first byte.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a viewer who may not see activity; [`Error::Invalid`] names filters that
    /// cannot be read.
    pub async fn activity_file(
        self,
        viewer: &Viewer,
        query: &ActivityQuery,
        format: ActivityFormat,
    ) -> Result<FileStream, Error> {
        let batches = self.0.access().activity_file(viewer, query).await?;
        let format = match format {
            ActivityFormat::Json => Encoding::Json,
            ActivityFormat::Csv => {
                let mut writer = CsvWriter::new(viewer.tenant.zone.clone());
                writer.begin(&ActivityRow::COLUMNS.map(heading))?;
                Encoding::Csv(Box::new(writer))
            }
        };
        let sending = Sending { batches, format, rows: 0, ended: false };
        Ok(stream::try_unfold(sending, Sending::chunk).boxed())
    }
}

const fn heading(name: &'static str) -> Heading {
    Heading { name, kind: Kind::Text }
}

impl Sending {
    async fn chunk(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        if self.ended {
            return Ok(None);
        }
        let rows = self.batches.next().await?;
        self.ended = rows.is_empty();
        let bytes = match &mut self.format {
            Encoding::Csv(writer) => csv(writer, &rows)?,
            Encoding::Json => json(&rows, self.rows, self.ended)?,
        };
        self.rows += rows.len() as u64;
        Ok(Some((bytes.into(), self)))
    }
}

fn csv(writer: &mut CsvWriter, rows: &[ActivityRow]) -> Result<Vec<u8>, Error> {
    for row in rows {
        let cells = row.cells().map(|cell| Value::Text(Cow::Owned(cell)));
        writer.row(&cells)?;
    }
    writer.take()
}

fn json(rows: &[ActivityRow], before: u64, ended: bool) -> Result<Vec<u8>, Error> {
    let mut bytes = if before == 0 { b"[".to_vec() } else { Vec::new() };
    for (place, row) in (before..).zip(rows) {
        bytes.extend_from_slice(if place == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut bytes, &row.json())?;
    }
    if ended {
        bytes.extend_from_slice(b"\n]\n");
    }
    Ok(bytes)
}
