//! Tags of calls, from their sources and from people, as the list's filter finds them.

use sqlx::QueryBuilder;

use super::{CallOwner, PreparedCall, Tx, db::on_tx, stored::Stored};
use crate::Error;

/// Maximum number of tags per statement, far below either database's limit of bound values.
const TAGS: usize = 1000;

/// Stores the tags of inserted calls, each given with its row.
pub(super) async fn insert_tags(
    tx: &mut Tx,
    owner: CallOwner,
    calls: &[(i64, &PreparedCall)],
) -> Result<(), Error> {
    let tags: Vec<(&str, i64)> = calls
        .iter()
        .flat_map(|(row, call)| call.tags.iter().map(|tag| (tag.as_str(), *row)))
        .collect();
    for tags in tags.chunks(TAGS) {
        on_tx!(&mut *tx, |connection| {
            let mut query =
                QueryBuilder::new("INSERT INTO call_tags (tenant_id, project_id, tag, call_row) ");
            query.push_values(tags, |mut row, (tag, call)| {
                row.push_bind(Stored(owner.tenant_id))
                    .push_bind(Stored(owner.project_id))
                    .push_bind(*tag)
                    .push_bind(call);
            });
            query.build().execute(&mut *connection).await?;
        });
    }
    Ok(())
}

impl Tx {
    /// Adds a tag to a call, unless it is already there.
    pub(crate) async fn add_tag(&mut self, call_row: i64, tag: &str) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO call_tags (tenant_id, project_id, tag, call_row) \
             SELECT tenant_id, project_id, $2, row_id FROM calls WHERE row_id = $1 \
             ON CONFLICT (tag, call_row) DO NOTHING",
        )
        .bind(call_row)
        .bind(tag)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Removes a tag from a call.
    pub(crate) async fn remove_tag(&mut self, call_row: i64, tag: &str) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "DELETE FROM call_tags WHERE call_row = $1 AND tag = $2",
        )
        .bind(call_row)
        .bind(tag)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}
