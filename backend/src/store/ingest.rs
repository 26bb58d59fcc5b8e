//! Inserting calls: one transaction per batch, each call at most once.

use std::collections::{HashMap, HashSet};

use earshot_domain::{CallId, TenantId};
use sqlx::QueryBuilder;

use super::{
    CallOwner, Db, Keep, PreparedCall, SourceKey, StoredCall, Tx,
    call_legs::insert_legs,
    call_tags::insert_tags,
    db::on_tx,
    dialect,
    inserted_texts::{insert_texts, insert_words},
    stored::Stored,
};
use crate::Error;

/// Maximum number of calls per statement, far below either database's limit of bound values.
pub(crate) const ROWS: usize = 50;

/// A call that was inserted.
#[derive(sqlx::FromRow)]
struct InsertedCall {
    #[sqlx(try_from = "Stored<CallId>")]
    id: CallId,
    row_id: i64,
}

/// The size of a stored call.
#[derive(sqlx::FromRow)]
struct StoredSize {
    #[sqlx(flatten)]
    key: SourceKey,
    bytes: i64,
}

const STORED_SIZES: &str = "SELECT c.source, c.source_id, \
     c.transcript_bytes + length(t.source_encrypted) AS bytes \
     FROM calls c JOIN transcripts t ON t.call_row = c.row_id WHERE c.tenant_id = ";

/// A replaced call whose recording and review were restored.
#[derive(sqlx::FromRow)]
pub(crate) struct CarriedCall {
    pub(crate) row_id: i64,
    pub(crate) summary: Option<String>,
}

impl Db {
    /// Of these calls, by source and source id, those already stored, with the bytes that are read of
    /// them to compare them.
    pub(crate) async fn stored_sizes(
        &self,
        tx: &mut Tx,
        tenant_id: TenantId,
        keys: &[(&str, &str)],
    ) -> Result<HashMap<SourceKey, i64>, Error> {
        let mut stored = HashMap::new();
        for keys in keys.chunks(ROWS) {
            let rows: Vec<StoredSize> = on_tx!(tx, |connection| {
                let mut query = QueryBuilder::new(STORED_SIZES);
                query.push_bind(Stored(tenant_id)).push(" AND (c.source, c.source_id) IN (");
                query.push_values(keys, |mut row, (source, source_id)| {
                    row.push_bind(*source).push_bind(*source_id);
                });
                query.push(")").build_query_as().fetch_all(&mut *connection).await?
            });
            stored.extend(rows.into_iter().map(|row| (row.key, row.bytes)));
        }
        Ok(stored)
    }

    /// Inserts at most [`ROWS`] calls, the first as the `place`-th of its batch; they get their
    /// arrival numbers from [`Db::number_arrivals`]. Returns the ids of those inserted: a call that
    /// another writer stored first is left unchanged.
    pub(crate) async fn insert_calls(
        &self,
        tx: &mut Tx,
        owner: CallOwner,
        calls: &mut [&mut PreparedCall],
        place: i64,
        keep: Keep,
    ) -> Result<HashSet<CallId>, Error> {
        let rows: Vec<InsertedCall> = on_tx!(&mut *tx, |connection| {
            let mut query = QueryBuilder::new(CALL_COLUMNS);
            query.push_values(calls.iter().zip(place..), |mut row, (call, place)| {
                row.push_bind(Stored(call.id))
                    .push_bind(Stored(owner.tenant_id))
                    .push_bind(Stored(owner.project_id))
                    .push_bind(&call.source)
                    .push_bind(&call.source_id)
                    .push_bind(-place)
                    .push_bind(call.started_at)
                    .push_bind(call.ended_at)
                    .push_bind(&call.end_reason)
                    .push_bind(Stored(call.channel))
                    .push_bind(Stored(call.direction))
                    .push_bind(Stored(call.status))
                    .push_bind(&call.source_status)
                    .push_bind(&call.caller_encrypted)
                    .push_bind(&call.caller_hash)
                    .push_bind(&call.caller_last4_hash)
                    .push_bind(&call.caller_last6_hash)
                    .push_bind(&call.caller_last8_hash)
                    .push_bind(&call.callee_encrypted)
                    .push_bind(&call.agent)
                    .push_bind(call.total_seconds)
                    .push_bind(call.ring_seconds)
                    .push_bind(call.talk_seconds)
                    .push_bind(call.hold_seconds)
                    .push_bind(Stored(call.outcome.as_ref()))
                    .push_bind(Stored(call.sentiment))
                    .push_bind(&call.summary)
                    .push_bind(false)
                    .push_bind(Stored(call.transcript_state))
                    .push_bind(call.texts.one_line_transcript.len().cast_signed() as i64)
                    .push_bind(Stored(owner.import_id))
                    .push_bind(call.left_open)
                    .push_bind(&call.audience)
                    .push_bind(&call.names_encrypted)
                    .push_bind(call.redaction_version)
                    .push_bind(call.revision)
                    .push_bind(call.source_updated_at)
                    .push_bind(call.number_rules)
                    .push_bind(call.recording_named);
            });
            query
                .push(" ON CONFLICT (tenant_id, source, source_id) DO NOTHING RETURNING id, row_id")
                .build_query_as()
                .fetch_all(&mut *connection)
                .await?
        });
        let rows: HashMap<CallId, i64> =
            rows.into_iter().map(|call| (call.id, call.row_id)).collect();
        let inserted: Vec<(i64, &PreparedCall)> =
            calls.iter().filter_map(|call| Some((*rows.get(&call.id)?, &**call))).collect();
        if !inserted.is_empty() {
            insert_legs(tx, owner.tenant_id, &inserted).await?;
            insert_tags(tx, owner, &inserted).await?;
        }
        let mut inserted: Vec<(i64, &mut PreparedCall)> =
            calls.iter_mut().filter_map(|call| Some((*rows.get(&call.id)?, &mut **call))).collect();
        if !inserted.is_empty() {
            insert_words(tx, &inserted).await?;
            insert_texts(tx, &mut inserted, keep).await?;
        }
        Ok(rows.into_keys().collect())
    }

