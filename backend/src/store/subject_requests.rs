//! Requests of persons for their own data.

use earshot_domain::{
    ContactId, ExportId, ExportState, ReasonCode, SubjectRequestId, SubjectRequestState, TenantId,
    UserId,
};
use sqlx::AssertSqlSafe;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A request to be stored.
pub(crate) struct NewSubjectRequest {
    pub(crate) id: SubjectRequestId,
    pub(crate) tenant_id: TenantId,
    pub(crate) contact_id: ContactId,
    pub(crate) reason: ReasonCode,
    pub(crate) opened_by: UserId,
    pub(crate) opened_at: i64,
    pub(crate) due_at: i64,
    /// Number of the contact's open requests that allow another: those its author does not see.
    pub(crate) open_before: i64,
}

/// A stored request.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SubjectRequestRow {
    #[sqlx(try_from = "Stored<SubjectRequestId>")]
    pub(crate) id: SubjectRequestId,
    #[sqlx(try_from = "Stored<ContactId>")]
    pub(crate) contact_id: ContactId,
    #[sqlx(try_from = "Stored<SubjectRequestState>")]
    pub(crate) state: SubjectRequestState,
    /// E-mail address of the account.
    pub(crate) opened_by: String,
    pub(crate) opened_at: i64,
    pub(crate) due_at: i64,
    /// The latest bundle.
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) export_id: ExportId,
    #[sqlx(try_from = "Stored<ExportState>")]
    pub(crate) bundle: ExportState,
    /// Whether a file of that bundle was downloaded, beside the manifest.
    pub(crate) downloaded: bool,
    pub(crate) closed_by: Option<String>,
    pub(crate) closed_at: Option<i64>,
}

const COLUMNS: &str = "SELECT r.id, r.contact_id, r.state, o.email AS opened_by, r.opened_at, r.due_at, \
     r.export_id, e.state AS bundle, EXISTS (SELECT 1 FROM export_downloads d \
     WHERE d.export_id = r.export_id AND d.file <> 'manifest.json') AS downloaded, \
     c.email AS closed_by, r.closed_at FROM subject_requests r \
     JOIN users o ON o.id = r.opened_by JOIN exports e ON e.id = r.export_id \
     LEFT JOIN users c ON c.id = r.closed_by WHERE r.tenant_id = $1";

impl Db {
    /// The open requests of a tenant, the earliest deadline first.
    pub(crate) async fn open_subject_requests(
        &self,
        tenant_id: TenantId,
    ) -> Result<Vec<SubjectRequestRow>, Error> {
        let sql = format!("{COLUMNS} AND r.state = 'open' ORDER BY r.due_at, r.id");
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// The requests of a contact, the latest first.
    pub(crate) async fn subject_requests_of(
        &self,
        tenant_id: TenantId,
        contact: ContactId,
    ) -> Result<Vec<SubjectRequestRow>, Error> {
        let sql = format!("{COLUMNS} AND r.contact_id = $2 ORDER BY r.opened_at DESC, r.id DESC");
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(Stored(contact))
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// One request.
    pub(crate) async fn subject_request(
        &self,
        tenant_id: TenantId,
        id: SubjectRequestId,
    ) -> Result<Option<SubjectRequestRow>, Error> {
        let sql = format!("{COLUMNS} AND r.id = $2");
        let row = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(Stored(id))
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }
}

impl Tx {
    /// Stores a request with the export of its bundle; `false` when another was opened meanwhile. The
    /// caller has locked the tenant.
    pub(crate) async fn add_subject_request(
        &mut self,
        new: &NewSubjectRequest,
        export: ExportId,
    ) -> Result<bool, Error> {
        let added = on_tx!(self, |connection| {
            sqlx::query(
            "INSERT INTO subject_requests (id, tenant_id, contact_id, reason, opened_by, opened_at, \
             due_at, export_id, state) SELECT $1, $2, $3, $4, $5, $6, $7, $8, 'open' \
             WHERE (SELECT count(*) FROM subject_requests r WHERE r.tenant_id = $2 \
             AND r.contact_id = $3 AND r.state = 'open') <= $9",
        )
        .bind(Stored(new.id))
        .bind(Stored(new.tenant_id))
        .bind(Stored(new.contact_id))
        .bind(Stored(new.reason))
        .bind(Stored(new.opened_by))
        .bind(new.opened_at)
        .bind(new.due_at)
        .bind(Stored(export))
        .bind(new.open_before)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(added > 0)
    }

    /// Records the latest bundle of a request.
    pub(crate) async fn set_bundle(
        &mut self,
        id: SubjectRequestId,
        export: ExportId,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE subject_requests SET export_id = $2 WHERE id = $1 AND state = 'open'",
        )
        .bind(Stored(id))
        .bind(Stored(export))
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Closes an open request; `false` when it is closed already.
    pub(crate) async fn close_subject_request(
        &mut self,
        id: SubjectRequestId,
        by: UserId,
        at: i64,
    ) -> Result<bool, Error> {
        let closed = on_tx!(self, |connection| sqlx::query(
            "UPDATE subject_requests SET state = 'closed', closed_by = $2, closed_at = $3 \
             WHERE id = $1 AND state = 'open'",
        )
        .bind(Stored(id))
        .bind(Stored(by))
        .bind(at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(closed == 1)
    }
}
