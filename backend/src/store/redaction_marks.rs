//! Marks of missed and wrong redactions, and the texts of a call that they change.

use std::collections::HashMap;

use earshot_domain::{CallId, MarkKind, RedactionLabel, RedactionMarkId, TenantId};
use sqlx::AssertSqlSafe;

use super::{
    Column, Db, Tx,
    db::{on_db, on_tx},
    sql::{Conditions, bind_all},
    stored::Stored,
};
use crate::Error;

/// A stored mark.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct MarkRow {
    #[sqlx(try_from = "Stored<RedactionMarkId>")]
    pub(crate) id: RedactionMarkId,
    #[sqlx(try_from = "Stored<CallId>")]
    call_id: CallId,
    #[sqlx(try_from = "Stored<MarkKind>")]
    pub(crate) kind: MarkKind,
    #[sqlx(try_from = "Stored<RedactionLabel>")]
    pub(crate) label: RedactionLabel,
    pub(crate) turn: Option<i64>,
    pub(crate) words_encrypted: Vec<u8>,
}

/// A mark to be stored with its event.
pub(crate) struct NewMark<'a> {
    pub(crate) id: RedactionMarkId,
    pub(crate) tenant_id: TenantId,
    pub(crate) call_id: CallId,
    /// Number of its event.
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) kind: MarkKind,
    pub(crate) label: RedactionLabel,
    pub(crate) words_encrypted: &'a [u8],
    pub(crate) places: i64,
}

/// Texts of a call beside its lines.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct MarkedTexts {
    pub(crate) summary: Option<String>,
    pub(crate) end_reason: Option<String>,
    pub(crate) details: String,
}

const MARKS: &str = "SELECT m.id, m.call_id, m.kind, m.label, e.turn, m.words_encrypted \
     FROM redaction_marks m JOIN review_events e ON e.call_id = m.call_id AND e.seq = m.seq WHERE ";

impl Db {
    /// The marks of calls, oldest first; calls without any are left out.
    pub(crate) async fn redaction_marks(
        &self,
        tenant_id: TenantId,
        ids: &[CallId],
    ) -> Result<HashMap<CallId, Vec<MarkRow>>, Error> {
        let mut marks: HashMap<CallId, Vec<MarkRow>> = HashMap::new();
        if ids.is_empty() {
            return Ok(marks);
        }
        let mut conditions = Conditions::default();
        conditions.compare("m.tenant_id =", tenant_id);
        conditions.any_of("m.call_id", ids);
        let sql = format!("{MARKS}{} ORDER BY m.seq", conditions.sql());
        let rows: Vec<MarkRow> =
            on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), conditions.args)
                .fetch_all(pool)
                .await)?;
        for row in rows {
            marks.entry(row.call_id).or_default().push(row);
        }
        Ok(marks)
    }
}

impl Tx {
    /// The marks of a call, oldest first.
    pub(crate) async fn redaction_marks(
        &mut self,
        tenant_id: TenantId,
        call_id: CallId,
    ) -> Result<Vec<MarkRow>, Error> {
        let sql = format!("{MARKS}m.tenant_id = $1 AND m.call_id = $2 ORDER BY m.seq");
        let rows = on_tx!(self, |connection| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(Stored(call_id))
            .fetch_all(&mut *connection)
            .await?);
        Ok(rows)
    }

    /// Stores a mark; the rules are those that made the text of its call.
    pub(crate) async fn add_redaction_mark(&mut self, mark: &NewMark<'_>) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO redaction_marks (id, tenant_id, call_id, seq, at, kind, label, \
             words_encrypted, rules, places) \
             SELECT $1, $2, id, $4, $5, $6, $7, $8, redaction_version, $9 FROM calls \
             WHERE tenant_id = $2 AND id = $3",
        )
        .bind(Stored(mark.id))
        .bind(Stored(mark.tenant_id))
        .bind(Stored(mark.call_id))
        .bind(mark.seq)
        .bind(mark.at)
        .bind(Stored(mark.kind))
        .bind(Stored(mark.label))
        .bind(mark.words_encrypted)
        .bind(mark.places)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// The texts of a call beside its lines.
    pub(crate) async fn marked_texts(&mut self, row_id: i64) -> Result<MarkedTexts, Error> {
        let mut texts: MarkedTexts = on_tx!(&mut *self, |connection| sqlx::query_as(
            "SELECT c.summary, c.end_reason, t.details FROM calls c \
             JOIN transcripts t ON t.call_row = c.row_id WHERE c.row_id = $1",
        )
        .bind(row_id)
        .fetch_one(&mut *connection)
        .await?);
        self.complete(Column::Text(&mut texts.details)).await?;
        Ok(texts)
    }

    /// Replaces the summary and the end reason of a call.
    pub(crate) async fn set_marked_texts(
        &mut self,
        row_id: i64,
        summary: Option<&str>,
        end_reason: Option<&str>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE calls SET summary = $2, end_reason = $3 WHERE row_id = $1",
        )
        .bind(row_id)
        .bind(summary)
        .bind(end_reason)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// The tags by which a call is found.
    pub(crate) async fn tags_of_call(&mut self, row_id: i64) -> Result<Vec<String>, Error> {
        let tags = on_tx!(self, |connection| sqlx::query_scalar(
            "SELECT tag FROM call_tags WHERE call_row = $1",
        )
        .bind(row_id)
        .fetch_all(&mut *connection)
        .await?);
        Ok(tags)
    }
}
