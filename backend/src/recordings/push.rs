//! A recording that a program pushes in, for a call that it names as its source does.

use std::path::Path;

use earshot_domain::{ApiScope, AuditAction, CallId};
use serde_json::json;

use super::keep::{Keeper, RecordingFile};
use crate::{Backend, Error, KeyHolder};

/// What became of a pushed recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PushedRecording {
    /// The call it belongs to.
    pub call_id: CallId,
    /// What became of the file.
    pub file: RecordingFile,
}

impl Backend {
    /// The call of `source` with the id `source_id`, for a key that may push to it.
    ///
    /// # Errors
    /// [`Error::ScopeMissing`]; [`Error::NotFound`] for a call the key does not reach.
    pub async fn pushed_to(
        &self,
        holder: &KeyHolder,
        source: &str,
        source_id: &str,
    ) -> Result<CallId, Error> {
        holder.demand(ApiScope::CallsWrite)?;
        let found =
            self.db.calls_of_source(&holder.viewer.scope(), Some(source), source_id).await?;
        let [only] = found.as_slice() else { return Err(Error::NotFound) };
        Ok(*only)
    }

    /// Keeps a file as the recording of a call; one that has a recording already stays as it is.
    ///
    /// # Errors
    /// Those of [`Backend::pushed_to`]; [`Error::Invalid`] names what is wrong with the file.
    pub async fn push_recording(
        &self,
        holder: &KeyHolder,
        source: &str,
        source_id: &str,
        path: &Path,
    ) -> Result<PushedRecording, Error> {
        let call_id = self.pushed_to(holder, source, source_id).await?;
        let keeper = Keeper { backend: self.clone(), tenant_id: holder.viewer.tenant.id };
        let file = keeper.keep(call_id, path).await?;
        if file == RecordingFile::Taken {
            let mut tx = self.db.begin().await?;
            let action = AuditAction::RecordingsImported;
            let detail = json!({ "taken": 1, "unchanged": 0, "refused": 0 });
            self.record(&mut tx, &holder.viewer, action, call_id, &detail, None).await?;
            tx.commit().await?;
        }
        Ok(PushedRecording { call_id, file })
    }
}
