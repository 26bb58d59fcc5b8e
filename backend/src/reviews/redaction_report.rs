//! The report of what redaction missed and what it replaced without need: counts, and the marks without
//! their words.

use earshot_domain::{
    Permission, RedactionCounts, RedactionMark, RedactionMarkId, RedactionReport,
};

use crate::{
    Error, Viewer,
    access::local_time,
    privacy::redaction::redaction_version,
    reviews::Reviews,
    store::{MarkCountsRow, ReportedMarkRow, unsigned},
};

/// Marks on a page.
const PAGE: usize = 50;
/// Marks of a file that are read at a time.
pub(crate) const BATCH: usize = 500;

impl Reviews<'_> {
    /// A page of the report on calls in the viewer's scope, behind the mark `after`.
    ///
    /// # Errors
    /// [`Error::NotFound`] without [`Permission::MarkRedactions`], and for a mark that is not in scope.
    pub async fn redaction_report(
        self,
        viewer: &Viewer,
        after: Option<RedactionMarkId>,
    ) -> Result<RedactionReport, Error> {
        let mut marks = self.redaction_marks(viewer, after, PAGE.saturating_add(1)).await?;
        let is_last = marks.len() <= PAGE;
        marks.truncate(PAGE);
        let next = marks.last().map(|mark| mark.id).filter(|_| !is_last);
        let counts = self.0.db.redaction_mark_counts(&viewer.scope()).await?;
        Ok(RedactionReport {
            profile: viewer.profile(),
            rules: redaction_version(),
            counts: counts.iter().map(counted).collect::<Result<_, Error>>()?,
            marks,
            next,
        })
    }

    /// The marks of the report, newest first, behind the mark `after`.
    pub(crate) async fn redaction_marks(
        self,
        viewer: &Viewer,
        after: Option<RedactionMarkId>,
        most: usize,
    ) -> Result<Vec<RedactionMark>, Error> {
        viewer.require(Permission::MarkRedactions)?;
        let scope = viewer.scope();
        let place = match after {
            Some(id) => Some(self.0.db.mark_place(&scope, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let most = i64::try_from(most).map_err(Error::internal)?;
        let rows = self.0.db.reported_marks(&scope, place, most).await?;
        rows.into_iter().map(|row| reported(viewer, row)).collect()
    }
}

fn counted(row: &MarkCountsRow) -> Result<RedactionCounts, Error> {
    Ok(RedactionCounts {
        label: row.label,
        rules: row.rules,
        missed: unsigned(row.missed)?,
        wrong: unsigned(row.wrong)?,
        calls: unsigned(row.calls)?,
    })
}

fn reported(viewer: &Viewer, row: ReportedMarkRow) -> Result<RedactionMark, Error> {
    let line = u32::try_from(row.turn.unwrap_or_default()).map_err(Error::internal)?;
    Ok(RedactionMark {
        id: row.id,
        at: local_time(row.at, &viewer.tenant.zone)?,
        kind: row.kind,
        label: row.label,
        rules: row.rules,
        places: u32::try_from(row.places).map_err(Error::internal)?,
        project: row.project,
        call_id: row.call_id,
        line: line.saturating_add(1),
    })
}
