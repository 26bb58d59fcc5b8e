//! Reading calls: count, pages in any order, export batches and one call.

use earshot_domain::{CallDetails, Sort};
use sqlx::AssertSqlSafe;

use super::Search;
use super::{
    Db, PageStart,
    db::on_db,
    sql::{Arg, Conditions, bind_all},
};
use crate::{
    Error,
    access::scope::{ProjectScope, Scope},
};

const LIST_COLUMNS: &str = "c.id, c.started_at, c.status, c.channel, c.caller_encrypted, c.agent, \
     c.total_seconds, c.summary, c.outcome, c.sentiment, c.has_recording, c.review_state, \
     c.assignee_id, (SELECT u.name FROM users u WHERE u.id = c.assignee_id) AS assignee";

/// A call as the list needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CallRecord {
    pub(crate) id: String,
    pub(crate) started_at: i64,
    pub(crate) status: String,
    pub(crate) channel: String,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) summary: Option<String>,
    pub(crate) outcome: Option<String>,
    pub(crate) sentiment: Option<String>,
    pub(crate) has_recording: bool,
    pub(crate) review_state: String,
    pub(crate) assignee_id: Option<String>,
    pub(crate) assignee: Option<String>,
}

/// A call as an export needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ExportRecordRow {
    pub(crate) id: String,
    pub(crate) started_at: i64,
    pub(crate) status: String,
    pub(crate) channel: String,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) summary: Option<String>,
    pub(crate) collapsed: String,
}

/// A call as the review needs it, beside its [`CallRecord`].
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ReviewRecord {
    #[sqlx(flatten)]
    pub(crate) call: CallRecord,
    pub(crate) project_id: String,
    pub(crate) project_slug: String,
    pub(crate) ended_at: Option<i64>,
    pub(crate) end_reason: Option<String>,
    pub(crate) direction: String,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) source_status: String,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
    pub(crate) transcript_state: String,
    pub(crate) turns: String,
    pub(crate) details: String,
}

/// What only exports in a source's own structure read of a call.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SealedCall {
    pub(crate) source: String,
    pub(crate) source_id: String,
    pub(crate) raw_text_encrypted: Option<Vec<u8>>,
    pub(crate) customer_encrypted: Option<Vec<u8>>,
    pub(crate) source_encrypted: Vec<u8>,
}

/// How much matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Tally {
    pub(crate) matched: i64,
    pub(crate) longest_transcript: i64,
}

impl Db {
    /// How many calls match.
    pub(crate) async fn count_calls(
        &self,
        scope: &ProjectScope,
        search: &Search,
    ) -> Result<i64, Error> {
        let conditions = self.conditions(scope, search, None);
        let sql = format!("SELECT count(*) FROM calls c WHERE {}", conditions.sql());
        let (count,) = on_db!(self, |pool| bind_all!(
            sqlx::query_as::<_, (i64,)>(AssertSqlSafe(sql)),
            conditions.args
        )
        .fetch_one(pool)
        .await)?;
        Ok(count)
    }

    /// How many calls match among those that had arrived by `bound`, and their longest transcript.
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

