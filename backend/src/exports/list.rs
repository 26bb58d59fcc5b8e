//! The list of all exports that a person may see, and the progress of those that run.

use earshot_domain::{ActiveExport, ListedExport, Permission};
use jiff::Timestamp;

use super::Exports;
use crate::{Error, Viewer};

impl Exports<'_> {
    /// Lists streamed and background exports together, newest first.
    pub async fn list(self, viewer: &Viewer) -> Result<Vec<ListedExport>, Error> {
        let streamed = self.history(viewer).await?;
        let jobs = if viewer.may(Permission::ExportInBackground) {
            self.jobs(viewer).await?
        } else {
            Vec::new()
        };
        let streamed = streamed.into_iter().map(|record| ListedExport::Stream(Box::new(record)));
        let all = streamed.chain(jobs.into_iter().map(|job| ListedExport::Job(Box::new(job)))).map(
            |export| {
                let at: Timestamp = export.requested().rfc3339.parse().map_err(Error::internal)?;
                Ok((at, export))
            },
        );
        let mut all: Vec<(Timestamp, ListedExport)> = all.collect::<Result<_, Error>>()?;
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
