//! Lists of exports, streamed and in the background, and what a viewer sees of one.

use earshot_domain::{ApiKeyId, ExportId, ExportState, UserId};

use super::{
    Db,
    export_jobs::{COLUMNS, ExportJobRow},
    export_visibility::VisibleExports,
    exports::{ExportRow, query_of_streamed},
    leases::LeaseTime,
    sql::Conditions,
    stored::Stored,
};
use crate::Error;

/// The place of an export in a list, after which a page starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ExportPageStart {
    pub(crate) created_at: i64,
    pub(crate) id: ExportId,
}

impl ExportRow {
    /// Its place in a list.
    pub(crate) const fn place(&self) -> ExportPageStart {
        ExportPageStart { created_at: self.created_at, id: self.id }
    }
}

impl ExportJobRow {
    /// Its place in a list.
    pub(crate) const fn place(&self) -> ExportPageStart {
        ExportPageStart { created_at: self.created_at, id: self.id }
    }
}

/// Progress of a background export that waits or runs.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ActiveExportRow {
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) id: ExportId,
    #[sqlx(try_from = "Stored<Option<UserId>>")]
    pub(crate) user_id: Option<UserId>,
    #[sqlx(try_from = "Stored<Option<ApiKeyId>>")]
    pub(crate) api_key_id: Option<ApiKeyId>,
    #[sqlx(try_from = "Stored<ExportState>")]
    pub(crate) state: ExportState,
    pub(crate) matched: i64,
    pub(crate) written: i64,
}

impl Db {
    /// At most `most` streamed exports after `start`, newest first.
    pub(crate) async fn streamed_exports(
        &self,
        seen: &VisibleExports,
        start: Option<ExportPageStart>,
        most: i64,
        lease: LeaseTime,
    ) -> Result<Vec<ExportRow>, Error> {
        let mut all = Conditions::default();
        let query = query_of_streamed(&mut all, lease);
        let page = page(&mut all, seen, start, most);
        self.rows(format!("{query} AND {page}"), all.args).await
    }

    /// At most `most` background exports after `start`, newest first.
    pub(crate) async fn export_jobs(
        &self,
        seen: &VisibleExports,
        start: Option<ExportPageStart>,
        most: i64,
    ) -> Result<Vec<ExportJobRow>, Error> {
        let mut all = Conditions::default();
        let page = page(&mut all, seen, start, most);
        self.rows(format!("{COLUMNS} AND {page}"), all.args).await
    }

    /// All background exports that wait or run, newest first: each can be on the page that asks.
    pub(crate) async fn active_exports(
        &self,
        seen: &VisibleExports,
    ) -> Result<Vec<ActiveExportRow>, Error> {
        let mut all = Conditions::default();
        seen.limit(&mut all);
        let sql = format!(
            "SELECT e.id, e.user_id, e.api_key_id, e.state, e.matched, e.written FROM exports e \
             WHERE e.job_id IS NOT NULL AND e.state IN ('queued', 'running') AND {} \
             ORDER BY e.created_at DESC, e.id DESC",
            all.sql()
        );
        self.rows(sql, all.args).await
    }

    /// One background export, if it is seen.
    pub(crate) async fn visible_export_job(
        &self,
        seen: &VisibleExports,
        id: ExportId,
    ) -> Result<Option<ExportJobRow>, Error> {
        let mut all = Conditions::default();
        seen.limit(&mut all);
        all.compare("e.id =", id);
        self.row(format!("{COLUMNS} AND {}", all.sql()), all.args).await
    }
}

/// The conditions, the order and the end of a page of exports `e`.
fn page(
    all: &mut Conditions,
    seen: &VisibleExports,
    start: Option<ExportPageStart>,
    most: i64,
) -> String {
    seen.limit(all);
    if let Some(start) = start {
        let (created_at, id) = (all.arg(start.created_at), all.arg(start.id));
        all.and(format!("(e.created_at, e.id) < ({created_at}, {id})"));
    }
    let most = all.arg(most);
    format!("{} ORDER BY e.created_at DESC, e.id DESC LIMIT {most}", all.sql())
}
