//! The report of missed and wrong redactions as a CSV file, streamed; it has no words of a call.

use std::borrow::Cow;

use bytes::Bytes;
use earshot_domain::{RedactionMark, RedactionMarkId};
use futures::{StreamExt, stream};

use super::{
    columns::{Heading, Kind, Value},
    csv::CsvWriter,
    handle::Exports,
    stream::FileStream,
    writer::Writer,
};
use crate::{Backend, Error, Viewer, reviews::MARKS_IN_A_BATCH};

/// A report that is being sent.
struct Sending {
    backend: Backend,
    viewer: Viewer,
    writer: Box<CsvWriter>,
    /// The first marks, which were read before the file began.
    read: Option<Vec<RedactionMark>>,
    after: Option<RedactionMarkId>,
    ended: bool,
}

const COLUMNS: [&str; 8] =
    ["at", "mark", "label", "rules", "project_id", "call_id", "line", "places"];

impl Exports<'_> {
    /// The marks of the report on calls in the viewer's scope as CSV, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a viewer who may not see the report.
    pub async fn redaction_file(self, viewer: &Viewer) -> Result<FileStream, Error> {
        let first = self.0.reviews().redaction_marks(viewer, None, MARKS_IN_A_BATCH).await?;
        let mut writer = CsvWriter::new(viewer.tenant.zone.clone());
        writer.begin(&COLUMNS.map(|name| Heading { name, kind: Kind::Text }))?;
        let sending = Sending {
            backend: self.0.clone(),
            viewer: viewer.clone(),
            writer: Box::new(writer),
            read: Some(first),
            after: None,
            ended: false,
        };
        Ok(stream::try_unfold(sending, Sending::chunk).boxed())
    }
}

impl Sending {
    async fn chunk(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        if self.ended {
            return Ok(None);
        }
        let reviews = self.backend.reviews();
        let marks = match self.read.take() {
            Some(first) => first,
            None => reviews.redaction_marks(&self.viewer, self.after, MARKS_IN_A_BATCH).await?,
        };
        self.after = marks.last().map(|mark| mark.id);
        self.ended = marks.len() < MARKS_IN_A_BATCH;
        for mark in &marks {
            let cells = cells(mark).map(|cell| Value::Text(Cow::Owned(cell)));
            self.writer.row(&cells)?;
        }
        let bytes = self.writer.take()?;
        Ok(Some((bytes.into(), self)))
    }
}

fn cells(mark: &RedactionMark) -> [String; COLUMNS.len()] {
    let RedactionMark { id: _, at, kind, label, rules, places, project, call_id, line } = mark;
    [
        at.rfc3339.clone(),
        kind.to_string(),
        label.to_string(),
        rules.to_string(),
        project.to_string(),
        call_id.to_string(),
        line.to_string(),
        places.to_string(),
    ]
}
