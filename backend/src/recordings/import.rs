//! Import of recordings: each file is matched to its call by name and stored once.

use std::path::Path;

use earshot_domain::{AuditAction, CallDetails, CallId};
use serde_json::{Value, json};

use super::{
    file_names::{CallsByName, Unmatched},
    store_media::{RecordingFile, RecordingWriter},
};
use crate::{Error, access::Actor, privacy::source_names::SourceNames, recordings::Recordings};

/// An import of recordings into a tenant.
pub struct RecordingImport {
    writer: RecordingWriter,
    calls: CallsByName,
}

/// Outcome of importing one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportedFile {
    /// It is the recording of a call.
    Recording(RecordingFile),
    /// It belongs to no call.
    Unmatched(Unmatched),
}

impl Recordings<'_> {
    /// Opens an import of recordings into a tenant, by its slug.
    pub async fn import(self, tenant: &str) -> Result<RecordingImport, Error> {
        let tenant = self.0.tenants().find(tenant).await?;
        let (tenant_id, wrapped) = (tenant.id, &tenant.wrapped_key);
        let key = self.0.master_key.open_tenant_key(tenant_id, wrapped)?;
        let mut calls = CallsByName::default();
        for call in self.0.db.call_names(tenant_id).await? {
            let details: CallDetails = serde_json::from_str(&call.details)?;
            let source_file = details.recording.map(|recording| recording.file_name);
            let sealed = call.names_encrypted.as_deref();
            let names = SourceNames::open(&key, call.id, sealed)?;
            let source_id = names.source_id.or(Some(call.source_id));
            let source_file = names.file_name.or(source_file);
            for name in [Some(call.id.to_string()), source_id, source_file].into_iter().flatten() {
                calls.add(name, call.id);
            }
        }
        Ok(RecordingImport {
            writer: RecordingWriter { backend: self.0.clone(), tenant_id },
            calls,
        })
    }
}

impl RecordingImport {
    /// Imports one file, named after the call's id, its source's id or the recording as the source names
    /// it, with any extension, or with the unique id of the call in its name.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the fault of the file, which is not stored.
    pub async fn add(&self, path: &Path) -> Result<ImportedFile, Error> {
        match self.calls.of_file(path) {
            Ok(call_id) => self.writer.store_file(call_id, path).await.map(ImportedFile::Recording),
            Err(unmatched) => Ok(ImportedFile::Unmatched(unmatched)),
        }
    }

    /// Stores a recording given as bytes, for the call with this source id.
    pub async fn add_generated(&self, source_id: &str, media: Vec<u8>) -> Result<(), Error> {
        let call_id = self.call(source_id)?;
        self.writer.store_generated(call_id, media).await
    }

    /// The call with a source's id.
    pub fn call(&self, source_id: &str) -> Result<CallId, Error> {
        self.calls.exact(source_id).ok_or(Error::NotFound)
    }

    /// Records the results of the import in the audit log.
    pub async fn note(&self, taken: u64, unchanged: u64, refused: u64) -> Result<(), Error> {
        let RecordingWriter { backend, tenant_id } = &self.writer;
        let mut tx = backend.db.begin().await?;
        let detail = import_detail(taken, unchanged, refused);
        let action = AuditAction::RecordingsImported;
        backend
            .audit()
            .record_as(&mut tx, *tenant_id, &Actor::COMMAND_LINE, action, "recordings", &detail)
            .await?;
        tx.commit().await
    }
}

/// What the audit log records of files that came.
pub(super) fn import_detail(taken: u64, unchanged: u64, refused: u64) -> Value {
    json!({ "taken": taken, "unchanged": unchanged, "refused": refused })
}
