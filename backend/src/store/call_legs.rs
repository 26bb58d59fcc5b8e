//! Ids of the legs of PBX calls, and the calls they belong to.

use earshot_domain::TenantId;
use sqlx::QueryBuilder;

use super::{
    Db, PbxCallRow, PreparedCall, Tx, db::on_tx, pbx_calls::PBX_CALLS, sql::Conditions,
    stored::Stored,
};
use crate::{Error, access::scope::Scope};

/// Maximum number of legs per statement, far below either database's limit of bound values.
const LEGS: usize = 1000;

impl Db {
    /// Calls in the scope with a leg of this id, in any of the forms in which it may be stored, the id
    /// itself first; at most two. A call from a source other than a PBX
    /// is its own leg, with its own id.
    pub(crate) async fn pbx_calls_with_leg(
        &self,
        scope: &Scope,
        leg_ids: &[String; 2],
    ) -> Result<Vec<PbxCallRow>, Error> {
        if scope.project_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut all = Conditions::default();
        let tenant = all.arg(scope.tenant_id);
        let [leg, other] = [all.arg(&leg_ids[0]), all.arg(&leg_ids[1])];
        all.any_of("c.project_id", &scope.project_ids);
        all.visible_to(&scope.audiences);
        all.and(format!(
            "c.row_id IN (SELECT call_row FROM call_legs WHERE tenant_id = {tenant} AND \
             leg_id IN ({leg}, {other}) UNION ALL SELECT row_id FROM calls WHERE tenant_id = {tenant} AND \
             id = {leg} AND source <> 'pbx')"
        ));
        let sql = format!("{PBX_CALLS} WHERE {} LIMIT 2", all.sql());
        let rows: Vec<PbxCallRow> = self.rows(sql, all.args).await?;
        self.whole(rows).await
    }
}

/// Stores the leg ids of inserted calls, each given with its row.
pub(super) async fn insert_legs(
    tx: &mut Tx,
    tenant_id: TenantId,
    calls: &[(i64, &PreparedCall)],
) -> Result<(), Error> {
    let legs: Vec<(&str, i64)> = calls
        .iter()
        .flat_map(|(row, call)| call.leg_ids.iter().map(|leg| (leg.as_str(), *row)))
        .collect();
    for legs in legs.chunks(LEGS) {
        on_tx!(&mut *tx, |connection| {
            let mut query =
                QueryBuilder::new("INSERT INTO call_legs (tenant_id, leg_id, call_row) ");
            query.push_values(legs, |mut row, (leg, call)| {
                row.push_bind(Stored(tenant_id)).push_bind(*leg).push_bind(call);
            });
            query.build().execute(&mut *connection).await?;
        });
    }
    Ok(())
}
