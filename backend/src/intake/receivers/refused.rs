//! Refused reports: noted with their time and reason, without what they said, for a Client Admin.

use earshot_domain::{Permission, PushResult, RefusedReport};
use jiff::tz::TimeZone;

use super::{Received, ReceiverSpec};
use crate::{
    Error, Viewer,
    access::local_time,
    ids,
    intake::{Intake, readers::ReadOptions},
    store::{RefusedReportRow, UNVERIFIED},
};

/// The reason for which a report was refused that anybody can have sent.
pub(super) fn unverified(reason: &str) -> String {
    format!("{UNVERIFIED}{reason}")
}

/// The reason for which a report was refused for good; `None` for one that was accepted, and for one
/// that its sender is to send again as it is.
pub(super) fn refusal(received: &Result<Received, Error>) -> Option<String> {
    match received {
        Ok(Received::Call(call)) if call.result == PushResult::Refused => call.reason.clone(),
        Err(Error::InvalidKey) => {
            Some(unverified("The report is not signed with the receiver's secret."))
        }
        Err(error @ (Error::Invalid(_) | Error::Malformed(_) | Error::TooLarge(_))) => {
            Some(error.problem().detail)
        }
        Ok(_) | Err(_) => None,
    }
}

impl Intake<'_> {
    /// Notes a refused report. A failure is only logged: the sender gets its answer in any case.
    pub(super) async fn note_refusal(self, spec: &ReceiverSpec, reason: String) {
        if let Err(error) = self.store_refusal(spec, reason).await {
            error.log();
        }
    }

    async fn store_refusal(self, spec: &ReceiverSpec, reason: String) -> Result<(), Error> {
        let options = ReadOptions::in_zone(TimeZone::UTC);
        let project = self.project(&spec.tenant, &spec.project, options).await?;
        let report = RefusedReportRow {
            project_id: project.project_id,
            receiver: spec.name.clone(),
            refused_at: self.0.now_ms(),
            reason,
        };
        let mut tx = self.0.db.begin().await?;
        let id = ids::fresh().to_string();
        tx.add_refused_report(&id, project.tenant_id, &report).await?;
        tx.commit().await
    }

    /// The last refused reports, and the last unverified ones, of each receiver of the viewer's projects, newest first; none for
    /// roles that may not see them.
    pub async fn refused_reports(self, viewer: &Viewer) -> Result<Vec<RefusedReport>, Error> {
        if !viewer.may(Permission::ViewRefusedReports) {
            return Ok(Vec::new());
        }
        let rows = self.0.db.refused_reports(&viewer.scope()).await?;
        let report = |row: RefusedReportRow| {
            Ok(RefusedReport {
                receiver: row.receiver,
                refused: local_time(row.refused_at, &viewer.tenant.zone)?,
                reason: row.reason,
            })
        };
        rows.into_iter().map(report).collect()
    }
}
