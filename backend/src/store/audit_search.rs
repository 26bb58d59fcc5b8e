//! Search in a tenant's audit log, the latest events first.

use earshot_domain::{AuditAction, TenantId};
use sqlx::AssertSqlSafe;

use super::{
    AuditEntry, Db,
    audit::COLUMNS,
    audit_visibility::VisibleAudit,
    db::on_db,
    sql::{Conditions, bind_all},
    stored::Stored,
};
use crate::Error;

/// What is searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AuditSearch {
    /// Moment from which on, in milliseconds UTC.
    pub(crate) from: Option<i64>,
    /// Moment before which.
    pub(crate) to: Option<i64>,
    /// Actions; `None` for all.
    pub(crate) actions: Option<Vec<AuditAction>>,
    /// Who acted.
    pub(crate) actor: Option<String>,
    /// What was acted on.
    pub(crate) subject: Option<String>,
    /// Number before which.
    pub(crate) before: Option<i64>,
}

impl Db {
    /// Events of a tenant's log, the latest first, at most `most`.
    pub(crate) async fn search_audit(
        &self,
        tenant_id: TenantId,
        search: &AuditSearch,
        visible: Option<&VisibleAudit>,
        most: i64,
    ) -> Result<Vec<AuditEntry>, Error> {
        let mut conditions = Conditions::default();
        conditions.compare("e.tenant_id =", tenant_id);
        if let Some(visible) = visible {
            visible.limit(&mut conditions);
        }
        if let Some(from) = search.from {
            conditions.compare("e.at >=", from);
        }
        if let Some(to) = search.to {
            conditions.compare("e.at <", to);
        }
        if let Some(actions) = &search.actions {
            if actions.is_empty() {
                return Ok(Vec::new());
            }
            conditions.any_of("e.action", actions.iter().copied());
        }
        if let Some(actor) = &search.actor {
            conditions.compare("e.actor =", actor);
        }
        if let Some(subject) = &search.subject {
            conditions.compare("e.subject =", subject);
        }
        if let Some(before) = search.before {
            conditions.compare("e.seq <", before);
        }
        let limit = conditions.arg(most);
        let sql = format!(
            "SELECT {COLUMNS} FROM audit_events e WHERE {} ORDER BY e.seq DESC LIMIT {limit}",
            conditions.sql()
        );
        Ok(on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), conditions.args)
            .fetch_all(pool)
            .await)?)
    }

    /// Who has acted, in alphabetical order, at most `most`.
    pub(crate) async fn audit_actors(
        &self,
        tenant_id: TenantId,
        most: i64,
    ) -> Result<Vec<String>, Error> {
        // One step in the index for each actor, however many events there are.
        let sql = "WITH RECURSIVE found (actor, place) AS (\
                   SELECT (SELECT MIN(actor) FROM audit_events WHERE tenant_id = $1), \
                   CAST(1 AS BIGINT) UNION ALL \
                   SELECT (SELECT MIN(e.actor) FROM audit_events e WHERE e.tenant_id = $1 \
                   AND e.actor > found.actor), found.place + 1 FROM found \
                   WHERE found.actor IS NOT NULL AND found.place < $2) \
                   SELECT actor FROM found WHERE actor IS NOT NULL";
        Ok(on_db!(self, |pool| sqlx::query_scalar(sql)
            .bind(Stored(tenant_id))
            .bind(most)
            .fetch_all(pool)
            .await)?)
    }
}
