//! Everything that is stored of a call, read to be merged with a record that came again.

use earshot_domain::{
    Channel, Direction, OutcomeCode, Sentiment, Status, TenantId, TranscriptState,
};

use sqlx::AssertSqlSafe;

use super::{Column, Tx, db::on_tx, dialect, stored::Stored};
use crate::Error;

/// The values of a stored call; texts are redacted.
#[derive(sqlx::FromRow)]
pub(crate) struct StoredValues {
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
    pub(crate) names_encrypted: Option<Vec<u8>>,
    pub(crate) revision: Option<i64>,
    pub(crate) source_updated_at: Option<i64>,
    pub(crate) review_seq: i64,
    pub(crate) details: String,
    pub(crate) raw_text_encrypted: Option<Vec<u8>>,
    pub(crate) customer_encrypted: Option<Vec<u8>>,
}

impl Tx {
    /// The values of a stored call, which is locked until the transaction ends; `None` where another
    /// writer replaced it. A large text before redaction is left to [`Tx::complete`].
    pub(crate) async fn stored_values(
        &mut self,
        tenant_id: TenantId,
        row_id: i64,
    ) -> Result<Option<StoredValues>, Error> {
        let sql = format!("{VALUES}{}", dialect::for_update(self));
        let mut values: Option<StoredValues> =
            on_tx!(&mut *self, |connection| sqlx::query_as(AssertSqlSafe(sql))
                .bind(Stored(tenant_id))
                .bind(row_id)
                .fetch_optional(&mut *connection)
                .await?);
        if let Some(values) = &mut values {
            self.complete(Column::Text(&mut values.details)).await?;
        }
        Ok(values)
    }

    /// Sets the mark of a call whose values stay.
    pub(crate) async fn set_version(
        &mut self,
        row_id: i64,
        revision: Option<i64>,
        source_updated_at: Option<i64>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE calls SET revision = $2, source_updated_at = $3 WHERE row_id = $1",
        )
        .bind(row_id)
        .bind(revision)
        .bind(source_updated_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}

const VALUES: &str = "SELECT c.started_at, c.ended_at, c.end_reason, c.channel, c.direction, c.status, \
     c.source_status, c.caller_encrypted, c.callee_encrypted, c.agent, c.total_seconds, \
     c.ring_seconds, c.talk_seconds, c.hold_seconds, c.outcome, c.sentiment, c.summary, \
     c.transcript_state, c.names_encrypted, c.revision, c.source_updated_at, c.review_seq, t.details, \
     t.raw_text_encrypted, t.customer_encrypted \
     FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
     WHERE c.tenant_id = $1 AND c.row_id = $2";
