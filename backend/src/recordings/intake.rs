//! Bringing recordings in: each file finds its call by name and is kept once.

use std::{collections::HashMap, path::Path};

use earshot_domain::{AuditAction, CallDetails, CallId};
use serde_json::json;

use super::keep::{Keeper, RecordingFile};
use crate::{Backend, Error, access::Actor};

/// Finds the calls of a tenant that recordings belong to.
pub struct Intake {
    keeper: Keeper,
    /// Call ids by everything a file of theirs may be called.
    calls: HashMap<String, CallId>,
}

impl Backend {
    /// Opens the way in for recordings of a tenant, by its slug.
    pub async fn recording_intake(&self, tenant: &str) -> Result<Intake, Error> {
        let tenant_id = self.tenant(tenant).await?.id;
        let mut calls = HashMap::new();
        for call in self.db.call_names(tenant_id).await? {
            let details: CallDetails = serde_json::from_str(&call.details)?;
            let source_file = details.recording.map(|recording| recording.file_name);
            for name in [Some(call.id.to_string()), Some(call.source_id), source_file] {
                calls.extend(name.map(|name| (name, call.id)));
            }
        }
        Ok(Intake { keeper: Keeper { backend: self.clone(), tenant_id }, calls })
    }
}

impl Intake {
    /// Keeps one file. Its name is the call's id, its source's id, or what the source calls the
    /// recording; the ending does not matter.
    ///
    /// # Errors
    /// [`Error::Invalid`] names what is wrong with the file; nothing is kept of it then.
    pub async fn take(&self, path: &Path) -> Result<RecordingFile, Error> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let stem = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let call_id = self.calls.get(name).or_else(|| self.calls.get(stem)).ok_or_else(|| {
            Error::field(
                "file",
                "belongs to no call: it must be named after a call's id, its \
                          source's id, or the recording its source names",
            )
        })?;
        self.keeper.keep(*call_id, path).await
    }

    /// Stores a recording given as bytes, for the call with this source id.
    pub async fn add_generated(&self, source_id: &str, media: Vec<u8>) -> Result<(), Error> {
        let call_id = self.calls.get(source_id).ok_or(Error::NotFound)?;
        self.keeper.keep_made(*call_id, media).await
    }

    /// The call of a source's id.
    pub fn call(&self, source_id: &str) -> Result<CallId, Error> {
        self.calls.get(source_id).copied().ok_or(Error::NotFound)
    }

    /// Records in the audit log what an import did.
    pub async fn note(&self, taken: u64, unchanged: u64, refused: u64) -> Result<(), Error> {
        let Keeper { backend, tenant_id } = &self.keeper;
        let mut tx = backend.db.begin().await?;
        let detail = json!({ "taken": taken, "unchanged": unchanged, "refused": refused });
        let action = AuditAction::RecordingsImported;
        backend
            .record_as(&mut tx, *tenant_id, &Actor::COMMAND_LINE, action, "recordings", &detail)
            .await?;
        tx.commit().await
    }
}
