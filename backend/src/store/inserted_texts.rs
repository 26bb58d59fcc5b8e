//! Inserting the texts of calls: those of many calls at once, and the pieces of large ones one by one.

use sqlx::QueryBuilder;

use super::{Long, PreparedCall, SpooledText, Tx, db::on_tx, dialect, text_pieces::TextKind};
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

    /// The value of a column: the text, or the mark of one that is stored in pieces.
    fn column<T: Clone + Default + From<String>>(self, text: &mut Long<T>) -> T {
        match text {
            Long::Short(text) => self.value(text),
            Long::Spooled(text) => text.mark().into(),
        }
    }
}

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
            row.push_bind(*row_id).push_bind(keep.column(&mut call.texts.one_line_transcript));
        });
        lines.build().execute(&mut *connection).await?;
        let mut texts = QueryBuilder::new(
            "INSERT INTO transcripts (call_row, turns, details, raw_text_encrypted, customer_encrypted, \
             source_encrypted, source_is_redacted) ",
        );
        texts.push_values(calls.iter_mut(), |mut row, (row_id, call)| {
            row.push_bind(*row_id)
                .push_bind(keep.column(&mut call.texts.turns))
                .push_bind(keep.column(&mut call.details))
                .push_bind(call.raw_text_encrypted.as_mut().map(|text| keep.column(text)))
                .push_bind(&call.customer_encrypted)
                .push_bind(keep.column(&mut call.source_encrypted))
                .push_bind(call.source_is_redacted);
        });
        texts.build().execute(&mut *connection).await?;
    });
    for (row_id, call) in calls.iter() {
        for (kind, text) in spooled_texts(call) {
            tx.insert_pieces(*row_id, kind, text).await?;
        }
    }
    Ok(())
}

/// The texts of a call that are stored in pieces.
fn spooled_texts(call: &PreparedCall) -> impl Iterator<Item = (TextKind, &SpooledText)> {
    let raw_text = call.raw_text_encrypted.as_ref().and_then(Long::spooled);
    [
        (TextKind::Turns, call.texts.turns.spooled()),
        (TextKind::OneLine, call.texts.one_line_transcript.spooled()),
        (TextKind::Details, call.details.spooled()),
        (TextKind::RawText, raw_text),
        (TextKind::Source, call.source_encrypted.spooled()),
    ]
    .into_iter()
    .filter_map(|(kind, text)| Some((kind, text?)))
}
