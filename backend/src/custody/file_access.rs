//! What an export writes of calls that its exporter has unlocked.

use std::collections::HashMap;

use earshot_domain::{
    AuditAction, CallId, ExportId, ExtractedEntity, Turn, UnlockArtefact, UnlockId, UnlockScope,
};
use serde_json::json;

use super::{
    entities::entities,
    request::{is_readable, permit},
};
use crate::{
    Error, Viewer,
    custody::Custody,
    privacy::raw_text::RawText,
    store::{UnlockRow, UnlockUsed},
};

/// An export that writes what is unlocked.
#[derive(Debug, Clone)]
pub(crate) struct FileAccess {
    /// The export.
    pub(crate) export: ExportId,
    /// Whether it writes decrypted transcripts.
    pub(crate) transcripts: bool,
    /// Whether it writes extracted entities.
    pub(crate) entities: bool,
    /// The unlocks that were fixed at its start, all of which must be live still; `None` where those
    /// count that are live when a call is read.
    pub(crate) fixed: Option<Vec<UnlockId>>,
}

/// The texts of an unlocked call, as far as they are asked for and covered.
#[derive(Debug, Default)]
pub(crate) struct UnlockedTexts {
    /// The lines before redaction.
    pub(crate) turns: Option<Vec<Turn>>,
    /// The personal details that redaction removed.
    pub(crate) entities: Option<Vec<ExtractedEntity>>,
}

impl Custody<'_> {
    /// The viewer's live unlocks.
    pub(crate) async fn live_unlocks(self, viewer: &Viewer) -> Result<Vec<UnlockId>, Error> {
        Ok(self.unlocks_now(viewer).await?.into_iter().map(|row| row.id).collect())
    }

    async fn unlocks_now(self, viewer: &Viewer) -> Result<Vec<UnlockRow>, Error> {
        if permit(viewer).is_err() {
            return Ok(Vec::new());
        }
        self.0.db.live_unlocks(viewer.tenant.id, viewer.user_id()?, self.0.now_ms()).await
    }

    /// Opens what the viewer's live unlocks cover of some calls, and records that it is written to the
    /// files of the export.
    ///
    /// # Errors
    /// [`Error::Conflict`] when an unlock that was fixed at the start is not live any more.
    pub(crate) async fn open_for_file(
        self,
        viewer: &Viewer,
        access: &FileAccess,
        calls: &[CallId],
    ) -> Result<HashMap<CallId, UnlockedTexts>, Error> {
        let mut rows = self.unlocks_now(viewer).await?;
        if let Some(fixed) = &access.fixed {
            if !fixed.iter().all(|id| rows.iter().any(|row| row.id == *id)) {
                return Err(lapsed());
            }
            rows.retain(|row| fixed.contains(&row.id));
        }
        let mut opened = HashMap::new();
        for row in rows.iter().filter(|row| calls.contains(&row.call_id)) {
            let Some(texts) = self.open_call(viewer, access, row).await? else { continue };
            if self.record_file(viewer, access, row, &texts).await? {
                opened.insert(row.call_id, texts);
            } else if access.fixed.is_some() {
                return Err(lapsed());
            }
        }
        Ok(opened)
    }

    /// The texts of one call; `None` where nothing of what is asked for is covered, stored, or allowed
    /// by the caller's consent any more.
    async fn open_call(
        self,
        viewer: &Viewer,
        access: &FileAccess,
        row: &UnlockRow,
    ) -> Result<Option<UnlockedTexts>, Error> {
        let transcript = access.transcripts && row.scope.covers(UnlockArtefact::Transcript);
        let details = access.entities && row.scope.covers(UnlockArtefact::ExtractedEntities);
        if !(transcript || details) {
            return Ok(None);
        }
        let record = self.0.calls().record(viewer, row.call_id).await?;
        if self.refusal(viewer, &record, UnlockScope::All).await?.is_some() {
            return if access.fixed.is_some() { Err(lapsed()) } else { Ok(None) };
        }
        let id = row.call_id;
        let Some(sealed) = self.0.db.raw_texts(viewer.tenant.id, &[id]).await?.remove(&id) else {
            return Ok(None);
        };
        let mut turns: Vec<Turn> =
            if is_readable(&record) { serde_json::from_str(&record.turns)? } else { Vec::new() };
        let (key, agent) = (viewer.tenant.key.clone(), record.call.agent);
        let marks = self.marks(viewer, id).await?;
        // Redaction is CPU-bound.
        let opening = tokio::task::spawn_blocking(move || {
            let summary = RawText::restore(&key, id, sealed, &mut turns)?;
            let found = || entities(summary.as_deref(), &turns, agent.as_deref(), &marks);
            let entities = details.then(found);
            Ok::<_, Error>(UnlockedTexts { turns: transcript.then_some(turns), entities })
        });
        Ok(Some(opening.await.map_err(Error::internal)??))
    }

    /// Records what is about to be written; `false` when the unlock has ended meanwhile. What is read
    /// again for the same files is recorded once.
    async fn record_file(
        self,
        viewer: &Viewer,
        access: &FileAccess,
        row: &UnlockRow,
        texts: &UnlockedTexts,
    ) -> Result<bool, Error> {
        let written = [
            (texts.turns.is_some(), UnlockArtefact::Transcript),
            (texts.entities.is_some(), UnlockArtefact::ExtractedEntities),
        ];
        let (now, export) = (self.0.now_ms(), Some(access.export));
        let mut tx = self.0.db.begin().await?;
        let mut new = Vec::new();
        for (_, artefact) in written.into_iter().filter(|(is_written, _)| *is_written) {
            match tx.use_unlock(row.id, now, artefact, export).await? {
                UnlockUsed::NotLive => return Ok(false),
                UnlockUsed::Again => {}
                UnlockUsed::New => new.push(artefact),
            }
        }
        if !new.is_empty() {
            let detail = json!({ "unlock_id": row.id, "export_id": access.export, "written": new });
            let action = AuditAction::UnlockExported;
            self.0.audit().record(&mut tx, viewer, action, row.call_id, &detail, None).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

fn lapsed() -> Error {
    Error::Conflict(
        "The unlock of a call ended before the export was complete, so the export was stopped. Unlock \
         the call again, and start another export."
            .to_owned(),
    )
}
