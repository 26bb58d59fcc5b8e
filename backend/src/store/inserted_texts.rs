//! Inserting the texts of calls: many small ones at once, those of a large call one after the other.

use sqlx::QueryBuilder;

use super::{PreparedCall, Tx, db::on_tx, dialect};
use crate::Error;

/// What is left of the texts of a call when it was inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Everything, to insert it again if the transaction fails.
    Texts,
    /// Nothing, so that a large text is not in memory twice.
    Nothing,
}

impl Keep {
    fn value<T: Clone + Default>(self, value: &mut T) -> T {
        match self {
            Self::Texts => value.clone(),
            Self::Nothing => std::mem::take(value),
        }
    }
}

/// Bytes of the texts of a call that is stored text by text: the database holds a row in memory several
/// times while it is written.
const LARGE: usize = 1 << 20;

/// Stores the words of inserted calls, each given with its row.
pub(super) async fn insert_words(
    tx: &mut Tx,
    calls: &[(i64, &mut PreparedCall)],
) -> Result<(), Error> {
    let store = dialect::store_words(tx);
    on_tx!(tx, |connection| {
        let mut words = QueryBuilder::new(store.columns);
        words.push_values(calls, |mut row, (row_id, call)| {
            row.push_bind(row_id)
                .push(store.before)
                .push_bind_unseparated(&call.texts.words)
                .push_unseparated(store.after);
        });
        words.build().execute(&mut *connection).await?;
    });
    Ok(())
}

/// Stores the texts of inserted calls, each given with its row.
pub(super) async fn insert_texts(
    tx: &mut Tx,
    calls: &mut [(i64, &mut PreparedCall)],
    keep: Keep,
) -> Result<(), Error> {
    on_tx!(&mut *tx, |connection| {
        let mut lines = QueryBuilder::new("INSERT INTO one_line_transcripts (call_row, text) ");
        lines.push_values(calls.iter_mut(), |mut row, (row_id, call)| {
            row.push_bind(*row_id).push_bind(keep.value(&mut call.texts.one_line_transcript));
        });
        lines.build().execute(&mut *connection).await?;
        let mut texts = QueryBuilder::new(
            "INSERT INTO transcripts (call_row, turns, details, raw_text_encrypted, customer_encrypted, \
             source_encrypted) ",
        );
        texts.push_values(calls.iter_mut(), |mut row, (row_id, call)| {
            let columns = if is_large(call) { Columns::default() } else { Columns::of(call, keep) };
            row.push_bind(*row_id)
                .push_bind(columns.turns)
                .push_bind(&call.details)
                .push_bind(columns.raw_text_encrypted)
                .push_bind(&call.customer_encrypted)
                .push_bind(columns.source_encrypted);
        });
        texts.build().execute(&mut *connection).await?;
    });
    for (row_id, call) in calls.iter_mut().filter(|(_, call)| is_large(call)) {
        set_columns(tx, *row_id, call, keep).await?;
    }
    Ok(())
}

/// The columns of a call that can be large.
#[derive(Default)]
struct Columns {
    turns: String,
    raw_text_encrypted: Option<Vec<u8>>,
    source_encrypted: Vec<u8>,
}

impl Columns {
    fn of(call: &mut PreparedCall, keep: Keep) -> Self {
        Self {
            turns: keep.value(&mut call.texts.turns),
            raw_text_encrypted: keep.value(&mut call.raw_text_encrypted),
            source_encrypted: keep.value(&mut call.source_encrypted),
        }
    }
}

fn is_large(call: &PreparedCall) -> bool {
    let raw = call.raw_text_encrypted.as_ref().map_or(0, Vec::len);
    call.texts.turns.len() + raw + call.source_encrypted.len() > LARGE
}

/// Stores the columns of a large call one after the other.
async fn set_columns(
    tx: &mut Tx,
    row_id: i64,
    call: &mut PreparedCall,
    keep: Keep,
) -> Result<(), Error> {
    on_tx!(tx, |connection| {
        sqlx::query("UPDATE transcripts SET turns = $2 WHERE call_row = $1")
            .bind(row_id)
            .bind(keep.value(&mut call.texts.turns))
            .execute(&mut *connection)
            .await?;
        sqlx::query("UPDATE transcripts SET raw_text_encrypted = $2 WHERE call_row = $1")
            .bind(row_id)
            .bind(keep.value(&mut call.raw_text_encrypted))
            .execute(&mut *connection)
            .await?;
        sqlx::query("UPDATE transcripts SET source_encrypted = $2 WHERE call_row = $1")
            .bind(row_id)
            .bind(keep.value(&mut call.source_encrypted))
            .execute(&mut *connection)
            .await?;
    });
    Ok(())
}
