//! Calls that are already stored, read to be compared with those that came again.

use std::collections::HashMap;

use earshot_domain::{CallId, ImportId, ProjectId, ReviewState, TenantId, TranscriptState, UserId};
use sqlx::QueryBuilder;

use super::{Db, Tx, db::on_tx, long_text::length_of, stored::Stored};
use crate::Error;

/// The id of a call in its source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, sqlx::FromRow)]
pub(crate) struct SourceKey {
    pub(crate) source: String,
    pub(crate) source_id: String,
}

/// A call that is already stored.
#[derive(sqlx::FromRow)]
pub(crate) struct StoredCall {
    #[sqlx(flatten)]
    key: SourceKey,
    pub(crate) row_id: i64,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    #[sqlx(try_from = "Stored<Option<ImportId>>")]
    pub(crate) import_id: Option<ImportId>,
    pub(crate) source_encrypted: Vec<u8>,
    pub(crate) turns: String,
    pub(crate) started_at: i64,
    #[sqlx(try_from = "Stored<TranscriptState>")]
    pub(crate) transcript_state: TranscriptState,
    pub(crate) has_recording: bool,
    pub(crate) review_seq: i64,
    #[sqlx(try_from = "Stored<ReviewState>")]
    pub(super) review_state: ReviewState,
    #[sqlx(try_from = "Stored<Option<UserId>>")]
    pub(super) assignee_id: Option<UserId>,
}

impl StoredCall {
    /// The name of its source.
    pub(crate) fn source(&self) -> &str {
        &self.key.source
    }

    /// Bytes of its record, sealed.
    pub(crate) fn source_bytes(&self) -> usize {
        length_of(&self.source_encrypted)
    }

    /// Whether the call has been reviewed.
    pub(crate) const fn is_reviewed(&self) -> bool {
        self.review_seq > 0
    }
}

impl Db {
    /// The first stored call with one of a call's keys.
    pub(crate) async fn stored_call(
        &self,
        tx: &mut Tx,
        tenant_id: TenantId,
        keys: &[(&str, &str)],
    ) -> Result<Option<StoredCall>, Error> {
        let stored = self.stored_calls(tx, tenant_id, keys).await?;
        Ok(stored.into_values().min_by_key(|call| call.row_id))
    }

    /// Of calls, by source and source id, those already stored.
    pub(crate) async fn stored_calls(
        &self,
        tx: &mut Tx,
        tenant_id: TenantId,
        keys: &[(&str, &str)],
    ) -> Result<HashMap<SourceKey, StoredCall>, Error> {
        let rows: Vec<StoredCall> = on_tx!(tx, |connection| {
            let mut query = QueryBuilder::new(STORED_CALLS);
            query.push_bind(Stored(tenant_id)).push(" AND (c.source, c.source_id) IN (");
            query.push_values(keys, |mut row, (source, source_id)| {
                row.push_bind(*source).push_bind(*source_id);
            });
            query.push(")").build_query_as().fetch_all(&mut *connection).await?
        });
        Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
    }
}

const STORED_CALLS: &str = "SELECT c.source, c.source_id, c.row_id, c.id, c.project_id, c.import_id, \
     t.source_encrypted, t.turns, c.started_at, c.transcript_state, c.has_recording, \
     c.review_seq, c.review_state, c.assignee_id \
     FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
     WHERE c.tenant_id = ";
