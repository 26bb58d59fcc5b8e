//! Large texts of calls in pieces of one size: how they are stored and read.

use sqlx::AssertSqlSafe;

use super::{
    Db, Long, SpooledText, Tx,
    db::{on_db, on_tx},
    long_text::Mark,
    sql::{Conditions, bind_all},
};
use crate::Error;

/// A text of a call that may be stored in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    Turns,
    OneLine,
    Details,
    RawText,
    Source,
}

impl TextKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Turns => "turns",
            Self::OneLine => "one_line",
            Self::Details => "details",
            Self::RawText => "raw_text",
            Self::Source => "source",
        }
    }
}

/// A column that was read, and in which the text may be missing that is stored in pieces.
pub(crate) enum Column<'r> {
    Text(&'r mut String),
    Bytes(&'r mut Vec<u8>),
    Optional(Option<&'r mut Vec<u8>>),
}

impl Column<'_> {
    fn mark(&self) -> Option<Mark> {
        match self {
            Self::Text(text) => Mark::of(text.as_bytes()),
            Self::Bytes(bytes) => Mark::of(bytes),
            Self::Optional(bytes) => bytes.as_deref().and_then(|bytes| Mark::of(bytes)),
        }
    }

    fn set(self, whole: Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Text(text) => *text = String::from_utf8(whole).map_err(Error::internal)?,
            Self::Bytes(bytes) | Self::Optional(Some(bytes)) => *bytes = whole,
            Self::Optional(None) => {}
        }
        Ok(())
    }
}

/// A row with columns whose texts may be stored in pieces.
pub(crate) trait LongColumns {
    /// These columns.
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send;
}

impl Db {
    /// Reads the texts of rows that are stored in pieces.
    pub(super) async fn whole<R: LongColumns>(&self, mut rows: Vec<R>) -> Result<Vec<R>, Error> {
        for row in &mut rows {
            self.complete(row).await?;
        }
        Ok(rows)
    }

    /// Reads the texts of a row, if there is one, that are stored in pieces.
    pub(super) async fn whole_row<R: LongColumns>(
        &self,
        mut row: Option<R>,
    ) -> Result<Option<R>, Error> {
        if let Some(row) = &mut row {
            self.complete(row).await?;
        }
        Ok(row)
    }

    async fn complete<R: LongColumns>(&self, row: &mut R) -> Result<(), Error> {
        for column in row.long_columns() {
            let Some(mark) = column.mark() else { continue };
            let mut whole = Vec::with_capacity(mark.length);
            for place in 0_i64.. {
                if whole.len() >= mark.length {
                    break;
                }
                let piece: Option<Vec<u8>> = on_db!(self, |pool| sqlx::query_scalar(READ_PIECE)
                    .bind(&mark.text_id)
                    .bind(place)
                    .fetch_optional(pool)
                    .await)?;
                whole.extend(piece.ok_or(Error::Busy)?);
            }
            column.set(whole)?;
        }
        Ok(())
    }
}

impl Tx {
    /// Reads the text of a column if it is stored in pieces.
    pub(crate) async fn complete(&mut self, column: Column<'_>) -> Result<(), Error> {
        let Some(mark) = column.mark() else { return Ok(()) };
        let mut whole = Vec::with_capacity(mark.length);
        for place in 0_i64.. {
            if whole.len() >= mark.length {
                break;
            }
            let piece: Option<Vec<u8>> = on_tx!(self, |connection| {
                sqlx::query_scalar(READ_PIECE)
                    .bind(&mark.text_id)
                    .bind(place)
                    .fetch_optional(&mut *connection)
                    .await?
            });
            whole.extend(piece.ok_or(Error::Busy)?);
        }
        column.set(whole)
    }

    /// Stores the pieces of a text.
    pub(super) async fn insert_pieces(
        &mut self,
        row_id: i64,
        kind: TextKind,
        text: &SpooledText,
    ) -> Result<(), Error> {
        for (piece, place) in text.pieces().zip(0_i64..) {
            let piece = piece?;
            on_tx!(&mut *self, |connection| {
                sqlx::query(
                    "INSERT INTO text_pieces (text_id, place, call_row, kind, piece) \
                     VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(text.id())
                .bind(place)
                .bind(row_id)
                .bind(kind.as_str())
                .bind(piece)
                .execute(&mut *connection)
                .await?;
            });
        }
        Ok(())
    }

    /// Removes the pieces of one kind of text of rows.
    pub(super) async fn remove_pieces(
        &mut self,
        rows: &[i64],
        kind: TextKind,
    ) -> Result<(), Error> {
        let mut conditions = Conditions::default();
        conditions.compare("kind =", kind.as_str().to_owned());
        conditions.any_of("call_row", rows.iter().copied());
        let sql = format!("DELETE FROM text_pieces WHERE {}", conditions.sql());
        on_tx!(self, |connection| {
            bind_all!(sqlx::query(AssertSqlSafe(sql)), conditions.args)
                .execute(&mut *connection)
                .await?;
        });
        Ok(())
    }

    /// Stores the pieces of a text in place of those of the one that it replaces.
    pub(super) async fn replace_pieces(
        &mut self,
        row_id: i64,
        kind: TextKind,
        text: &Long<String>,
    ) -> Result<(), Error> {
        on_tx!(&mut *self, |connection| {
            sqlx::query("DELETE FROM text_pieces WHERE call_row = $1 AND kind = $2")
                .bind(row_id)
                .bind(kind.as_str())
                .execute(&mut *connection)
                .await?;
        });
        match text.spooled() {
            Some(text) => self.insert_pieces(row_id, kind, text).await,
            None => Ok(()),
        }
    }
}

/// A piece that is not there was replaced since its mark was read.
const READ_PIECE: &str = "SELECT piece FROM text_pieces WHERE text_id = $1 AND place = $2";
