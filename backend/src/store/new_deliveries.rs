//! New webhook deliveries, and the projects of those that concern several.

use earshot_domain::{CallId, DeliveryId, ProjectId, TenantId, WebhookEvent, WebhookId};
use sqlx::QueryBuilder;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    ingest::ROWS,
    stored::Stored,
};
use crate::Error;

/// A delivery to be stored, due immediately.
pub(crate) struct NewDelivery {
    pub(crate) id: DeliveryId,
    pub(crate) tenant_id: TenantId,
    pub(crate) webhook_id: WebhookId,
    /// The project of the call it concerns.
    pub(crate) project_id: Option<ProjectId>,
    pub(crate) call_id: Option<CallId>,
    pub(crate) event: WebhookEvent,
    pub(crate) body: String,
    pub(crate) created_at: i64,
}

impl Db {
    /// The projects of a delivery that concerns several.
    pub(crate) async fn delivery_projects(&self, id: DeliveryId) -> Result<Vec<ProjectId>, Error> {
        let sql = "SELECT project_id FROM webhook_delivery_projects WHERE delivery_id = $1";
        let rows: Vec<Stored<ProjectId>> =
            on_db!(self, |pool| sqlx::query_scalar(sql).bind(Stored(id)).fetch_all(pool).await)?;
        Ok(rows.into_iter().map(|project_id| project_id.0).collect())
    }
}

impl Tx {
    /// Stores deliveries.
    pub(crate) async fn add_deliveries(&mut self, rows: &[NewDelivery]) -> Result<(), Error> {
        for rows in rows.chunks(ROWS) {
            on_tx!(self, |connection| {
                let mut query = QueryBuilder::new(
                    "INSERT INTO webhook_deliveries (id, tenant_id, webhook_id, project_id, \
                     call_id, event, body, created_at, state, attempts, next_attempt_at) ",
                );
                query.push_values(rows, |mut values, row| {
                    values
                        .push_bind(Stored(row.id))
                        .push_bind(Stored(row.tenant_id))
                        .push_bind(Stored(row.webhook_id))
                        .push_bind(Stored(row.project_id))
                        .push_bind(Stored(row.call_id))
                        .push_bind(Stored(row.event))
                        .push_bind(&row.body)
                        .push_bind(row.created_at)
                        .push("'pending', 0")
                        .push_bind(row.created_at);
                });
                query.build().execute(&mut *connection).await?;
            });
        }
        Ok(())
    }

    /// Stores the projects of deliveries that concern all of them.
    pub(crate) async fn add_delivery_projects(
        &mut self,
        deliveries: &[NewDelivery],
        project_ids: &[ProjectId],
    ) -> Result<(), Error> {
        let pairs: Vec<_> = deliveries
            .iter()
            .flat_map(|delivery| project_ids.iter().map(|project_id| (delivery.id, *project_id)))
            .collect();
        for pairs in pairs.chunks(ROWS) {
            on_tx!(self, |connection| {
                let mut query = QueryBuilder::new(
                    "INSERT INTO webhook_delivery_projects (delivery_id, project_id) ",
                );
                query.push_values(pairs, |mut values, (delivery_id, project_id)| {
                    values.push_bind(Stored(*delivery_id)).push_bind(Stored(*project_id));
                });
                query.build().execute(&mut *connection).await?;
            });
        }
        Ok(())
    }
}