    /// Deletes a stored call, so that a more complete version can be inserted under its id; `false`
    /// when another writer was first.
    pub(crate) async fn remove_call(&self, tx: &mut Tx, row_id: i64) -> Result<bool, Error> {
        let forget = dialect::delete_words(tx);
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

    /// Restores the recording and the review of a replaced call.
    pub(crate) async fn carry_over(
        &self,
        tx: &mut Tx,
        stored: &StoredCall,
    ) -> Result<CarriedCall, Error> {
        let row = on_tx!(tx, |connection| sqlx::query_as(
            "UPDATE calls SET has_recording = $2, recording_named = recording_named \
             AND NOT EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = calls.id), \
             review_seq = $3, review_state = $4, assignee_id = $5 WHERE id = $1 \
             RETURNING row_id, summary",
        )
        .bind(Stored(stored.id))
        .bind(stored.has_recording)
        .bind(stored.review_seq)
        .bind(Stored(stored.review_state))
        .bind(Stored(stored.assignee_id))
        .fetch_one(&mut *connection)
        .await?);
        Ok(row)
    }

    /// Assigns arrival numbers to the batch's calls: the last step before the commit, so that the
    /// tenant's counter is locked only briefly.
    pub(crate) async fn number_arrivals(
        &self,
        tx: &mut Tx,
        tenant_id: TenantId,
        arrived: i64,
    ) -> Result<(), Error> {
        on_tx!(tx, |connection| {
            let last: i64 = sqlx::query_scalar(
                "UPDATE tenants SET ingest_seq = ingest_seq + $2 WHERE id = $1 \
                 RETURNING ingest_seq",
            )
            .bind(Stored(tenant_id))
            .bind(arrived)
            .fetch_one(&mut *connection)
            .await?;
            sqlx::query(
                "UPDATE calls SET ingest_seq = $2 - ingest_seq \
                 WHERE tenant_id = $1 AND ingest_seq < 0",
            )
            .bind(Stored(tenant_id))
            .bind(last - arrived)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }
}

const CALL_COLUMNS: &str = "INSERT INTO calls (id, tenant_id, project_id, source, source_id, \
     ingest_seq, started_at, ended_at, end_reason, channel, direction, status, source_status, \
     caller_encrypted, caller_hash, caller_last4_hash, caller_last6_hash, caller_last8_hash, \
     callee_encrypted, agent, total_seconds, ring_seconds, talk_seconds, hold_seconds, outcome, \
     sentiment, summary, has_recording, transcript_state, transcript_bytes, import_id, left_open, \
     audience, names_encrypted, redaction_version, revision, source_updated_at, number_rules, \
     recording_named) ";
