//! Sets of columns that people saved for exports.

use earshot_domain::{TenantId, UserId};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A stored set of columns.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct FieldSetRow {
    pub(crate) name: String,
    pub(crate) mode: String,
    /// The columns, separated by commas.
    pub(crate) fields: String,
}

impl Db {
    /// The sets of a person, by name.
    pub(crate) async fn field_sets(
        &self,
        tenant_id: TenantId,
        user_id: UserId,
    ) -> Result<Vec<FieldSetRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT name, mode, fields FROM export_field_sets \
             WHERE tenant_id = $1 AND user_id = $2 ORDER BY name"
        )
        .bind(Stored(tenant_id))
        .bind(Stored(user_id))
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }
}

/// Stores a set of a person, in place of one of the same name.
pub(crate) async fn save_field_set(
    tx: &mut Tx,
    tenant_id: TenantId,
    user_id: UserId,
    set: &FieldSetRow,
) -> Result<(), Error> {
    on_tx!(tx, |connection| {
        sqlx::query(
            "INSERT INTO export_field_sets (tenant_id, user_id, name, mode, fields) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id, name) \
             DO UPDATE SET mode = excluded.mode, fields = excluded.fields",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(user_id))
        .bind(&set.name)
        .bind(&set.mode)
        .bind(&set.fields)
        .execute(connection)
        .await
        .map(drop)
    })?;
    Ok(())
}

/// Counts the sets of a person, but for one of this name.
pub(crate) async fn count_other_field_sets(
    tx: &mut Tx,
    tenant_id: TenantId,
    user_id: UserId,
    name: &str,
) -> Result<i64, Error> {
    let count = on_tx!(tx, |connection| sqlx::query_scalar(
        "SELECT count(*) FROM export_field_sets \
         WHERE tenant_id = $1 AND user_id = $2 AND name <> $3"
    )
    .bind(Stored(tenant_id))
    .bind(Stored(user_id))
    .bind(name)
    .fetch_one(connection)
    .await)?;
    Ok(count)
}

/// Deletes a set of a person; one that does not exist is no error.
pub(crate) async fn delete_field_set(
    tx: &mut Tx,
    tenant_id: TenantId,
    user_id: UserId,
    name: &str,
) -> Result<(), Error> {
    on_tx!(tx, |connection| {
        sqlx::query(
            "DELETE FROM export_field_sets WHERE tenant_id = $1 AND user_id = $2 AND name = $3",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(user_id))
        .bind(name)
        .execute(connection)
        .await
        .map(drop)
    })?;
    Ok(())
}
