//! Queries of calls for the PBX interface: complete, by project, oldest first.

use earshot_domain::{CallId, Direction, PbxStatus, ProjectId, Status, TranscriptState};

use super::{Column, Db, LongColumns, db::on_db, sql::Conditions, stored::Stored};
use crate::{Error, access::scope::Scope};

/// The part of a search of legs that the database evaluates.
#[derive(Debug, Clone, Default)]
pub(crate) struct LegSearch {
    pub(crate) caller_hash: Option<Vec<u8>>,
    pub(crate) directions: &'static [Direction],
    /// The PBX's term, and Earshot's for calls from other sources.
    pub(crate) last_status: Option<(PbxStatus, &'static [Status])>,
    pub(crate) from_ms: Option<i64>,
    /// The latest start included.
    pub(crate) to_ms: Option<i64>,
}

/// A call with the data that its legs are built from.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PbxCallRow {
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    pub(crate) started_at: i64,
    pub(crate) source: String,
    #[sqlx(try_from = "Stored<Direction>")]
    pub(crate) direction: Direction,
    #[sqlx(try_from = "Stored<Status>")]
    pub(crate) status: Status,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) total_seconds: i64,
    pub(crate) ring_seconds: Option<i64>,
    pub(crate) talk_seconds: Option<i64>,
    pub(crate) hold_seconds: Option<i64>,
    pub(crate) summary: Option<String>,
    #[sqlx(try_from = "Stored<TranscriptState>")]
    pub(crate) transcript_state: TranscriptState,
    pub(crate) turns: String,
    pub(crate) raw_text_encrypted: Option<Vec<u8>>,
    pub(crate) source_encrypted: Vec<u8>,
}

impl LongColumns for PbxCallRow {
    fn long_columns(&mut self) -> impl Iterator<Item = Column<'_>> + Send {
        [
            Column::Text(&mut self.turns),
            Column::Optional(self.raw_text_encrypted.as_mut()),
            Column::Bytes(&mut self.source_encrypted),
        ]
        .into_iter()
    }
}

/// The last call of the previous batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PbxPageStart {
    pub(crate) started_at: i64,
    pub(crate) id: CallId,
}

/// Calls with the columns from which their legs are built.
pub(super) const PBX_CALLS: &str = "SELECT c.id, c.started_at, c.source, c.direction, c.status, c.caller_encrypted, \
     c.callee_encrypted, c.total_seconds, c.ring_seconds, c.talk_seconds, c.hold_seconds, \
     c.summary, c.transcript_state, t.turns, t.raw_text_encrypted, t.source_encrypted \
     FROM calls c JOIN transcripts t ON t.call_row = c.row_id";

impl Db {
    /// Reads the next batch of a project's calls up to the arrival number `bound`; none when the
    /// project is not in the scope.
    pub(crate) async fn pbx_calls(
        &self,
        scope: &Scope,
        project_id: ProjectId,
        search: &LegSearch,
        bound: i64,
        after: Option<PbxPageStart>,
        limit: i64,
    ) -> Result<Vec<PbxCallRow>, Error> {
        if !scope.project_ids.contains(&project_id) {
            return Ok(Vec::new());
        }
        let mut all = Conditions::default();
        all.compare("c.tenant_id =", scope.tenant_id);
        all.compare("c.project_id =", project_id);
        all.visible_to(&scope.audiences);
        all.compare("c.ingest_seq <=", bound);
        if let Some(from) = search.from_ms {
            all.compare("c.started_at >=", from);
        }
        if let Some(to) = search.to_ms {
            all.compare("c.started_at <=", to);
        }
        if let Some(hash) = &search.caller_hash {
            all.compare("c.caller_hash =", hash.clone());
        }
        all.any_of("c.direction", search.directions);
        if let Some((own, ours)) = search.last_status {
            let own = all.arg(own.as_str());
            let ours: Vec<String> = ours.iter().map(|status| all.arg(status)).collect();
            let others = if ours.is_empty() {
                "FALSE".to_owned()
            } else {
                format!("c.status IN ({})", ours.join(", "))
            };
            all.and(format!(
                "((c.source = 'pbx' AND c.source_status = {own}) OR (c.source <> 'pbx' AND {others}))"
            ));
        }
        if let Some(after) = after {
            let started_at = all.arg(after.started_at);
            let id = all.arg(after.id);
            all.and(format!("(c.started_at, c.id) > ({started_at}, {id})"));
        }
        let limit = all.arg(limit);
        let sql =
            format!("{PBX_CALLS} WHERE {} ORDER BY c.started_at, c.id LIMIT {limit}", all.sql());
        let rows: Vec<PbxCallRow> = self.rows(sql, all.args).await?;
        self.whole(rows).await
    }

    /// The last arrival number of a tenant, by its scope.
    pub(crate) async fn last_arrival(&self, scope: &Scope) -> Result<i64, Error> {
        let last = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT ingest_seq FROM tenants WHERE id = $1",
        )
        .bind(Stored(scope.tenant_id))
        .fetch_one(pool)
        .await)?;
        Ok(last)
    }
}
