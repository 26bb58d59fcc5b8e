//! Reviews of calls: an append-only history, and the state of the follow-up.

use earshot_domain::{
    CallId, ProjectId, RedactionLabel, ReviewAction, ReviewState, TenantId, UserId,
};
use sqlx::QueryBuilder;

use super::{
    Column, Db, Long, Tx,
    db::{on_db, on_tx},
    dialect,
    stored::Stored,
    text_pieces::TextKind,
};
use crate::Error;

/// A stored event, with the names of the people in it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct EventRow {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) author_id: UserId,
    pub(crate) author: String,
    #[sqlx(try_from = "Stored<ReviewAction>")]
    pub(crate) action: ReviewAction,
    pub(crate) turn: Option<i64>,
    pub(crate) old_text: Option<String>,
    pub(crate) new_text: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) dispute: Option<i64>,
    pub(crate) assignee: Option<String>,
    /// What a mark of redaction is about.
    #[sqlx(try_from = "Stored<Option<RedactionLabel>>")]
    pub(crate) mark_label: Option<RedactionLabel>,
    pub(crate) mark_places: Option<i64>,
}

/// An event to store; its texts are redacted.
#[derive(Debug, Default)]
pub(crate) struct NewEvent {
    pub(crate) turn: Option<i64>,
    pub(crate) old_text: Option<String>,
    pub(crate) new_text: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) dispute: Option<i64>,
    pub(crate) assignee_id: Option<UserId>,
}

/// The call, time and author of an event.
pub(crate) struct EventKey {
    pub(crate) call_id: CallId,
    pub(crate) seq: i64,
    pub(crate) tenant_id: TenantId,
    pub(crate) at: i64,
    pub(crate) author_id: UserId,
    pub(crate) action: ReviewAction,
}

/// A call whose review is being changed; it is locked until the transaction ends.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ReviewedCall {
    pub(crate) row_id: i64,
    /// Sequence number of the next event.
    pub(crate) review_seq: i64,
    #[sqlx(try_from = "Stored<ReviewState>")]
    pub(crate) review_state: ReviewState,
    #[sqlx(try_from = "Stored<Option<UserId>>")]
    pub(crate) assignee_id: Option<UserId>,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    pub(crate) summary: Option<String>,
    pub(crate) agent: Option<String>,
}

/// Texts of a conversation for the list, search and files.
pub(crate) struct SearchTexts {
    pub(crate) turns: Long<String>,
    pub(crate) one_line_transcript: Long<String>,
    pub(crate) words: String,
}

/// Columns of an [`EventRow`], and the tables that they are in.
pub(super) const EVENT_COLUMNS: &str = "e.seq, e.at, e.author_id, u.name AS author, e.action, \
     e.turn, e.old_text, e.new_text, e.reason, e.dispute, a.name AS assignee, \
     m.label AS mark_label, m.places AS mark_places \
     FROM review_events e JOIN users u ON u.id = e.author_id \
     LEFT JOIN users a ON a.id = e.assignee_id \
     LEFT JOIN redaction_marks m ON m.call_id = e.call_id AND m.seq = e.seq";

fn events_of_a_call() -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!(
        "SELECT {EVENT_COLUMNS} WHERE e.call_id = $1 AND e.tenant_id = $2 ORDER BY e.seq"
    ))
}

impl Db {
    /// The history of a call, oldest first.
    pub(crate) async fn review_events(
        &self,
        tenant_id: TenantId,
        call_id: CallId,
    ) -> Result<Vec<EventRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(events_of_a_call())
            .bind(Stored(call_id))
            .bind(Stored(tenant_id))
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// Takes the next sequence number in a call's history, which locks it until the transaction
    /// ends; `None` when the call no longer exists.
    pub(crate) async fn reviewed_call(
        &mut self,
        tenant_id: TenantId,
        call_id: CallId,
    ) -> Result<Option<ReviewedCall>, Error> {
        let call = on_tx!(self, |connection| sqlx::query_as(
            "UPDATE calls SET review_seq = review_seq + 1 WHERE id = $1 AND tenant_id = $2 \
             RETURNING row_id, review_seq, review_state, assignee_id, project_id, summary, agent",
        )
        .bind(Stored(call_id))
        .bind(Stored(tenant_id))
        .fetch_optional(&mut *connection)
        .await?);
        Ok(call)
    }

