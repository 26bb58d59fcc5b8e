//! The manifest of a background export as a file of its own.

use earshot_domain::ExportId;

use crate::{Backend, Error, Viewer, exports::Exports};

/// A manifest that may be downloaded now, as JSON.
pub struct ExportManifest {
    json: Vec<u8>,
    export: ExportId,
    backend: Backend,
}

impl Exports<'_> {
    /// The manifest of a completed export.
    ///
    /// # Errors
    /// As [`Exports::job_file`].
    pub async fn job_manifest(
        self,
        viewer: &Viewer,
        id: ExportId,
    ) -> Result<ExportManifest, Error> {
        let (manifest, _) = self.manifest(viewer, id).await?;
        Ok(ExportManifest { json: manifest.to_json()?, export: id, backend: self.0.clone() })
    }
}

impl ExportManifest {
    /// Its length in bytes.
    pub const fn length(&self) -> u64 {
        self.json.len() as u64
    }

    /// The document. The download is recorded before it is returned.
    pub async fn read(self, viewer: &Viewer) -> Result<Vec<u8>, Error> {
        let exports = self.backend.exports();
        exports.record_download(viewer, self.export, "manifest.json").await?;
        Ok(self.json)
    }
}
