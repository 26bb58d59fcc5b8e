//! Recordings pushed by programs, for calls named by source and source id.

use std::path::Path;

use earshot_domain::{ApiScope, AuditAction, CallId};

use super::{
    import::import_detail,
    store_media::{RecordingFile, RecordingWriter},
};
use crate::{ApiClient, Error, privacy::source_names::stored_forms, recordings::Recordings};

/// Outcome of pushing a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PushedRecording {
    /// The call it belongs to.
    pub call_id: CallId,
    /// The outcome.
    pub file: RecordingFile,
}

impl Recordings<'_> {
    /// The call of `source` with the id `source_id`, for a key that may push to it.
    ///
    /// # Errors
    /// [`Error::ScopeMissing`]; [`Error::NotFound`] for a call the key does not reach.
    pub async fn pushed_to(
        self,
        client: &ApiClient,
        source: &str,
        source_id: &str,
    ) -> Result<CallId, Error> {
        client.demand(ApiScope::CallsWrite)?;
        let ids = stored_forms(&client.viewer.tenant.key, source_id);
        let scope = client.viewer.scope();
        let found = self.0.db.calls_of_source(&scope, Some(source), &ids).await?;
        let [only] = found.as_slice() else { return Err(Error::NotFound) };
        Ok(*only)
    }

    /// Stores a file as the recording of a call, unless the call has one.
    ///
    /// # Errors
    /// Those of [`Recordings::pushed_to`]; [`Error::Invalid`] names the fault of the file.
    pub async fn push(
        self,
        client: &ApiClient,
        source: &str,
        source_id: &str,
        path: &Path,
    ) -> Result<PushedRecording, Error> {
        let call_id = self.pushed_to(client, source, source_id).await?;
        let tenant_id = client.viewer.tenant.id;
        let writer = RecordingWriter { backend: self.0.clone(), tenant_id };
        let file = writer.store_file(call_id, path).await?;
        if file == RecordingFile::Taken {
            let mut tx = self.0.db.begin().await?;
            let action = AuditAction::RecordingsImported;
            let detail = import_detail(1, 0, 0);
            self.0.audit().record(&mut tx, &client.viewer, action, call_id, &detail, None).await?;
            tx.commit().await?;
        }
        Ok(PushedRecording { call_id, file })
    }
}
