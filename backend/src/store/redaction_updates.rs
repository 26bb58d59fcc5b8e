//! Calls whose texts were redacted by earlier rules, and their replacement.

use earshot_domain::{CallId, ImportId, OutcomeCode, ProjectId, ReviewAction, Status, TenantId};

use super::{
    Column, Long, LongColumns, MarkRow, SearchTexts, Tx, db::on_tx, stored::Stored,
    text_pieces::TextKind,
};
use crate::Error;

/// Everything of a call that is stored in clear and can hold text of its source.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct OutdatedCall {
    pub(crate) row_id: i64,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    pub(crate) review_seq: i64,
    pub(crate) redaction_version: i64,
    pub(crate) source: String,
    pub(crate) started_at: i64,
    pub(crate) source_id: String,
    pub(crate) names_encrypted: Option<Vec<u8>>,
    pub(crate) end_reason: Option<String>,
    pub(crate) source_status: String,
    pub(crate) agent: Option<String>,
    #[sqlx(try_from = "Stored<Option<OutcomeCode>>")]
    pub(crate) outcome: Option<OutcomeCode>,
    pub(crate) summary: Option<String>,
    pub(crate) audience: Option<String>,
    pub(crate) turns: String,
    pub(crate) details: String,
    pub(crate) source_encrypted: Vec<u8>,
}

impl LongColumns for OutdatedCall {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        let texts = [Column::Text(&mut self.turns), Column::Text(&mut self.details)];
        texts.into_iter().chain([Column::Bytes(&mut self.source_encrypted)])
    }
}

/// The parts of a PBX call that follow from its legs.
pub(crate) struct DerivedCall {
    pub(crate) ended_at: Option<i64>,
    pub(crate) status: Status,
    pub(crate) source_status: String,
    pub(crate) agent: Option<String>,
    pub(crate) total_seconds: i64,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
}

/// A call's tag, or the id of one of its legs.
pub(crate) struct Replacement {
    pub(crate) old: String,
    pub(crate) new: String,
}

/// Texts of a review event.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct EventTexts {
    pub(crate) seq: i64,
    #[sqlx(try_from = "Stored<ReviewAction>")]
    pub(crate) action: ReviewAction,
    pub(crate) old_text: Option<String>,
    pub(crate) new_text: Option<String>,
    pub(crate) reason: Option<String>,
}

/// Other texts of a call.
#[derive(Default)]
pub(crate) struct CallTexts {
    pub(crate) tags: Vec<String>,
    pub(crate) leg_ids: Vec<String>,
    pub(crate) events: Vec<EventTexts>,
    /// Marks of redaction, oldest first.
    pub(crate) marks: Vec<MarkRow>,
}

/// A call redacted again.
pub(crate) struct RedactedCall {
    pub(crate) call: OutdatedCall,
    /// Where the legs are read by other rules than before.
    pub(crate) derived: Option<DerivedCall>,
    pub(crate) details: Long<String>,
    pub(crate) texts: SearchTexts,
    pub(crate) tags: Vec<Replacement>,
    pub(crate) leg_ids: Vec<Replacement>,
    pub(crate) events: Vec<EventTexts>,
}

impl Tx {
    /// Replaces the names of the files of an import.
    pub(crate) async fn set_import_files(
        &mut self,
        id: ImportId,
        files: &str,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("UPDATE imports SET files = $2 WHERE id = $1")
            .bind(Stored(id))
            .bind(files)
            .execute(&mut *connection)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Replaces the texts of a call in every column and index that holds them; `false`, without a
    /// change, if it was replaced or reviewed meanwhile.
    pub(crate) async fn set_redacted(
        &mut self,
        redacted: &RedactedCall,
        version: i64,
    ) -> Result<bool, Error> {
        let RedactedCall { call, derived, details, texts, tags, leg_ids, events } = redacted;
        if !self.set_redacted_columns(call, version).await? {
            return Ok(false);
        }
        self.set_details(call.row_id, details).await?;
        self.set_conversation(call.row_id, texts).await?;
        if let Some(derived) = derived {
            self.set_derived(call.row_id, derived).await?;
        }
        for tag in tags {
            self.remove_tag(call.row_id, &tag.old).await?;
            self.add_tag(call.row_id, &tag.new).await?;
        }
        for leg in leg_ids {
            self.replace_leg_id(call.row_id, leg).await?;
        }
        for event in events {
            self.set_event_texts(call.id, event).await?;
        }
        Ok(true)
    }

    async fn set_redacted_columns(
        &mut self,
        call: &OutdatedCall,
        version: i64,
    ) -> Result<bool, Error> {
        let changed = on_tx!(self, |connection| sqlx::query(
            "UPDATE calls SET source_id = $2, names_encrypted = $3, end_reason = $4, \
                 source_status = $5, agent = $6, outcome = $7, summary = $8, audience = $9, \
                 redaction_version = $10 WHERE row_id = $1 AND review_seq = $11 AND id = $12",
        )
        .bind(call.row_id)
        .bind(&call.source_id)
        .bind(&call.names_encrypted)
        .bind(&call.end_reason)
        .bind(&call.source_status)
        .bind(&call.agent)
        .bind(Stored(call.outcome.as_ref()))
        .bind(&call.summary)
        .bind(&call.audience)
        .bind(version)
        .bind(call.review_seq)
        .bind(Stored(call.id))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(changed > 0)
    }

    /// Replaces the details of a call.
    pub(crate) async fn set_details(
        &mut self,
        row_id: i64,
        details: &Long<String>,
    ) -> Result<(), Error> {
        self.replace_pieces(row_id, TextKind::Details, details).await?;
        on_tx!(self, |connection| sqlx::query(
            "UPDATE transcripts SET details = $2 WHERE call_row = $1",
        )
        .bind(row_id)
        .bind(details.column())
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    async fn set_derived(&mut self, row_id: i64, call: &DerivedCall) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE calls SET ended_at = $2, status = $3, source_status = $4, agent = $5, \
             total_seconds = $6, ring_seconds = $7, talk_seconds = $8, hold_seconds = $9 \
             WHERE row_id = $1",
        )
        .bind(row_id)
        .bind(call.ended_at)
        .bind(Stored(call.status))
        .bind(&call.source_status)
        .bind(&call.agent)
        .bind(call.total_seconds)
        .bind(call.ring_seconds)
        .bind(call.talk_seconds)
        .bind(call.hold_seconds)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    async fn replace_leg_id(&mut self, row_id: i64, leg: &Replacement) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE call_legs SET leg_id = $3 WHERE call_row = $1 AND leg_id = $2",
        )
        .bind(row_id)
        .bind(&leg.old)
        .bind(&leg.new)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Replaces the texts of a review event.
    pub(crate) async fn set_event_texts(
        &mut self,
        call: CallId,
        event: &EventTexts,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE review_events SET old_text = $3, new_text = $4, reason = $5 \
             WHERE call_id = $1 AND seq = $2",
        )
        .bind(Stored(call))
        .bind(event.seq)
        .bind(&event.old_text)
        .bind(&event.new_text)
        .bind(&event.reason)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}
