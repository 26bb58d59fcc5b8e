//! Reports that receivers refused, the last of each receiver.

use earshot_domain::{ProjectId, TenantId};

use sqlx::AssertSqlSafe;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::{Error, access::scope::Scope};

/// How the reason of a report begins that anybody can have sent: what is kept of these is bounded
/// apart, so that strangers do not push out what the sender sent.
pub(crate) const UNVERIFIED: &str = "Not verified: ";
/// Reports kept of each receiver, and unverified ones.
const MAX_KEPT: i64 = 100;
const MAX_UNVERIFIED: i64 = 20;

/// A refused report.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct RefusedReportRow {
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    pub(crate) receiver: String,
    pub(crate) refused_at: i64,
    pub(crate) reason: String,
}

impl Db {
    /// The refused reports for a scope's projects, newest first.
    pub(crate) async fn refused_reports(
        &self,
        scope: &Scope,
    ) -> Result<Vec<RefusedReportRow>, Error> {
        let mut rows: Vec<RefusedReportRow> = on_db!(self, |pool| sqlx::query_as(
            "SELECT project_id, receiver, refused_at, reason FROM refused_reports \
             WHERE tenant_id = $1 ORDER BY refused_at DESC, id",
        )
        .bind(Stored(scope.tenant_id))
        .fetch_all(pool)
        .await)?;
        rows.retain(|row| scope.project_ids.contains(&row.project_id));
        Ok(rows)
    }
}

impl Tx {
    /// Adds a refused report, and deletes those of its receiver and kind that are beyond the last.
    pub(crate) async fn add_refused_report(
        &mut self,
        id: &str,
        tenant_id: TenantId,
        report: &RefusedReportRow,
    ) -> Result<(), Error> {
        let is_unverified = report.reason.starts_with(UNVERIFIED);
        let kept = if is_unverified { MAX_UNVERIFIED } else { MAX_KEPT };
        // A pattern of the kind, and what is to match it or not.
        let (of_kind, pattern) =
            (if is_unverified { "LIKE" } else { "NOT LIKE" }, format!("{UNVERIFIED}%"));
        let delete = format!(
            "DELETE FROM refused_reports WHERE tenant_id = $1 AND receiver = $2 \
             AND reason {of_kind} $3 AND id NOT IN (SELECT id FROM refused_reports \
             WHERE tenant_id = $1 AND receiver = $2 AND reason {of_kind} $3 \
             ORDER BY refused_at DESC, id LIMIT $4)"
        );
        on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO refused_reports \
                 (id, tenant_id, project_id, receiver, refused_at, reason) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(id)
            .bind(Stored(tenant_id))
            .bind(Stored(report.project_id))
            .bind(&report.receiver)
            .bind(report.refused_at)
            .bind(&report.reason)
            .execute(&mut *connection)
            .await?;
            sqlx::query(AssertSqlSafe(delete))
                .bind(Stored(tenant_id))
                .bind(&report.receiver)
                .bind(pattern)
                .bind(kept)
                .execute(&mut *connection)
                .await?;
        });
        Ok(())
    }
}
