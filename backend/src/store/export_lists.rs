//! Lists of background exports.

use earshot_domain::{ApiKeyId, TenantId, UserId};
use sqlx::AssertSqlSafe;

use super::{
    Db,
    db::on_db,
    export_jobs::{COLUMNS, ExportJobRow},
    stored::Stored,
};
use crate::Error;

/// Exports to list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ExportsOf {
    /// Those that a person started.
    Person(UserId),
    /// Those that a key started.
    Key(ApiKeyId),
    /// All of the tenant.
    Tenant,
}

impl Db {
    /// Background exports of a tenant, newest first.
    pub(crate) async fn export_jobs(
        &self,
        tenant_id: TenantId,
        of: ExportsOf,
        most: i64,
    ) -> Result<Vec<ExportJobRow>, Error> {
        self.exports_where(tenant_id, of, "TRUE", most).await
    }

    /// Those that wait or run.
    pub(crate) async fn active_exports(
        &self,
        tenant_id: TenantId,
        of: ExportsOf,
        most: i64,
    ) -> Result<Vec<ExportJobRow>, Error> {
        self.exports_where(tenant_id, of, "e.state IN ('queued', 'running')", most).await
    }

    async fn exports_where(
        &self,
        tenant_id: TenantId,
        of: ExportsOf,
        state: &'static str,
        most: i64,
    ) -> Result<Vec<ExportJobRow>, Error> {
        let (condition, id) = match of {
            ExportsOf::Person(id) => ("e.user_id = $2 AND e.api_key_id IS NULL", id.to_string()),
            ExportsOf::Key(id) => ("e.api_key_id = $2", id.to_string()),
            ExportsOf::Tenant => ("e.tenant_id = $2", tenant_id.to_string()),
        };
        let sql = AssertSqlSafe(format!(
            "{COLUMNS} AND e.tenant_id = $1 AND {condition} AND {state} AND e.deleted_at IS NULL \
             ORDER BY e.created_at DESC, e.id DESC LIMIT $3"
        ));
        let rows = on_db!(self, |pool| sqlx::query_as(sql)
            .bind(Stored(tenant_id))
            .bind(id)
            .bind(most)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }
}
