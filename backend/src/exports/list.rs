//! The list of all exports that a person may see, and the progress of those that run.

use earshot_domain::{ActiveExport, ListedExport, Permission};

use super::Exports;
use crate::{Error, Viewer};

impl Exports<'_> {
    /// Lists streamed and background exports together, newest first.
    pub async fn list(self, viewer: &Viewer) -> Result<Vec<ListedExport>, Error> {
        let streamed = self.dated_history(viewer).await?.into_iter();
        let jobs = if viewer.may(Permission::ExportInBackground) {
            self.dated_jobs(viewer).await?
        } else {
            Vec::new()
        };
        let jobs = jobs.into_iter().map(|(at, job)| (at, ListedExport::Job(Box::new(job))));
        let mut all: Vec<(i64, ListedExport)> = streamed
            .map(|(at, record)| (at, ListedExport::Stream(Box::new(record))))
            .chain(jobs)
            .collect();
        all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Ok(all.into_iter().map(|(_, export)| export).collect())
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
