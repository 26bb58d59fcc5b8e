//! Text from before redaction: whether a tenant keeps it, and its removal.

use earshot_domain::{CallId, TenantId};

use super::{
    Column, Db, Tx,
    db::{on_db, on_tx},
    sql::{Conditions, bind_all},
    stored::Stored,
    text_pieces::TextKind,
};
use crate::Error;

/// A tenant whose text is to be removed, and since when.
#[derive(sqlx::FromRow)]
struct RemovalRow {
    #[sqlx(try_from = "Stored<TenantId>")]
    id: TenantId,
    raw_text_removal_at: i64,
}

impl Db {
    /// Whether text from before redaction is stored of a call.
    pub(crate) async fn has_raw_text(
        &self,
        tenant_id: TenantId,
        id: CallId,
    ) -> Result<bool, Error> {
        let found: Option<i64> = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT c.row_id FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.tenant_id = $1 AND c.id = $2 AND t.raw_text_encrypted IS NOT NULL",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(id))
        .fetch_optional(pool)
        .await)?;
        Ok(found.is_some())
    }

    /// The tenants that stopped keeping text at `since` or later, and when they did.
    pub(crate) async fn raw_text_removals(
        &self,
        since: i64,
    ) -> Result<Vec<(TenantId, i64)>, Error> {
        let rows: Vec<RemovalRow> = on_db!(self, |pool| sqlx::query_as(
            "SELECT id, raw_text_removal_at FROM tenants WHERE raw_text_removal_at >= $1 \
             AND NOT keep_raw_text ORDER BY id",
        )
        .bind(since)
        .fetch_all(pool)
        .await)?;
        Ok(rows.into_iter().map(|row| (row.id, row.raw_text_removal_at)).collect())
    }

    /// The next rows of a tenant with text, in order.
    pub(crate) async fn rows_with_raw_text(
        &self,
        tenant_id: TenantId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<i64>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT c.row_id FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.tenant_id = $1 AND c.row_id > $2 AND t.raw_text_encrypted IS NOT NULL \
             ORDER BY c.row_id LIMIT $3",
        )
        .bind(Stored(tenant_id))
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// Sets whether a tenant's text is kept, and since when what is stored is removed.
    pub(crate) async fn set_keep_raw_text(
        &mut self,
        tenant_id: TenantId,
        keep: bool,
        removal_at: Option<i64>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE tenants SET keep_raw_text = $2, raw_text_removal_at = $3 WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .bind(keep)
        .bind(removal_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// The text of a call from before redaction, sealed, if it is stored.
    pub(crate) async fn raw_text(&mut self, row_id: i64) -> Result<Option<Vec<u8>>, Error> {
        let mut text: Option<Vec<u8>> = on_tx!(&mut *self, |connection| sqlx::query_scalar(
            "SELECT raw_text_encrypted FROM transcripts WHERE call_row = $1",
        )
        .bind(row_id)
        .fetch_one(&mut *connection)
        .await?);
        self.complete(Column::Optional(text.as_mut())).await?;
        Ok(text)
    }

    /// Whether a tenant keeps no text.
    pub(crate) async fn keeps_no_raw_text(&mut self, tenant_id: TenantId) -> Result<bool, Error> {
        let kept: bool = on_tx!(self, |connection| sqlx::query_scalar(
            "SELECT keep_raw_text FROM tenants WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_one(&mut *connection)
        .await?);
        Ok(!kept)
    }

    /// Removes the text of rows; returns of how many.
    pub(crate) async fn remove_raw_texts(&mut self, rows: &[i64]) -> Result<i64, Error> {
        self.remove_pieces(rows, TextKind::RawText).await?;
        let mut conditions = Conditions::default();
        conditions.any_of("call_row", rows.iter().copied());
        let sql = format!(
            "UPDATE transcripts SET raw_text_encrypted = NULL \
             WHERE raw_text_encrypted IS NOT NULL AND {}",
            conditions.sql()
        );
        let removed = on_tx!(self, |connection| bind_all!(
            sqlx::query(sqlx::AssertSqlSafe(sql)),
            conditions.args
        )
        .execute(&mut *connection)
        .await?
        .rows_affected());
        i64::try_from(removed).map_err(Error::internal)
    }
}
