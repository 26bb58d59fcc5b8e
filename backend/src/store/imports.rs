//! Imports, their results, and decisions on the playback of their calls.

use earshot_domain::{Consent, ImportId, PlaybackCompliance, ProjectId, Slug, TenantId, UserId};

use super::{Db, Tx, db::on_tx, sql::Conditions, stored::Stored};
use crate::{Error, access::scope::Scope};

/// An import to start.
pub(crate) struct NewImport<'a> {
    pub(crate) id: ImportId,
    pub(crate) tenant_id: TenantId,
    pub(crate) project_id: ProjectId,
    pub(crate) format: &'a str,
    pub(crate) files: &'a str,
    pub(crate) started_at: i64,
}

/// The results of an import.
pub(crate) struct ImportEnd {
    pub(crate) id: ImportId,
    pub(crate) finished_at: i64,
    pub(crate) taken: i64,
    pub(crate) extended: i64,
    pub(crate) unchanged: i64,
    pub(crate) refused: i64,
}

/// A stored import, with its numbers of calls.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ImportRow {
    #[sqlx(try_from = "Stored<ImportId>")]
    pub(crate) id: ImportId,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) project_slug: Slug,
    pub(crate) project_name: String,
    pub(crate) format: String,
    pub(crate) files: String,
    pub(crate) started_at: i64,
    pub(crate) finished_at: Option<i64>,
    pub(crate) taken: i64,
    pub(crate) extended: i64,
    pub(crate) unchanged: i64,
    pub(crate) refused: i64,
    pub(crate) recordings: i64,
    pub(crate) waiting: i64,
    #[sqlx(try_from = "Stored<Option<Consent>>")]
    pub(crate) consent: Option<Consent>,
    #[sqlx(try_from = "Stored<Option<PlaybackCompliance>>")]
    pub(crate) playback_compliance: Option<PlaybackCompliance>,
    pub(crate) decided_by: Option<String>,
    pub(crate) decided_at: Option<i64>,
}

/// A decision on the playback of an import's calls.
pub(crate) struct NewImportDecision<'a> {
    pub(crate) import_id: ImportId,
    pub(crate) tenant_id: TenantId,
    pub(crate) consent: Consent,
    pub(crate) playback_compliance: PlaybackCompliance,
    pub(crate) evidence_encrypted: &'a [u8],
    pub(crate) decided_by: UserId,
    pub(crate) decided_at: i64,
}

/// Counts calls that await a decision, since neither their source nor a person has decided; served
/// by an index alone.
const WAITING: &str = "SELECT COUNT(*) FROM calls c WHERE c.import_id = i.id AND c.left_open \
     AND (c.has_recording OR c.recording_named) AND d.import_id IS NULL AND NOT EXISTS \
     (SELECT 1 FROM playback_decisions own WHERE own.call_id = c.id)";

impl Db {
    /// Imports into the projects of a scope, newest first.
    pub(crate) async fn imports(
        &self,
        scope: &Scope,
        only: Option<ImportId>,
        limit: i64,
    ) -> Result<Vec<ImportRow>, Error> {
        if scope.project_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut conditions = Conditions::default();
        conditions.compare("i.tenant_id =", scope.tenant_id);
        conditions.any_of("i.project_id", &scope.project_ids);
        if let Some(id) = only {
            conditions.compare("i.id =", id);
        }
        let limit = conditions.arg(limit);
        let sql = format!(
            "SELECT i.id, p.slug AS project_slug, p.name AS project_name, i.format, i.files, \
             i.started_at, i.finished_at, i.taken, i.extended, i.unchanged, i.refused, \
             (SELECT COUNT(*) FROM calls c WHERE c.import_id = i.id \
             AND (c.has_recording OR c.recording_named)) AS recordings, ({WAITING}) AS waiting, d.consent, d.playback_compliance, \
             u.email AS decided_by, d.decided_at \
             FROM imports i JOIN projects p ON p.id = i.project_id \
             LEFT JOIN import_decisions d ON d.import_id = i.id \
             LEFT JOIN users u ON u.id = d.decided_by \
             WHERE {} ORDER BY i.started_at DESC, i.id DESC LIMIT {limit}",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }
}

impl Tx {
    /// Records the start of an import.
    pub(crate) async fn begin_import(&mut self, new: &NewImport<'_>) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO imports (id, tenant_id, project_id, format, files, started_at, taken, \
             extended, unchanged, refused) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0)",
        )
        .bind(Stored(new.id))
        .bind(Stored(new.tenant_id))
        .bind(Stored(new.project_id))
        .bind(new.format)
        .bind(new.files)
        .bind(new.started_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Records the results of an import.
    pub(crate) async fn finish_import(&mut self, end: &ImportEnd) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE imports SET finished_at = $2, taken = $3, extended = $4, unchanged = $5, \
             refused = $6 WHERE id = $1",
        )
        .bind(Stored(end.id))
        .bind(end.finished_at)
        .bind(end.taken)
        .bind(end.extended)
        .bind(end.unchanged)
        .bind(end.refused)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Deletes an import without calls.
    pub(crate) async fn withdraw_import(&mut self, id: ImportId) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("DELETE FROM imports WHERE id = $1")
            .bind(Stored(id))
            .execute(&mut *connection)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Stores the decision on the playback of an import's calls.
    pub(crate) async fn decide_import(&mut self, new: &NewImportDecision<'_>) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "INSERT INTO import_decisions (import_id, tenant_id, consent, playback_compliance, \
             evidence_encrypted, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (import_id) DO UPDATE SET consent = excluded.consent, \
             playback_compliance = excluded.playback_compliance, \
             evidence_encrypted = excluded.evidence_encrypted, \
             decided_by = excluded.decided_by, decided_at = excluded.decided_at",
        )
        .bind(Stored(new.import_id))
        .bind(Stored(new.tenant_id))
        .bind(Stored(new.consent))
        .bind(Stored(new.playback_compliance))
        .bind(new.evidence_encrypted)
        .bind(Stored(new.decided_by))
        .bind(new.decided_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}
