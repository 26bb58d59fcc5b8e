//! Taking recordings out for good, as retention or a request for deletion demands.

use earshot_domain::{AuditAction, CallId, Day, TenantId};
use jiff::tz::TimeZone;
use serde_json::json;

use crate::{
    Backend, Error,
    access::{Actor, day_start},
};

/// Which recordings of a tenant are to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removed {
    /// Those of calls that began before this day in the tenant's zone.
    Before(Day),
    /// Those of these calls; one that has not come yet is not let in later either.
    Calls(Vec<CallId>),
}

/// What became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RemovalReport {
    /// Recordings removed now.
    pub removed: u64,
    /// Recordings that had been removed before.
    pub already: u64,
    /// Media deleted from the store, what an earlier removal had left behind included.
    pub deleted: u64,
}

impl Backend {
    /// Removes recordings of a tenant. Each is first called removed, together with its audit event,
    /// so that nobody reaches it any more; then its media is deleted; then its place is forgotten.
    /// Where this breaks off, the next removal of the tenant deletes what was left.
    ///
    /// # Errors
    /// [`Error::Invalid`] names a call that is not the tenant's; then nothing was removed.
    pub async fn remove_recordings(
        &self,
        tenant: &str,
        which: &Removed,
    ) -> Result<RemovalReport, Error> {
        let tenant = self.tenant(tenant).await?;
        let (calls, reason) = match which {
            Removed::Before(day) => {
                let zone = TimeZone::get(&tenant.time_zone).map_err(Error::internal)?;
                let before = day_start("before", *day, 0, &zone)
                    .map_err(|error| Error::Invalid(vec![error]))?;
                let calls = self.db.recorded_before(tenant.id, before).await?;
                (calls, json!({ "before": day }))
            }
            Removed::Calls(ids) => {
                self.check_calls(tenant.id, ids).await?;
                (ids.clone(), json!({}))
            }
        };
        let mut report = RemovalReport::default();
        for call_id in calls {
            let mut tx = self.db.begin().await?;
            if !tx.remove_recording(tenant.id, call_id, self.now_ms()).await? {
                report.already += 1;
                continue;
            }
            let action = AuditAction::RecordingRemoved;
            self.record_as(&mut tx, tenant.id, &Actor::COMMAND_LINE, action, call_id, &reason)
                .await?;
            tx.commit().await?;
            report.removed += 1;
        }
        for left in self.db.left_media(tenant.id).await? {
            self.media.remove(&left.object_key).await?;
            let mut tx = self.db.begin().await?;
            tx.forget_media(&left).await?;
            tx.commit().await?;
            report.deleted += 1;
        }
        Ok(report)
    }

    async fn check_calls(&self, tenant_id: TenantId, ids: &[CallId]) -> Result<(), Error> {
        for id in ids {
            if !self.db.has_call(tenant_id, *id).await? {
                return Err(Error::field("call", format!("{id} is not of this tenant")));
            }
        }
        Ok(())
    }
}
