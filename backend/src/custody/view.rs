//! Viewing what is unlocked.

use earshot_domain::{
    AuditAction, CallId, Turn, UnlockArtefact, UnlockEnd, UnlockId, UnlockOver, UnlockRefusal,
    UnlockScope, UnlockedText,
};
use serde_json::json;

use super::{
    entities::entities,
    request::{is_readable, permit, shown},
};
use crate::{
    Error, Viewer,
    custody::Custody,
    privacy::{raw_text::RawText, redaction_marks::Marks},
    store::{ReviewRecord, UnlockRow, UnlockUsed},
};

impl Custody<'_> {
    /// Shows the text that the viewer's own live unlock covers; the view is recorded before it. Another
    /// person's unlock is not found.
    pub async fn view(self, viewer: &Viewer, id: UnlockId) -> Result<UnlockedText, Error> {
        permit(viewer)?;
        let row = self.0.db.unlock(viewer.tenant.id, id).await?.ok_or(Error::NotFound)?;
        if row.user_id != viewer.user_id()? {
            return Err(Error::NotFound);
        }
        let record = self.0.calls().record(viewer, row.call_id).await?;
        if !row.state_at(self.0.now_ms()).is_live() {
            return Err(UnlockOver.into());
        }
        // Consent that was withdrawn meanwhile ends the unlock.
        if let Some(refusal) = self.refusal(viewer, &record, UnlockScope::All).await? {
            return Err(self.withdraw(viewer, &row, refusal).await);
        }
        let text = self.unlocked_text(viewer, &row, &record).await?;
        if text.has_raw_text {
            self.record_view(viewer, &row).await?;
        }
        Ok(text)
    }

    async fn withdraw(self, viewer: &Viewer, row: &UnlockRow, refusal: UnlockRefusal) -> Error {
        let end = async {
            let mut tx = self.0.db.begin().await?;
            let withdrawal = UnlockEnd::Withdrawal;
            self.end_in(&mut tx, row, withdrawal, None, viewer.actor()).await?;
            tx.commit().await
        };
        match end.await {
            Ok(()) => Error::UnlockRefused(refusal),
            Err(error) => error,
        }
    }

    /// The marks of redaction of a call.
    pub(super) async fn marks(self, viewer: &Viewer, id: CallId) -> Result<Marks, Error> {
        let rows = self.0.db.redaction_marks(viewer.tenant.id, &[id]).await?;
        Marks::open(&viewer.tenant.key, rows.get(&id).map_or(&[], Vec::as_slice))
    }

    /// Records what is about to be shown, if the unlock is still live then.
    async fn record_view(self, viewer: &Viewer, row: &UnlockRow) -> Result<(), Error> {
        let artefacts: Vec<UnlockArtefact> = text_artefacts(row.scope).collect();
        if artefacts.is_empty() {
            return Ok(());
        }
        let now = self.0.now_ms();
        let mut tx = self.0.db.begin().await?;
        for artefact in &artefacts {
            if tx.use_unlock(row.id, now, *artefact, None).await? == UnlockUsed::NotLive {
                return Err(UnlockOver.into());
            }
        }
        let detail = json!({ "unlock_id": row.id, "viewed": artefacts });
        let action = AuditAction::UnlockViewed;
        self.0.audit().record(&mut tx, viewer, action, row.call_id, &detail, None).await?;
        tx.commit().await
    }

    async fn unlocked_text(
        self,
        viewer: &Viewer,
        row: &UnlockRow,
        record: &ReviewRecord,
    ) -> Result<UnlockedText, Error> {
        let (id, key) = (row.call_id, viewer.tenant.key.clone());
        let sealed = self.0.db.raw_texts(viewer.tenant.id, &[id]).await?.remove(&id);
        let has_raw_text = sealed.is_some();
        let marks = self.marks(viewer, id).await?;
        let mut turns: Vec<Turn> = match (&sealed, is_readable(record)) {
            (Some(_), true) => serde_json::from_str(&record.turns)?,
            _ => Vec::new(),
        };
        let scope = row.scope;
        let agent = record.call.agent.clone();
        // Redaction is CPU-bound.
        let opened = tokio::task::spawn_blocking(move || {
            let Some(sealed) = sealed else { return Ok((None, turns, Vec::new())) };
            let summary = RawText::restore(&key, id, sealed, &mut turns)?;
            let entities = if scope.covers(UnlockArtefact::ExtractedEntities) {
                entities(summary.as_deref(), &turns, agent.as_deref(), &marks)
            } else {
                Vec::new()
            };
            Ok::<_, Error>((summary, turns, entities))
        });
        let (summary, turns, entities) = opened.await.map_err(Error::internal)??;
        Ok(UnlockedText {
            unlock: shown(viewer, row, self.0.now_ms())?,
            has_raw_text,
            summary: summary.filter(|_| scope.covers(UnlockArtefact::CallSummary)),
            turns: if scope.covers(UnlockArtefact::Transcript) { turns } else { Vec::new() },
            entities,
        })
    }
}

/// What of a scope is text.
fn text_artefacts(scope: UnlockScope) -> impl Iterator<Item = UnlockArtefact> {
    let artefacts = scope.artefacts().iter().copied();
    artefacts.filter(|artefact| *artefact != UnlockArtefact::Recording)
}
