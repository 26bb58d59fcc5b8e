//! Streamed exports whose process has died: their end is put on record.

use earshot_domain::{AuditAction, ExportState};
use serde_json::json;

use crate::{
    Actor, Error,
    exports::Exports,
    store::{ExportEnd, InterruptedExport, finish_export},
};

impl Exports<'_> {
    /// Ends streamed exports that no process writes any more as failed, with what had been written when
    /// it was last recorded.
    pub(in crate::exports) async fn end_interrupted(self) -> Result<(), Error> {
        for export in self.0.db.interrupted_exports(self.0.now_ms()).await? {
            self.end_one(export).await?;
        }
        Ok(())
    }

    async fn end_one(self, export: InterruptedExport) -> Result<(), Error> {
        let InterruptedExport { id, tenant_id, user_id, email, matched, written } = export;
        let (state, at) = (ExportState::Failed, self.0.now_ms());
        let mut tx = self.0.db.begin().await?;
        if !finish_export(&mut tx, &ExportEnd { id, state, written, omitted: 0, at }).await? {
            return Ok(());
        }
        let detail = json!({
            "written": written,
            "omitted": 0,
            "matched": matched,
            "reason": "The process that wrote the file ended.",
        });
        let actor = Actor::Person { id: user_id, email, session_id: None };
        let action = AuditAction::ExportFailed;
        self.0.audit().record_as(&mut tx, tenant_id, &actor, action, id, &detail).await?;
        tx.commit().await
    }
}
