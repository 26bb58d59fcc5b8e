//! Writing calls: one transaction a batch, each call at most once.

use super::{Db, Tx, db::on_tx, dialect};
use crate::Error;

/// A call ready to be stored: redacted, hashed and sealed.
pub(crate) struct PreparedCall {
    pub(crate) id: String,
    pub(crate) source: String,
    pub(crate) source_id: String,
    pub(crate) started_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) end_reason: Option<String>,
    pub(crate) channel: &'static str,
    pub(crate) direction: &'static str,
    pub(crate) status: &'static str,
    pub(crate) source_status: String,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) caller_hash: Option<Vec<u8>>,
    pub(crate) caller_last4_hash: Option<Vec<u8>>,
    pub(crate) caller_last6_hash: Option<Vec<u8>>,
    pub(crate) caller_last8_hash: Option<Vec<u8>>,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
    pub(crate) outcome: Option<String>,
    pub(crate) sentiment: Option<&'static str>,
    pub(crate) summary: Option<String>,
    pub(crate) has_recording: bool,
    pub(crate) transcript_state: &'static str,
    pub(crate) turns: String,
    pub(crate) collapsed: String,
    pub(crate) details: String,
    pub(crate) raw_text_encrypted: Option<Vec<u8>>,
    pub(crate) customer_encrypted: Option<Vec<u8>>,
    pub(crate) source_encrypted: Vec<u8>,
    pub(crate) words: String,
}

/// A call that is there already.
#[derive(sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) row_id: i64,
    pub(crate) id: String,
    pub(crate) source_encrypted: Vec<u8>,
}

impl Db {
    /// The stored call of a source's id.
    pub(crate) async fn stored_call(
        &self,
        tx: &mut Tx,
        tenant_id: &str,
        source: &str,
        source_id: &str,
    ) -> Result<Option<Stored>, Error> {
        let row = on_tx!(tx, |connection| sqlx::query_as(
            "SELECT c.row_id, c.id, t.source_encrypted FROM calls c \
             JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.tenant_id = $1 AND c.source = $2 AND c.source_id = $3",
        )
        .bind(tenant_id)
        .bind(source)
        .bind(source_id)
        .fetch_optional(connection)
        .await?);
        Ok(row)
    }

    /// Inserts a call as the `place`-th of its batch; it gets its arrival number from
    /// [`Db::number_arrivals`]. `false` when another writer was first.
    pub(crate) async fn insert_call(
        &self,
        tx: &mut Tx,
        tenant_id: &str,
        project_id: &str,
        call: &PreparedCall,
        place: i64,
    ) -> Result<bool, Error> {
        let row: Option<(i64,)> = on_tx!(tx, |connection| sqlx::query_as(
            "INSERT INTO calls (id, tenant_id, project_id, source, source_id, ingest_seq, \
             started_at, ended_at, end_reason, channel, direction, status, source_status, \
             caller_encrypted, caller_hash, caller_last4_hash, caller_last6_hash, \
             caller_last8_hash, callee_encrypted, agent, total_seconds, ring_seconds, \
             talk_seconds, hold_seconds, outcome, sentiment, summary, has_recording, \
             transcript_state, transcript_bytes) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
             $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30) \
             ON CONFLICT (tenant_id, source, source_id) DO NOTHING RETURNING row_id",
        )
        .bind(&call.id)
        .bind(tenant_id)
        .bind(project_id)
        .bind(&call.source)
        .bind(&call.source_id)
        .bind(-place)
        .bind(call.started_at)
        .bind(call.ended_at)
        .bind(&call.end_reason)
        .bind(call.channel)
        .bind(call.direction)
        .bind(call.status)
        .bind(&call.source_status)
        .bind(&call.caller_encrypted)
        .bind(&call.caller_hash)
        .bind(&call.caller_last4_hash)
        .bind(&call.caller_last6_hash)
        .bind(&call.caller_last8_hash)
        .bind(&call.callee_encrypted)
        .bind(&call.agent)
        .bind(call.total_seconds)
        .bind(call.ring_seconds)
        .bind(call.talk_seconds)
        .bind(call.hold_seconds)
        .bind(&call.outcome)
        .bind(call.sentiment)
        .bind(&call.summary)
        .bind(call.has_recording)
        .bind(call.transcript_state)
        .bind(call.collapsed.len().cast_signed() as i64)
        .fetch_optional(connection)
        .await?);
        let Some((row_id,)) = row else { return Ok(false) };
        insert_text(tx, row_id, call).await?;
        Ok(true)
    }

    /// Takes a stored call out, so that a fuller version of it can be inserted under its id;
    /// `false` when another writer was first.
    pub(crate) async fn remove_call(&self, tx: &mut Tx, row_id: i64) -> Result<bool, Error> {
        let forget = dialect::forget_words(tx);
        let removed = on_tx!(tx, |connection| {
            sqlx::query(forget).bind(row_id).execute(&mut *connection).await?;
            sqlx::query("DELETE FROM calls WHERE row_id = $1")
                .bind(row_id)
                .execute(&mut *connection)
                .await?
                .rows_affected()
        });
        Ok(removed == 1)
    }

    /// Gives the batch's calls their arrival numbers: the last step before the commit, so that the
    /// tenant's counter is locked for a moment only.
    pub(crate) async fn number_arrivals(
        &self,
        tx: &mut Tx,
        tenant_id: &str,
        arrived: i64,
    ) -> Result<(), Error> {
        on_tx!(tx, |connection| {
            let (last,): (i64,) = sqlx::query_as(
                "UPDATE tenants SET ingest_seq = ingest_seq + $2 WHERE id = $1 \
                 RETURNING ingest_seq",
            )
            .bind(tenant_id)
            .bind(arrived)
            .fetch_one(&mut *connection)
            .await?;
            sqlx::query(
                "UPDATE calls SET ingest_seq = $2 - ingest_seq \
                 WHERE tenant_id = $1 AND ingest_seq < 0",
            )
            .bind(tenant_id)
            .bind(last - arrived)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }
}

async fn insert_text(tx: &mut Tx, row_id: i64, call: &PreparedCall) -> Result<(), Error> {
    let keep = dialect::keep_words(tx);
    on_tx!(tx, |connection| {
        sqlx::query(
            "INSERT INTO transcripts (call_row, turns, collapsed, details, raw_text_encrypted, \
             customer_encrypted, source_encrypted) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(row_id)
        .bind(&call.turns)
        .bind(&call.collapsed)
        .bind(&call.details)
        .bind(&call.raw_text_encrypted)
        .bind(&call.customer_encrypted)
        .bind(&call.source_encrypted)
        .execute(&mut *connection)
        .await?;
        sqlx::query(keep).bind(row_id).bind(&call.words).execute(&mut *connection).await?;
    });
    Ok(())
}
