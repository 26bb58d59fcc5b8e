//! Import runs: a record of each, with the calls it stored.

use earshot_domain::{AuditAction, ImportDecision, ImportId, ImportRecord, Permission, Project};
use serde_json::json;

use crate::{
    Actor, Error, PlaybackDecision, ProjectIngest, Viewer,
    access::local_time,
    ids,
    intake::Intake,
    privacy::{encryption::Sealed, redaction::redact},
    store::{ImportEnd, ImportRow, NewImport, NewImportDecision, persist},
};

/// Imports listed on the Settings page.
const MAX_LISTED: i64 = 50;

/// Results of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New calls.
    pub taken: u64,
    /// Stored calls that were extended.
    pub extended: u64,
    /// Calls that were stored already.
    pub unchanged: u64,
    /// Records that could not be read.
    pub refused: u64,
    /// Calls of which values were ignored, because the stored call has others.
    pub ignored: u64,
}

impl ProjectIngest {
    /// Begins an import, to which calls ingested from here on belong.
    pub async fn begin_import(&mut self, format: &str, files: &[String]) -> Result<(), Error> {
        let id = ImportId::new(ids::fresh());
        // Recordings and reports are often named after who called.
        let files: Vec<String> = files.iter().map(|name| redact(name).text).collect();
        let files = serde_json::to_string(&files)?;
        let new = NewImport {
            id,
            tenant_id: self.tenant_id,
            project_id: self.project_id,
            format,
            files: &files,
            started_at: self.backend.now_ms(),
        };
        let begin = || async {
            let mut tx = self.backend.db.begin().await?;
            tx.begin_import(&new).await?;
            tx.commit().await
        };
        persist("the start of an import", begin).await?;
        self.import_id = Some(id);
        Ok(())
    }

    /// Deletes the record of an import that changed nothing, since repeated fetches would fill the list.
    pub async fn withdraw_import(&mut self) -> Result<(), Error> {
        if let Some(id) = self.import_id.take() {
            let mut tx = self.backend.db.begin().await?;
            tx.withdraw_import(id).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Records the results of the import, in the audit log too. Repeated while the database is busy or
    /// away.
    pub async fn note_import(&self, counts: ImportCounts) -> Result<(), Error> {
        persist("the end of an import", || self.note_import_once(counts)).await
    }

    async fn note_import_once(&self, counts: ImportCounts) -> Result<(), Error> {
        let ImportCounts { taken, extended, unchanged, refused, ignored } = counts;
        let signed = |count: u64| i64::try_from(count).map_err(Error::internal);
        let mut tx = self.backend.db.begin().await?;
        if let Some(id) = self.import_id {
            tx.finish_import(&ImportEnd {
                id,
                finished_at: self.backend.now_ms(),
                taken: signed(taken)?,
                extended: signed(extended)?,
                unchanged: signed(unchanged)?,
                refused: signed(refused)?,
            })
            .await?;
        }
        let detail = json!({
            "import": self.import_id,
            "taken": taken,
            "extended": extended,
            "unchanged": unchanged,
            "refused": refused,
            "ignored": ignored,
        });
        let (action, subject) = (AuditAction::CallsImported, &self.project_slug);
        self.backend
            .audit()
            .record_as(&mut tx, self.tenant_id, &Actor::COMMAND_LINE, action, subject, &detail)
            .await?;
        tx.commit().await
    }
}

impl Intake<'_> {
    /// Imports into the viewer's projects, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] without [`Permission::ViewSettings`].
    pub async fn imports(self, viewer: &Viewer) -> Result<Vec<ImportRecord>, Error> {
        viewer.require(Permission::ViewSettings)?;
        let rows = self.0.db.imports(&viewer.scope(), None, MAX_LISTED).await?;
        rows.into_iter().map(|row| record(viewer, row)).collect()
    }

    /// Sets consent and compliance for the calls of an import, unless their source denied playback;
    /// a decision for a single call takes precedence. Requires Client Admin; to everybody else the
    /// import is not found.
    pub async fn decide_import(
        self,
        viewer: &Viewer,
        id: ImportId,
        decision: &PlaybackDecision,
    ) -> Result<(), Error> {
        if !viewer.may(Permission::DecidePlayback)
            || self.0.db.imports(&viewer.scope(), Some(id), 1).await?.is_empty()
        {
            return Err(Error::NotFound);
        }
        let evidence = decision.checked_evidence()?;
        let mut tx = self.0.db.begin().await?;
        tx.decide_import(&NewImportDecision {
            import_id: id,
            tenant_id: viewer.tenant.id,
            consent: decision.consent,
            playback_compliance: decision.playback_compliance,
            evidence_encrypted: &viewer.tenant.key.seal(
                Sealed::Evidence,
                id,
                evidence.as_bytes(),
            )?,
            decided_by: viewer.user_id()?,
            decided_at: self.0.now_ms(),
        })
        .await?;
        let detail = json!({
            "consent": decision.consent,
            "playback_compliance": decision.playback_compliance,
        });
        let action = AuditAction::ImportDecided;
        self.0.audit().record(&mut tx, viewer, action, id, &detail, Some(evidence)).await?;
        tx.commit().await
    }
}

fn record(viewer: &Viewer, row: ImportRow) -> Result<ImportRecord, Error> {
    let count = |number: i64| u64::try_from(number).map_err(Error::internal);
    let decision = decision(viewer, &row)?;
    Ok(ImportRecord {
        id: row.id,
        project: Project { slug: row.project_slug, name: row.project_name },
        format: row.format,
        files: serde_json::from_str(&row.files)?,
        started: local_time(row.started_at, &viewer.tenant.zone)?,
        finished: row.finished_at.is_some(),
        taken: count(row.taken)?,
        extended: count(row.extended)?,
        unchanged: count(row.unchanged)?,
        refused: count(row.refused)?,
        recordings: count(row.recordings)?,
        waiting: count(row.waiting)?,
        decision,
    })
}

fn decision(viewer: &Viewer, row: &ImportRow) -> Result<Option<ImportDecision>, Error> {
    let (Some(consent), Some(playback_compliance), Some(at)) =
        (row.consent, row.playback_compliance, row.decided_at)
    else {
        return Ok(None);
    };
    Ok(Some(ImportDecision {
        consent,
        playback_compliance,
        decided_by: row.decided_by.clone().unwrap_or_default(),
        decided: local_time(at, &viewer.tenant.zone)?,
    }))
}
