//! Settings of a tenant: changed by Client Admin, read by Client Manager.

use earshot_domain::{AuditAction, ImportRecord, Permission, RefusedReport, Settings};
use serde_json::json;

use crate::{Error, Viewer, access::Access, privacy::redaction::redaction_version};

impl Access<'_> {
    /// The settings of the viewer's tenant; not found for Client Staff.
    ///
    /// # Errors
    /// [`Error::NotFound`] without [`Permission::ViewSettings`].
    pub async fn settings(
        self,
        viewer: &Viewer,
        imports: Vec<ImportRecord>,
        refused_reports: Vec<RefusedReport>,
    ) -> Result<Settings, Error> {
        viewer.require(Permission::ViewSettings)?;
        let stored = self.0.db.recording_settings(viewer.tenant.id).await?;
        let redaction_left =
            self.0.db.outdated_calls_of(viewer.tenant.id, redaction_version()).await?;
        Ok(Settings {
            profile: viewer.profile(),
            staff_playback: stored.staff_playback,
            recording_download: stored.recording_download,
            may_edit: viewer.may(Permission::ChangeSettings),
            imports,
            refused_reports,
            redaction_left,
        })
    }

    /// Sets whether Client Staff may play recordings.
    ///
    /// # Errors
    /// [`Error::OptionForbidden`] for Client Manager, [`Error::NotFound`] for Client Staff.
    pub async fn set_staff_playback(self, viewer: &Viewer, allowed: bool) -> Result<(), Error> {
        viewer.require(Permission::ViewSettings)?;
        viewer.demand("staff_playback", Permission::ChangeSettings)?;
        let mut tx = self.0.db.begin().await?;
        tx.set_recordings(viewer.tenant.id, Some(allowed), None).await?;
        let detail = json!({ "staff_playback": allowed });
        let (action, subject) = (AuditAction::TenantChanged, &viewer.tenant.slug);
        self.0.audit().record(&mut tx, viewer, action, subject, &detail, None).await?;
        tx.commit().await
    }
}
