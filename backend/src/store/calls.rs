//! Queries of calls: counts, pages in any order, export batches and one call.

use earshot_domain::{CallId, OutcomeCode};
use sqlx::AssertSqlSafe;

use super::{
    CallRecord, Db, ExportRecordRow, PageStart, ReviewRecord, SealedCall, Search,
    db::on_db,
    sql::{Arg, Conditions, bind_all},
    stored::Stored,
};
use crate::{
    Error,
    access::scope::{ProjectScope, Scope},
};

/// Columns of a call's [`CallRecord`].
pub(super) const LIST_COLUMNS: &str = "c.id, c.started_at, c.status, c.channel, c.direction, \
     c.caller_encrypted, c.callee_encrypted, c.agent, \
     c.total_seconds, c.summary, c.outcome, c.sentiment, c.has_recording, c.recording_named, c.review_state, \
     c.assignee_id, (SELECT u.name FROM users u WHERE u.id = c.assignee_id) AS assignee";

/// The number and size of matching calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Tally {
    pub(crate) matched: i64,
    pub(crate) longest_transcript: i64,
}

impl Db {
    /// Counts matching calls.
    pub(crate) async fn count_calls(
        &self,
        scope: &ProjectScope,
        search: &Search,
    ) -> Result<i64, Error> {
        let conditions = self.conditions(scope, search, None);
        let sql = format!("SELECT count(*) FROM calls c WHERE {}", conditions.sql());
        let count = on_db!(self, |pool| bind_all!(
            sqlx::query_scalar(AssertSqlSafe(sql)),
            conditions.args
        )
        .fetch_one(pool)
        .await)?;
        Ok(count)
    }

    /// Counts the matching calls that had arrived by `bound`, and measures their longest
    /// transcript.
    pub(crate) async fn tally_calls(
        &self,
        scope: &ProjectScope,
        search: &Search,
        bound: i64,
    ) -> Result<Tally, Error> {
        let conditions = self.conditions(scope, search, Some(bound));
        let sql = format!(
            "SELECT count(*) AS matched, COALESCE(max(c.transcript_bytes), 0) AS longest_transcript \
             FROM calls c WHERE {}",
            conditions.sql()
        );
        let tally =
            on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), conditions.args)
                .fetch_one(pool)
                .await)?;
        Ok(tally)
    }

    /// One page of the list, in the filter's order for either reading direction.
    pub(crate) async fn page_of_calls(
        &self,
        scope: &ProjectScope,
        search: &Search,
        start: Option<&PageStart>,
        limit: i64,
    ) -> Result<Vec<CallRecord>, Error> {
        let (tail, args) = self.ordered(scope, search, None, start, limit);
        let sql = format!("SELECT {LIST_COLUMNS} FROM calls c {tail}");
        let mut rows: Vec<CallRecord> = self.rows(sql, args).await?;
        if start.is_some_and(|start| start.backwards) {
            rows.reverse();
        }
        Ok(rows)
    }

    /// The next rows of an export, of calls that had arrived by `bound`.
    pub(crate) async fn export_batch(
        &self,
        scope: &ProjectScope,
        search: &Search,
        bound: i64,
        start: Option<&PageStart>,
        limit: i64,
    ) -> Result<Vec<ExportRecordRow>, Error> {
        let (tail, args) = self.ordered(scope, search, Some(bound), start, limit);
        let sql = format!(
            "SELECT c.id, c.started_at, c.status, c.channel, c.caller_encrypted, c.agent, \
             c.total_seconds, c.summary, o.text AS one_line_transcript \
             FROM calls c JOIN one_line_transcripts o ON o.call_row = c.row_id {tail}"
        );
        let rows: Vec<ExportRecordRow> = self.rows(sql, args).await?;
        self.whole(rows).await
    }

    /// One call, if it is in scope.
    pub(crate) async fn call_in_scope(
        &self,
        scope: &Scope,
        id: CallId,
    ) -> Result<Option<ReviewRecord>, Error> {
        let Some(mut conditions) = Conditions::in_scope(scope) else { return Ok(None) };
        conditions.compare("c.id =", id);
        let sql = format!(
            "SELECT {LIST_COLUMNS}, c.project_id, p.slug AS project_slug, c.ended_at, c.end_reason, \
             c.source_status, c.ring_seconds, c.talk_seconds, \
             c.hold_seconds, c.transcript_state, c.audience, t.turns, t.details \
             FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             JOIN projects p ON p.id = c.project_id WHERE {}",
            conditions.sql()
        );
        let row: Option<ReviewRecord> = self.row(sql, conditions.args).await?;
        self.whole_row(row).await
    }

    /// The encrypted parts of a call.
    pub(crate) async fn sealed_call(&self, id: CallId) -> Result<Option<SealedCall>, Error> {
        let row: Option<SealedCall> = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT c.source, c.source_id, c.names_encrypted, t.raw_text_encrypted, t.customer_encrypted, \
             t.source_encrypted FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.id = $1",
        )
        .bind(Stored(id))
        .fetch_optional(pool)
        .await
        })?;
        self.whole_row(row).await
    }

    /// The ids of calls in scope with one of these ids in the given source or any; at most two.
    pub(crate) async fn calls_of_source(
        &self,
        scope: &Scope,
        source: Option<&str>,
        source_ids: &[String],
    ) -> Result<Vec<CallId>, Error> {
        let Some(mut conditions) = Conditions::in_scope(scope) else { return Ok(Vec::new()) };
        conditions.any_of("c.source_id", source_ids);
        conditions.any_of("c.source", source);
        let sql = format!("SELECT c.id FROM calls c WHERE {} LIMIT 2", conditions.sql());
        let ids: Vec<Stored<CallId>> = on_db!(self, |pool| bind_all!(
            sqlx::query_scalar(AssertSqlSafe(sql)),
            conditions.args
        )
        .fetch_all(pool)
        .await)?;
        Ok(ids.into_iter().map(CallId::from).collect())
    }

    /// Distinct agents of a project's visible calls, by name.
    pub(crate) async fn agents(&self, scope: &ProjectScope) -> Result<Vec<String>, Error> {
        let (sql, args) = distinct(scope, "agent");
        let agents = on_db!(self, |pool| bind_all!(sqlx::query_scalar(AssertSqlSafe(sql)), args)
            .fetch_all(pool)
            .await)?;
        Ok(agents)
    }

    /// Distinct outcomes of a project's visible calls.
    pub(crate) async fn outcomes(&self, scope: &ProjectScope) -> Result<Vec<OutcomeCode>, Error> {
        let (sql, args) = distinct(scope, "outcome");
        let outcomes: Vec<Stored<OutcomeCode>> =
            on_db!(self, |pool| bind_all!(sqlx::query_scalar(AssertSqlSafe(sql)), args)
                .fetch_all(pool)
                .await)?;
        Ok(outcomes.into_iter().map(OutcomeCode::from).collect())
    }
}

/// The statement of a column's distinct values, and its arguments; each value is one step in the
/// column's index.
fn distinct(scope: &ProjectScope, column: &'static str) -> (String, Vec<Arg>) {
    let conditions = Conditions::in_project(scope);
    let first = format!("SELECT min(c.{column}) FROM calls c WHERE {}", conditions.sql());
    let sql = format!(
        "WITH RECURSIVE names (name) AS ({first} UNION ALL \
         SELECT ({first} AND c.{column} > names.name) FROM names WHERE names.name IS NOT NULL) \
         SELECT name FROM names WHERE name IS NOT NULL LIMIT 200"
    );
    (sql, conditions.args)
}