    /// The history of a call, oldest first, within the transaction.
    pub(crate) async fn review_events(
        &mut self,
        tenant_id: TenantId,
        call_id: CallId,
    ) -> Result<Vec<EventRow>, Error> {
        let rows = on_tx!(self, |connection| sqlx::query_as(events_of_a_call())
            .bind(Stored(call_id))
            .bind(Stored(tenant_id))
            .fetch_all(&mut *connection)
            .await?);
        Ok(rows)
    }

    /// Appends an event.
    pub(crate) async fn add_review_event(
        &mut self,
        key: &EventKey,
        event: &NewEvent,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO review_events (call_id, seq, tenant_id, at, author_id, action, turn, \
             old_text, new_text, reason, dispute, assignee_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(Stored(key.call_id))
        .bind(key.seq)
        .bind(Stored(key.tenant_id))
        .bind(key.at)
        .bind(Stored(key.author_id))
        .bind(Stored(key.action))
        .bind(event.turn)
        .bind(&event.old_text)
        .bind(&event.new_text)
        .bind(&event.reason)
        .bind(event.dispute)
        .bind(Stored(event.assignee_id))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Sets the follow-up's state and assignee.
    pub(crate) async fn set_follow_up(
        &mut self,
        row_id: i64,
        review_state: ReviewState,
        assignee_id: Option<UserId>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE calls SET review_state = $2, assignee_id = $3 WHERE row_id = $1",
        )
        .bind(row_id)
        .bind(Stored(review_state))
        .bind(Stored(assignee_id))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// The turns of a call, as JSON.
    pub(crate) async fn turns(&mut self, row_id: i64) -> Result<String, Error> {
        let mut turns: String = on_tx!(&mut *self, |connection| sqlx::query_scalar(
            "SELECT turns FROM transcripts WHERE call_row = $1",
        )
        .bind(row_id)
        .fetch_one(&mut *connection)
        .await?);
        self.complete(Column::Text(&mut turns)).await?;
        Ok(turns)
    }

    /// Stores a changed conversation in every column and index that contains its text.
    pub(crate) async fn set_conversation(
        &mut self,
        row_id: i64,
        texts: &SearchTexts,
    ) -> Result<(), Error> {
        let (forget, keep) = (dialect::delete_words(self), dialect::store_words(self));
        self.replace_pieces(row_id, TextKind::Turns, &texts.turns).await?;
        self.replace_pieces(row_id, TextKind::OneLine, &texts.one_line_transcript).await?;
        on_tx!(self, |connection| {
            sqlx::query("UPDATE transcripts SET turns = $2 WHERE call_row = $1")
                .bind(row_id)
                .bind(texts.turns.column())
                .execute(&mut *connection)
                .await?;
            sqlx::query("UPDATE one_line_transcripts SET text = $2 WHERE call_row = $1")
                .bind(row_id)
                .bind(texts.one_line_transcript.column())
                .execute(&mut *connection)
                .await?;
            sqlx::query("UPDATE calls SET transcript_bytes = $2 WHERE row_id = $1")
                .bind(row_id)
                .bind(texts.one_line_transcript.len().cast_signed() as i64)
                .execute(&mut *connection)
                .await?;
            sqlx::query(forget).bind(row_id).execute(&mut *connection).await?;
            let mut words = QueryBuilder::new(keep.columns);
            words.push_values([&texts.words], |mut row, words| {
                row.push_bind(row_id)
                    .push(keep.before)
                    .push_bind_unseparated(words)
                    .push_unseparated(keep.after);
            });
            words.build().execute(&mut *connection).await?;
        });
        Ok(())
    }

    /// Moves the events of a line to the line's new position, once [`Tx::settle_lines`] is called: until
    /// then they stand below 0, so that no line takes those of another.
    pub(crate) async fn move_line(
        &mut self,
        call_id: CallId,
        from: i64,
        to: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE review_events SET turn = $3 WHERE call_id = $1 AND turn = $2",
        )
        .bind(Stored(call_id))
        .bind(from)
        .bind(-1 - to)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Ends the moving of lines of a call.
    pub(crate) async fn settle_lines(&mut self, call_id: CallId) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE review_events SET turn = -1 - turn WHERE call_id = $1 AND turn < 0",
        )
        .bind(Stored(call_id))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}
