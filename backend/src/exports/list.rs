//! The list of all exports that a person may see, and the progress of those that run.

use std::cmp::Reverse;

use earshot_domain::{ActiveExport, ExportList, ListedExport, Permission};

use super::{Exports, cursor, stream::export_record, visibility::visible_exports};
use crate::{
    Error, Viewer,
    store::{ExportJobRow, ExportPageStart, ExportRow},
};

/// Exports on one page.
const PAGE: usize = 50;

/// A stored export of either kind.
enum Row {
    Stream(Box<ExportRow>),
    Job(Box<ExportJobRow>),
}

impl Exports<'_> {
    /// A page of streamed and background exports together, newest first; `after` is the cursor of
    /// the previous page. A person's own and, for a Client Admin, those of others whose projects
    /// are all hers; background exports only for a role that has them.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a text that is no cursor of this list.
    pub async fn list(self, viewer: &Viewer, after: Option<&str>) -> Result<ExportList, Error> {
        let start = after.map(cursor::read).transpose()?;
        let mut rows = self.newest(viewer, start).await?;
        let older = cursor::cut(&mut rows, PAGE, |(place, _)| *place);
        let mut exports = Vec::with_capacity(rows.len());
        for (_, row) in rows {
            exports.push(match row {
                Row::Stream(row) => ListedExport::Stream(Box::new(export_record(viewer, *row)?)),
                Row::Job(row) => ListedExport::Job(Box::new(self.view(viewer, *row).await?)),
            });
        }
        Ok(ExportList { exports, older, continued: start.is_some() })
    }

    /// The exports after `start` with their places, newest first: those of a page, and at least one
    /// more if there is one.
    async fn newest(
        self,
        viewer: &Viewer,
        start: Option<ExportPageStart>,
    ) -> Result<Vec<(ExportPageStart, Row)>, Error> {
        let (db, seen) = (&self.0.db, visible_exports(viewer));
        // Either kind alone can fill the page.
        let most = i64::try_from(PAGE + 1).map_err(Error::internal)?;
        let streamed = db.streamed_exports(&seen, start, most, self.lease_time()).await?;
        let jobs = if viewer.may(Permission::ExportInBackground) {
            db.export_jobs(&seen, start, most).await?
        } else {
            Vec::new()
        };
        let streamed = streamed.into_iter().map(|row| (row.place(), Row::Stream(Box::new(row))));
        let jobs = jobs.into_iter().map(|row| (row.place(), Row::Job(Box::new(row))));
        let mut rows: Vec<_> = streamed.chain(jobs).collect();
        rows.sort_unstable_by_key(|(place, _)| Reverse(*place));
        Ok(rows)
    }

    /// Background exports that wait or run; none for a role without background exports.
    pub async fn active(self, viewer: &Viewer) -> Result<Vec<ActiveExport>, Error> {
        if viewer.may(Permission::ExportInBackground) {
            self.active_jobs(viewer).await
        } else {
            Ok(Vec::new())
        }
    }
}
