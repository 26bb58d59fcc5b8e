//! Whole conversations, in batches, for exports.

use std::collections::HashMap;

use earshot_domain::{
    CallId, Direction, MediaState, OutcomeCode, ReviewState, Sentiment, Sort, TenantId,
    TranscriptState,
};

use super::{
    Column, Db, EventRow, ExportRecordRow, LongColumns, PageStart, Search, reviews::EVENT_COLUMNS,
    sql::Conditions, stored::Stored,
};
use crate::{Error, access::scope::ProjectScope};

/// A call with everything that an export can write.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ConversationRow {
    /// Its transcript on one line is empty unless it was asked for, as the texts below.
    #[sqlx(flatten)]
    pub(crate) cells: ExportRecordRow,
    pub(crate) ingest_seq: i64,
    pub(crate) source: String,
    pub(crate) source_id: String,
    pub(crate) names_encrypted: Option<Vec<u8>>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) end_reason: Option<String>,
    #[sqlx(try_from = "Stored<Direction>")]
    pub(crate) direction: Direction,
    pub(crate) source_status: String,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
    #[sqlx(try_from = "Stored<Option<OutcomeCode>>")]
    pub(crate) outcome: Option<OutcomeCode>,
    #[sqlx(try_from = "Stored<Option<Sentiment>>")]
    pub(crate) sentiment: Option<Sentiment>,
    pub(crate) has_recording: bool,
    pub(crate) recording_named: bool,
    #[sqlx(try_from = "Stored<Option<MediaState>>")]
    pub(crate) media_state: Option<MediaState>,
    #[sqlx(try_from = "Stored<ReviewState>")]
    pub(crate) review_state: ReviewState,
    #[sqlx(try_from = "Stored<TranscriptState>")]
    pub(crate) transcript_state: TranscriptState,
    /// Redacted turns, as JSON.
    pub(crate) turns: String,
    /// Redacted details, as JSON.
    pub(crate) details: String,
    pub(crate) customer_encrypted: Option<Vec<u8>>,
}

/// The long texts of a conversation that are read; the others are empty in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ConversationTexts {
    /// The transcript on one line.
    pub(crate) one_line_transcript: bool,
    /// The turns.
    pub(crate) turns: bool,
    /// The details, and what reviews added to them.
    pub(crate) details: bool,
}

impl ConversationTexts {
    /// Every text but the transcript on one line, which repeats the turns.
    pub(crate) const PARTS: Self = Self { one_line_transcript: false, turns: true, details: true };

    /// Columns of a [`ConversationRow`].
    pub(super) fn columns(self) -> String {
        const ONE_LINE: &str =
            "(SELECT o.text FROM one_line_transcripts o WHERE o.call_row = c.row_id)";
        let text = |is_read, column| if is_read { column } else { "''" };
        format!(
            "{FACTS}, {} AS one_line_transcript, {} AS turns, {} AS details, t.customer_encrypted",
            text(self.one_line_transcript, ONE_LINE),
            text(self.turns, "t.turns"),
            text(self.details, "t.details")
        )
    }
}

/// Columns of a [`ConversationRow`] with every text but the transcript on one line.
pub(super) fn conversation_columns() -> String {
    ConversationTexts::PARTS.columns()
}

const FACTS: &str = "c.id, c.ingest_seq, c.source, c.source_id, c.names_encrypted, \
     c.started_at, c.ended_at, c.end_reason, c.channel, c.direction, c.status, c.source_status, \
     c.caller_encrypted, c.callee_encrypted, c.agent, c.total_seconds, c.ring_seconds, \
     c.talk_seconds, c.hold_seconds, c.outcome, c.sentiment, c.summary, c.has_recording, \
     c.recording_named, \
     (SELECT r.media_state FROM recordings r WHERE r.call_id = c.id) AS media_state, \
     c.review_state, c.transcript_state";

impl ConversationRow {
    /// The state of its recording as it was stored.
    pub(crate) const fn recording_state(&self) -> MediaState {
        match self.media_state {
            Some(state) => state,
            None if self.recording_named => MediaState::NotReceived,
            None => MediaState::NotGenerated,
        }
    }

    /// The value that the calls are sorted by.
    pub(crate) fn key(&self, sort: Sort) -> i64 {
        if sort.by_duration() { self.cells.total_seconds } else { self.cells.started_at }
    }
}

impl LongColumns for ConversationRow {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        [&mut self.cells.one_line_transcript, &mut self.turns, &mut self.details]
            .into_iter()
            .map(Column::Text)
    }
}

impl LongColumns for RawTextRow {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        std::iter::once(Column::Bytes(&mut self.raw_text_encrypted))
    }
}

impl Db {
    /// The next conversations of an export, of calls that had arrived by `bound`.
    pub(crate) async fn conversation_batch(
        &self,
        scope: &ProjectScope,
        search: &Search,
        bound: i64,
        start: Option<&PageStart>,
        limit: i64,
        texts: ConversationTexts,
    ) -> Result<Vec<ConversationRow>, Error> {
        let (tail, args) = self.ordered(scope, search, Some(bound), start, limit);
        let sql = format!(
            "SELECT {} FROM calls c JOIN transcripts t ON t.call_row = c.row_id {tail}",
            texts.columns()
        );
        let rows: Vec<ConversationRow> = self.rows(sql, args).await?;
        self.whole(rows).await
    }

    /// The sealed texts of calls before redaction, where they are kept.
    pub(crate) async fn raw_texts(
        &self,
        tenant_id: TenantId,
        ids: &[CallId],
    ) -> Result<HashMap<CallId, Vec<u8>>, Error> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut conditions = Conditions::default();
        conditions.compare("c.tenant_id =", tenant_id);
        conditions.any_of("c.id", ids);
        let sql = format!(
            "SELECT c.id, t.raw_text_encrypted FROM calls c \
             JOIN transcripts t ON t.call_row = c.row_id \
             WHERE t.raw_text_encrypted IS NOT NULL AND {}",
            conditions.sql()
        );
        let rows: Vec<RawTextRow> = self.rows(sql, conditions.args).await?;
        let rows = self.whole(rows).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.raw_text_encrypted)).collect())
    }

    /// The review events of calls, by call, oldest first.
    pub(crate) async fn events_of_calls(
        &self,
        tenant_id: TenantId,
        ids: &[CallId],
    ) -> Result<HashMap<CallId, Vec<EventRow>>, Error> {
        let mut events: HashMap<CallId, Vec<EventRow>> = HashMap::new();
        if ids.is_empty() {
            return Ok(events);
        }
        let mut conditions = Conditions::default();
        conditions.compare("e.tenant_id =", tenant_id);
        conditions.any_of("e.call_id", ids);
        let sql = format!(
            "SELECT e.call_id, {EVENT_COLUMNS} WHERE {} ORDER BY e.call_id, e.seq",
            conditions.sql()
        );
        let rows: Vec<CallEventRow> = self.rows(sql, conditions.args).await?;
        for row in rows {
            events.entry(row.call_id).or_default().push(row.event);
        }
        Ok(events)
    }
}

/// The sealed text of a call before redaction.
#[derive(sqlx::FromRow)]
struct RawTextRow {
    #[sqlx(try_from = "Stored<CallId>")]
    id: CallId,
    raw_text_encrypted: Vec<u8>,
}

/// An event with its call.
#[derive(sqlx::FromRow)]
struct CallEventRow {
    #[sqlx(try_from = "Stored<CallId>")]
    call_id: CallId,
    #[sqlx(flatten)]
    event: EventRow,
}
