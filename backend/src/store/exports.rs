//! Records of exports.

use earshot_domain::{
    ExportFormat, ExportId, ExportKind, ExportState, ProjectId, TenantId, UserId,
};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    export_projects::ExportProjectRow,
    leases::{LeaseTime, latest_expiry},
    sql::Conditions,
    stored::Stored,
};
use crate::Error;

/// An export to be stored.
pub(crate) struct NewExport<'a> {
    pub(crate) id: ExportId,
    pub(crate) tenant_id: TenantId,
    pub(crate) user_id: UserId,
    pub(crate) project_id: ProjectId,
    pub(crate) filter_encrypted: &'a [u8],
    pub(crate) kind: ExportKind,
    pub(crate) format: ExportFormat,
    pub(crate) options: &'a str,
    pub(crate) file_name: &'a str,
    pub(crate) ingest_bound: i64,
    pub(crate) matched: i64,
    pub(crate) created_at: i64,
}

/// A stored streamed export.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ExportRow {
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) id: ExportId,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) user_id: UserId,
    /// E-mail address of the account.
    pub(crate) author: String,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    #[sqlx(try_from = "Stored<ExportState>")]
    pub(crate) state: ExportState,
    /// Whether it is in the running state and has its lease.
    pub(crate) is_leased: bool,
    pub(crate) filter_encrypted: Vec<u8>,
    pub(crate) options: String,
    pub(crate) file_name: String,
    pub(crate) matched: i64,
    pub(crate) written: i64,
    pub(crate) omitted: i64,
    pub(crate) created_at: i64,
    pub(crate) finished_at: Option<i64>,
}

/// Final state and counts of an export.
pub(crate) struct ExportEnd {
    pub(crate) id: ExportId,
    pub(crate) state: ExportState,
    pub(crate) written: i64,
    pub(crate) omitted: i64,
    pub(crate) at: i64,
}

/// A query of streamed exports `e`, to which conditions are added.
pub(super) fn query_of_streamed(all: &mut Conditions, lease: LeaseTime) -> String {
    let latest = latest_expiry(lease.now, lease.expires_at);
    let (now, latest) = (all.arg(lease.now), all.arg(latest));
    format!(
        "SELECT e.id, e.user_id, u.email AS author, o.project_id, e.state, \
         (e.state = 'running' AND EXISTS (SELECT 1 FROM leases l WHERE l.owner = e.id \
         AND l.resource = 'export:' || e.tenant_id || ':' || e.user_id \
         AND l.expires_at > {now} AND l.expires_at <= {latest})) AS is_leased, \
         e.filter_encrypted, e.options, e.file_name, e.matched, e.written, e.omitted, \
         e.created_at, e.finished_at FROM exports e JOIN users u ON u.id = e.user_id \
         JOIN export_projects o ON o.export_id = e.id AND o.position = 0 \
         WHERE e.kind = 'stream'"
    )
}

impl Db {
    /// Records the number of calls that a running export has written.
    pub(crate) async fn record_written(&self, id: ExportId, written: i64) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "UPDATE exports SET written = $2 WHERE id = $1 AND state = 'running'",
        )
        .bind(Stored(id))
        .bind(written)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }

    /// Finds one streamed export of a user.
    pub(crate) async fn export_of(
        &self,
        tenant_id: TenantId,
        user_id: UserId,
        id: ExportId,
        lease: LeaseTime,
    ) -> Result<Option<ExportRow>, Error> {
        let mut all = Conditions::default();
        let query = query_of_streamed(&mut all, lease);
        all.compare("e.tenant_id =", tenant_id);
        all.compare("e.user_id =", user_id);
        all.compare("e.id =", id);
        self.row(format!("{query} AND {}", all.sql()), all.args).await
    }
}

/// An export that a crash left in the running state.
#[derive(sqlx::FromRow)]
pub(crate) struct AbandonedExport {
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) id: ExportId,
    pub(crate) matched: i64,
    pub(crate) written: i64,
}

/// A streamed export that runs no more, whose end is not on record.
#[derive(sqlx::FromRow)]
pub(crate) struct InterruptedExport {
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) id: ExportId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) user_id: UserId,
    pub(crate) email: String,
    pub(crate) matched: i64,
    pub(crate) written: i64,
}

impl Db {
    /// Streamed exports that have no lease at `now`: the process that wrote them has died.
    pub(crate) async fn interrupted_exports(
        &self,
        now: i64,
    ) -> Result<Vec<InterruptedExport>, Error> {
        Ok(on_db!(self, |pool| sqlx::query_as(
            "SELECT e.id, e.tenant_id, e.user_id, u.email, e.matched, e.written FROM exports e \
             JOIN users u ON u.id = e.user_id WHERE e.kind = 'stream' AND e.state = 'running' \
             AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.owner = e.id AND l.expires_at > $1 \
             AND l.resource = 'export:' || e.tenant_id || ':' || e.user_id)",
        )
        .bind(now)
        .fetch_all(pool)
        .await)?)
    }
}

/// Stores a new export and marks the user's earlier ones that a crash left in the running state as
/// failed; returns those. The caller has the user's lease, so no other export of theirs is running.
pub(crate) async fn insert_export(
    tx: &mut Tx,
    export: &NewExport<'_>,
) -> Result<Vec<AbandonedExport>, Error> {
    let abandoned = on_tx!(&mut *tx, |connection| {
        let abandoned = sqlx::query_as(
            "UPDATE exports SET state = 'failed', finished_at = $3 \
             WHERE tenant_id = $1 AND user_id = $2 AND kind = $4 AND state = 'running' \
             RETURNING id, matched, written",
        )
        .bind(Stored(export.tenant_id))
        .bind(Stored(export.user_id))
        .bind(export.created_at)
        .bind(Stored(export.kind))
        .fetch_all(&mut *connection)
        .await?;
        sqlx::query(
            "INSERT INTO exports (id, tenant_id, user_id, kind, format, state, \
             filter_encrypted, options, file_name, ingest_bound, matched, written, omitted, \
             created_at) \
             VALUES ($1, $2, $3, $4, $5, 'running', $6, $7, $8, $9, $10, 0, 0, $11)",
        )
        .bind(Stored(export.id))
        .bind(Stored(export.tenant_id))
        .bind(Stored(export.user_id))
        .bind(Stored(export.kind))
        .bind(Stored(export.format))
        .bind(export.filter_encrypted)
        .bind(export.options)
        .bind(export.file_name)
        .bind(export.ingest_bound)
        .bind(export.matched)
        .bind(export.created_at)
        .execute(&mut *connection)
        .await?;
        abandoned
    });
    let project = ExportProjectRow { project_id: export.project_id, matched: Some(export.matched) };
    tx.add_export_projects(export.id, &[project]).await?;
    Ok(abandoned)
}

/// Ends a running export; `false` when it is no longer running.
pub(crate) async fn finish_export(tx: &mut Tx, end: &ExportEnd) -> Result<bool, Error> {
    let ended = on_tx!(&mut *tx, |connection| sqlx::query(
        "UPDATE exports SET state = $2, written = $3, omitted = $4, finished_at = $5 \
         WHERE id = $1 AND state = 'running'",
    )
    .bind(Stored(end.id))
    .bind(Stored(end.state))
    .bind(end.written)
    .bind(end.omitted)
    .bind(end.at)
    .execute(connection)
    .await?
    .rows_affected());
    Ok(ended == 1)
}
