//! Permanent removal of recordings, for retention or a request for deletion.

use earshot_domain::{AuditAction, CallId, Day, TenantId};
use jiff::tz::TimeZone;
use serde_json::json;

use crate::{
    Error,
    access::{Actor, day_start},
    recordings::Recordings,
};

/// The recordings of a tenant to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removed {
    /// Those of calls that began before this day in the tenant's zone.
    Before(Day),
    /// Those of these calls; a recording that is still missing will be refused later.
    Calls(Vec<CallId>),
}

/// Results of a removal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RemovalReport {
    /// Recordings removed now.
    pub removed: u64,
    /// Recordings that had been removed before.
    pub already: u64,
    /// Media deleted from the store, including media that an interrupted removal had left.
    pub deleted: u64,
}

impl Recordings<'_> {
    /// Removes recordings of a tenant. Each is first marked as removed, together with its audit event,
    /// so that access ends; then its media is deleted; then its key. If this is interrupted, the next
    /// removal of the tenant deletes what was left.
    ///
    /// # Errors
    /// [`Error::Invalid`] names a call of another tenant; nothing is removed then.
    pub async fn remove(self, tenant: &str, which: &Removed) -> Result<RemovalReport, Error> {
        let tenant = self.0.tenants().find(tenant).await?;
        let (calls, reason) = match which {
            Removed::Before(day) => {
                let zone = TimeZone::get(&tenant.time_zone).map_err(Error::internal)?;
                let before = day_start("before", *day, 0, &zone)
                    .map_err(|error| Error::Invalid(vec![error]))?;
                let calls = self.0.db.recorded_before(tenant.id, before).await?;
                (calls, json!({ "before": day }))
            }
            Removed::Calls(ids) => {
                self.check_calls(tenant.id, ids).await?;
                (ids.clone(), json!({}))
            }
        };
        let mut report = RemovalReport::default();
        for call_id in calls {
            if self.mark_removed(tenant.id, call_id, &reason).await? {
                report.removed = report.removed.saturating_add(1);
            } else {
                report.already = report.already.saturating_add(1);
            }
        }
        report.deleted = self.delete_remaining(tenant.id).await?;
        Ok(report)
    }

    /// Ends access to a recording, together with its audit event; `false` if that was done before.
    async fn mark_removed(
        self,
        tenant_id: TenantId,
        call_id: CallId,
        reason: &serde_json::Value,
    ) -> Result<bool, Error> {
        let mut tx = self.0.db.begin().await?;
        if !tx.remove_recording(tenant_id, call_id, self.0.now_ms()).await? {
            return Ok(false);
        }
        let action = AuditAction::RecordingRemoved;
        let audit = self.0.audit();
        audit.record_as(&mut tx, tenant_id, &Actor::COMMAND_LINE, action, call_id, reason).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes the media of removed recordings; returns how many objects there were.
    async fn delete_remaining(self, tenant_id: TenantId) -> Result<u64, Error> {
        let mut deleted = 0;
        for media in self.0.db.remaining_media(tenant_id).await? {
            self.0.media.remove(&media.object_key).await?;
            let mut tx = self.0.db.begin().await?;
            tx.forget_media(&media).await?;
            tx.commit().await?;
            deleted = u64::saturating_add(deleted, 1);
        }
        Ok(deleted)
    }

    async fn check_calls(self, tenant_id: TenantId, ids: &[CallId]) -> Result<(), Error> {
        for id in ids {
            if !self.0.db.has_call(tenant_id, *id).await? {
                return Err(Error::field("call", format!("{id} does not belong to this tenant")));
            }
        }
        Ok(())
    }
}