    /// One page of the list, in the filter's order whichever way it is read.
    pub(crate) async fn page_of_calls(
        &self,
        scope: &ProjectScope,
        search: &Search,
        start: Option<&PageStart>,
        most: i64,
    ) -> Result<Vec<CallRecord>, Error> {
        let (tail, args) = self.ordered(scope, search, None, start, most);
        let sql = format!("SELECT {LIST_COLUMNS} FROM calls c {tail}");
        let mut rows: Vec<CallRecord> =
            on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args)
                .fetch_all(pool)
                .await)?;
        if start.is_some_and(|start| start.backwards) {
            rows.reverse();
        }
        Ok(rows)
    }

    /// The next rows of an export that had arrived by `bound`.
    pub(crate) async fn export_batch(
        &self,
        scope: &ProjectScope,
        search: &Search,
        bound: i64,
        start: Option<&PageStart>,
        most: i64,
    ) -> Result<Vec<ExportRecordRow>, Error> {
        let (tail, args) = self.ordered(scope, search, Some(bound), start, most);
        let sql = format!(
            "SELECT c.id, c.started_at, c.status, c.channel, c.caller_encrypted, c.agent, \
             c.total_seconds, c.summary, t.collapsed \
             FROM calls c JOIN transcripts t ON t.call_row = c.row_id {tail}"
        );
        let rows = on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// One call, if it is in scope.
    pub(crate) async fn call_in_scope(
        &self,
        scope: &Scope,
        id: &str,
    ) -> Result<Option<ReviewRecord>, Error> {
        let mut conditions = Conditions::default();
        conditions.compare("c.tenant_id =", Arg::Text(scope.tenant_id.clone()));
        conditions.compare("c.id =", Arg::Text(id.to_owned()));
        if scope.project_ids.is_empty() {
            return Ok(None);
        }
        conditions.any_of("c.project_id", scope.project_ids.iter().cloned().map(Arg::Text));
        let sql = format!(
            "SELECT {LIST_COLUMNS}, c.project_id, p.slug AS project_slug, c.ended_at, c.end_reason, \
             c.direction, c.callee_encrypted, c.source_status, c.ring_seconds, c.talk_seconds, \
             c.hold_seconds, c.transcript_state, t.turns, t.details \
             FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             JOIN projects p ON p.id = c.project_id WHERE {}",
            conditions.sql()
        );
        let row =
            on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), conditions.args)
                .fetch_optional(pool)
                .await)?;
        Ok(row)
    }

    /// The sealed parts of a call.
    pub(crate) async fn sealed_call(&self, id: &str) -> Result<Option<SealedCall>, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT c.source, c.source_id, t.raw_text_encrypted, t.customer_encrypted, \
             t.source_encrypted FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.id = $1",
        )
        .bind(id)
        .fetch_optional(pool)
        .await)?;
        Ok(row)
    }

    /// The ids of calls in scope whose source, or any, calls them `source_id`; at most two.
    pub(crate) async fn calls_of_source(
        &self,
        scope: &Scope,
        source: Option<&str>,
        source_id: &str,
    ) -> Result<Vec<String>, Error> {
        if scope.project_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut conditions = Conditions::default();
        conditions.compare("c.tenant_id =", Arg::Text(scope.tenant_id.clone()));
        conditions.compare("c.source_id =", Arg::Text(source_id.to_owned()));
        conditions
            .any_of("c.source", source.into_iter().map(|source| Arg::Text(source.to_owned())));
        conditions.any_of("c.project_id", scope.project_ids.iter().cloned().map(Arg::Text));
        let sql = format!("SELECT c.id FROM calls c WHERE {} LIMIT 2", conditions.sql());
        let rows: Vec<(String,)> =
            on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), conditions.args)
                .fetch_all(pool)
                .await)?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Distinct agents of a project, by name; each costs one step in the index.
    pub(crate) async fn agents(&self, scope: &ProjectScope) -> Result<Vec<String>, Error> {
        self.distinct(scope, AGENTS).await
    }

    /// Distinct outcomes of a project.
    pub(crate) async fn outcomes(&self, scope: &ProjectScope) -> Result<Vec<String>, Error> {
        self.distinct(scope, OUTCOMES).await
    }

    async fn distinct(
        &self,
        scope: &ProjectScope,
        sql: &'static str,
    ) -> Result<Vec<String>, Error> {
        let rows: Vec<(String,)> = on_db!(self, |pool| sqlx::query_as(sql)
            .bind(&scope.tenant_id)
            .bind(&scope.project_id)
            .fetch_all(pool)
            .await)?;
        Ok(rows.into_iter().map(|(value,)| value).collect())
    }
}

const AGENTS: &str = "WITH RECURSIVE names (name) AS ( \
     SELECT min(agent) FROM calls WHERE tenant_id = $1 AND project_id = $2 \
     UNION ALL \
     SELECT (SELECT min(c.agent) FROM calls c WHERE c.tenant_id = $1 AND c.project_id = $2 \
     AND c.agent > names.name) FROM names WHERE names.name IS NOT NULL) \
     SELECT name FROM names WHERE name IS NOT NULL LIMIT 200";

const OUTCOMES: &str = "WITH RECURSIVE names (name) AS ( \
     SELECT min(outcome) FROM calls WHERE tenant_id = $1 AND project_id = $2 \
     UNION ALL \
     SELECT (SELECT min(c.outcome) FROM calls c WHERE c.tenant_id = $1 AND c.project_id = $2 \
     AND c.outcome > names.name) FROM names WHERE names.name IS NOT NULL) \
     SELECT name FROM names WHERE name IS NOT NULL LIMIT 200";

impl CallRecord {
    /// The value the order goes by.
    pub(crate) fn key(&self, sort: Sort) -> i64 {
        if sort.by_duration() { self.total_seconds } else { self.started_at }
    }
}

impl ReviewRecord {
    /// What the call has beside its columns.
    pub(crate) fn details(&self) -> Result<CallDetails, Error> {
        Ok(serde_json::from_str(&self.details)?)
    }
}

impl ExportRecordRow {
    /// The value the order goes by.
    pub(crate) fn key(&self, sort: Sort) -> i64 {
        if sort.by_duration() { self.total_seconds } else { self.started_at }
    }
}
