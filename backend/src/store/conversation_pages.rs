//! Whole conversations, in pages and one by one, for programs.

use earshot_domain::{CallId, Slug};

use super::{
    Column, ConversationRow, Db, LongColumns, PageStart, Search,
    conversations::conversation_columns, sql::Conditions, stored::Stored,
};
use crate::{
    Error,
    access::scope::{ProjectScope, Scope},
};

/// A conversation with its project.
#[derive(sqlx::FromRow)]
pub(crate) struct PlacedRow {
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) project_slug: Slug,
    #[sqlx(flatten)]
    pub(crate) row: ConversationRow,
}

impl LongColumns for PlacedRow {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        self.row.long_columns()
    }
}

impl Db {
    /// At most `limit` matching conversations of a project, from `start` on.
    pub(crate) async fn conversation_page(
        &self,
        scope: &ProjectScope,
        search: &Search,
        start: Option<&PageStart>,
        limit: i64,
    ) -> Result<Vec<ConversationRow>, Error> {
        let (tail, args) = self.ordered(scope, search, None, start, limit);
        let sql = format!(
            "SELECT {} FROM calls c JOIN transcripts t ON t.call_row = c.row_id {tail}",
            conversation_columns()
        );
        let rows: Vec<ConversationRow> = self.rows(sql, args).await?;
        self.whole(rows).await
    }

    /// One conversation and its project, if it is in scope.
    pub(crate) async fn conversation_in_scope(
        &self,
        scope: &Scope,
        id: CallId,
    ) -> Result<Option<(Slug, ConversationRow)>, Error> {
        let Some(mut all) = Conditions::in_scope(scope) else { return Ok(None) };
        all.compare("c.id =", id);
        let sql = format!(
            "SELECT p.slug AS project_slug, {} FROM calls c \
             JOIN transcripts t ON t.call_row = c.row_id \
             JOIN projects p ON p.id = c.project_id WHERE {}",
            conversation_columns(),
            all.sql()
        );
        let found: Option<PlacedRow> = self.row(sql, all.args).await?;
        let found = self.whole_row(found).await?;
        Ok(found.map(|found| (found.project_slug, found.row)))
    }
}
