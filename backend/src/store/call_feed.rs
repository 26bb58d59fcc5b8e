//! Queries of calls in order of arrival.

use earshot_domain::{
    CallId, Channel, Direction, MediaState, OutcomeCode, ReviewState, Sentiment, Slug, Status,
    TranscriptState,
};
use sqlx::AssertSqlSafe;

use super::{
    Db,
    db::on_db,
    sql::{Conditions, bind_all},
    stored::Stored,
};
use crate::{Error, access::scope::Scope};

/// A call with its arrival number.
#[derive(sqlx::FromRow)]
pub(crate) struct FeedRow {
    pub(crate) ingest_seq: i64,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) project_slug: Slug,
    pub(crate) source: String,
    pub(crate) source_id: String,
    pub(crate) names_encrypted: Option<Vec<u8>>,
    pub(crate) started_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) end_reason: Option<String>,
    #[sqlx(try_from = "Stored<Channel>")]
    pub(crate) channel: Channel,
    #[sqlx(try_from = "Stored<Direction>")]
    pub(crate) direction: Direction,
    #[sqlx(try_from = "Stored<Status>")]
    pub(crate) status: Status,
    pub(crate) source_status: String,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
    #[sqlx(try_from = "Stored<Option<OutcomeCode>>")]
    pub(crate) outcome: Option<OutcomeCode>,
    #[sqlx(try_from = "Stored<Option<Sentiment>>")]
    pub(crate) sentiment: Option<Sentiment>,
    pub(crate) summary: Option<String>,
    #[sqlx(try_from = "Stored<TranscriptState>")]
    pub(crate) transcript_state: TranscriptState,
    /// Whether the source names a recording that has not come.
    pub(crate) recording_named: bool,
    #[sqlx(try_from = "Stored<Option<MediaState>>")]
    pub(crate) media_state: Option<MediaState>,
    #[sqlx(try_from = "Stored<ReviewState>")]
    pub(crate) review_state: ReviewState,
    /// Empty unless requested.
    pub(crate) turns: String,
    pub(crate) details: String,
}

/// The optional parts of the calls to read.
pub(crate) struct FeedParts {
    pub(crate) turns: bool,
    pub(crate) details: bool,
}

impl Db {
    /// At most `limit` calls of a scope that arrived after `since`, up to and including `bound`.
    pub(crate) async fn calls_since(
        &self,
        scope: &Scope,
        since: i64,
        bound: i64,
        limit: i64,
        parts: &FeedParts,
    ) -> Result<Vec<FeedRow>, Error> {
        let Some(mut all) = Conditions::in_scope(scope) else { return Ok(Vec::new()) };
        all.compare("c.ingest_seq >", since);
        all.compare("c.ingest_seq <=", bound);
        let limit = all.arg(limit);
        let turns = if parts.turns { "t.turns" } else { "''" };
        let details = if parts.details { "t.details" } else { "''" };
        let sql = format!(
            "SELECT c.ingest_seq, c.id, p.slug AS project_slug, c.source, c.source_id, c.names_encrypted, \
             c.started_at, c.ended_at, c.end_reason, c.channel, c.direction, c.status, \
             c.source_status, c.caller_encrypted, c.callee_encrypted, c.agent, c.total_seconds, \
             c.ring_seconds, c.talk_seconds, c.hold_seconds, c.outcome, c.sentiment, c.summary, \
             c.transcript_state, c.recording_named, r.media_state, c.review_state, {turns} AS turns, \
             {details} AS details FROM calls c \
             JOIN projects p ON p.id = c.project_id JOIN transcripts t ON t.call_row = c.row_id \
             LEFT JOIN recordings r ON r.call_id = c.id WHERE {} ORDER BY c.ingest_seq LIMIT {limit}",
            all.sql()
        );
        let rows = on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), all.args)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }
}
