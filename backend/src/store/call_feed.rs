//! Queries of calls in order of arrival.

use super::{ConversationTexts, Db, PlacedRow, sql::Conditions};
use crate::{Error, access::scope::Scope};

impl Db {
    /// At most `limit` calls of a scope that arrived after `since`, up to and including `bound`.
    pub(crate) async fn calls_since(
        &self,
        scope: &Scope,
        since: i64,
        bound: i64,
        limit: i64,
        texts: ConversationTexts,
    ) -> Result<Vec<PlacedRow>, Error> {
        let Some(mut all) = Conditions::in_scope(scope) else { return Ok(Vec::new()) };
        all.compare("c.ingest_seq >", since);
        all.compare("c.ingest_seq <=", bound);
        let limit = all.arg(limit);
        let sql = format!(
            "SELECT p.slug AS project_slug, {} FROM calls c JOIN projects p ON p.id = c.project_id \
             JOIN transcripts t ON t.call_row = c.row_id \
             WHERE {} ORDER BY c.ingest_seq LIMIT {limit}",
            texts.columns(),
            all.sql()
        );
        let rows: Vec<PlacedRow> = self.rows(sql, all.args).await?;
        self.whole(rows).await
    }
}
