//! Rows of calls for the list, exports, reviews and partners.

use earshot_domain::{
    CallDetails, CallId, Channel, Direction, OutcomeCode, ProjectId, ReviewState, Sentiment, Slug,
    Sort, Status, TranscriptState, UserId,
};

use super::{Column, LongColumns, stored::Stored};
use crate::Error;

/// A call's columns for the list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CallRecord {
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    pub(crate) started_at: i64,
    #[sqlx(try_from = "Stored<Status>")]
    pub(crate) status: Status,
    #[sqlx(try_from = "Stored<Channel>")]
    pub(crate) channel: Channel,
    #[sqlx(try_from = "Stored<Direction>")]
    pub(crate) direction: Direction,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) summary: Option<String>,
    #[sqlx(try_from = "Stored<Option<OutcomeCode>>")]
    pub(crate) outcome: Option<OutcomeCode>,
    #[sqlx(try_from = "Stored<Option<Sentiment>>")]
    pub(crate) sentiment: Option<Sentiment>,
    pub(crate) has_recording: bool,
    pub(crate) recording_named: bool,
    #[sqlx(try_from = "Stored<ReviewState>")]
    pub(crate) review_state: ReviewState,
    #[sqlx(try_from = "Stored<Option<UserId>>")]
    pub(crate) assignee_id: Option<UserId>,
    pub(crate) assignee: Option<String>,
}

/// A call's columns for an export.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ExportRecordRow {
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    pub(crate) started_at: i64,
    #[sqlx(try_from = "Stored<Status>")]
    pub(crate) status: Status,
    #[sqlx(try_from = "Stored<Channel>")]
    pub(crate) channel: Channel,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) summary: Option<String>,
    pub(crate) one_line_transcript: String,
    /// Filled by an export that asks for it.
    #[sqlx(skip)]
    pub(crate) extra: ExtraCells,
}

/// Cells of a row that sensitive options of an export add.
#[derive(Debug, Clone, Default)]
pub(crate) struct ExtraCells {
    /// The personal details that redaction removed, as JSON.
    pub(crate) entities: String,
    /// Whether texts of the row are those from before redaction.
    pub(crate) unlocked: bool,
}

/// A call's columns for the review, in addition to its [`CallRecord`].
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ReviewRecord {
    #[sqlx(flatten)]
    pub(crate) call: CallRecord,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) project_slug: Slug,
    pub(crate) audience: Option<String>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) end_reason: Option<String>,
    pub(crate) source_status: String,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
    #[sqlx(try_from = "Stored<TranscriptState>")]
    pub(crate) transcript_state: TranscriptState,
    pub(crate) turns: String,
    pub(crate) details: String,
}

/// Encrypted columns of a call, read only by exports in a source's own structure.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SealedCall {
    pub(crate) source: String,
    pub(crate) source_id: String,
    pub(crate) names_encrypted: Option<Vec<u8>>,
    pub(crate) raw_text_encrypted: Option<Vec<u8>>,
    pub(crate) customer_encrypted: Option<Vec<u8>>,
    pub(crate) source_encrypted: Vec<u8>,
}

impl CallRecord {
    /// The value that the calls are sorted by.
    pub(crate) fn key(&self, sort: Sort) -> i64 {
        if sort.by_duration() { self.total_seconds } else { self.started_at }
    }
}

impl LongColumns for ExportRecordRow {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        std::iter::once(Column::Text(&mut self.one_line_transcript))
    }
}

impl LongColumns for ReviewRecord {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        [&mut self.turns, &mut self.details].into_iter().map(Column::Text)
    }
}

impl LongColumns for SealedCall {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        [
            Column::Optional(self.raw_text_encrypted.as_mut()),
            Column::Bytes(&mut self.source_encrypted),
        ]
        .into_iter()
    }
}

impl ReviewRecord {
    /// The call's details, stored as JSON.
    pub(crate) fn details(&self) -> Result<CallDetails, Error> {
        Ok(serde_json::from_str(&self.details)?)
    }
}

impl ExportRecordRow {
    /// The value that the calls are sorted by.
    pub(crate) fn key(&self, sort: Sort) -> i64 {
        if sort.by_duration() { self.total_seconds } else { self.started_at }
    }
}
