//! Text from before redaction: whether a tenant keeps it, and its removal.

use earshot_domain::{CallId, TenantId};

use super::{
    Column, Db, Long, LongColumns, Tx,
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

/// The record of a source, sealed.
#[derive(sqlx::FromRow)]
pub(crate) struct SourceRecordRow {
    pub(crate) row_id: i64,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    pub(crate) source: String,
    pub(crate) source_encrypted: Vec<u8>,
}

impl LongColumns for SourceRecordRow {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        [Column::Bytes(&mut self.source_encrypted)].into_iter()
    }
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

    /// The next rows of a tenant with text, its own or in the record of its source, in order.
    pub(crate) async fn rows_with_raw_text(
        &self,
        tenant_id: TenantId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<i64>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT c.row_id FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.tenant_id = $1 AND c.row_id > $2 \
             AND (t.raw_text_encrypted IS NOT NULL OR NOT t.source_is_redacted) \
             ORDER BY c.row_id LIMIT $3",
        )
        .bind(Stored(tenant_id))
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    /// The record of a call's source; `None` where the call was replaced.
    pub(crate) async fn source_record(
        &self,
        row_id: i64,
    ) -> Result<Option<SourceRecordRow>, Error> {
        let row: Option<SourceRecordRow> = on_db!(self, |pool| sqlx::query_as(
            "SELECT c.row_id, c.id, c.source, t.source_encrypted FROM calls c \
             JOIN transcripts t ON t.call_row = c.row_id WHERE c.row_id = $1",
        )
        .bind(row_id)
        .fetch_optional(pool)
        .await)?;
        self.whole_row(row).await
    }
}

impl Tx {
    /// Replaces the record of a call's source by one without text.
    pub(crate) async fn set_redacted_source(
        &mut self,
        row_id: i64,
        record: &Long<Vec<u8>>,
    ) -> Result<(), Error> {
        self.remove_pieces(&[row_id], TextKind::Source).await?;
        let column = match record {
            Long::Short(record) => record.clone(),
            Long::Spooled(record) => record.mark().into_bytes(),
        };
        on_tx!(&mut *self, |connection| sqlx::query(
            "UPDATE transcripts SET source_encrypted = $2, source_is_redacted = $3 \
             WHERE call_row = $1",
        )
        .bind(row_id)
        .bind(column)
        .bind(true)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        match record.spooled() {
            Some(text) => self.insert_pieces(row_id, TextKind::Source, text).await,
            None => Ok(()),
        }
    }

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

    /// Removes the text of rows.
    pub(crate) async fn remove_raw_texts(&mut self, rows: &[i64]) -> Result<(), Error> {
        self.remove_pieces(rows, TextKind::RawText).await?;
        let mut conditions = Conditions::default();
        conditions.any_of("call_row", rows.iter().copied());
        let sql = format!(
            "UPDATE transcripts SET raw_text_encrypted = NULL \
             WHERE raw_text_encrypted IS NOT NULL AND {}",
            conditions.sql()
        );
        on_tx!(self, |connection| {
            bind_all!(sqlx::query(sqlx::AssertSqlSafe(sql)), conditions.args)
                .execute(&mut *connection)
                .await?;
        });
        Ok(())
    }
}
