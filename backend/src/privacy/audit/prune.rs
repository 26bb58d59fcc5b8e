//! Pruning: deletion of old events behind a signed head, of which their places in the tree remain.

use earshot_domain::AuditAction;
use jiff::{civil::Date, tz::TimeZone};
use serde_json::json;

use super::{
    leaf::write_leaf,
    reading::{Work, read},
    tree::leaf_hash,
};
use crate::{
    Error,
    access::actor::Actor,
    privacy::Audit,
    store::{AuditEntry, AuditPruningRow},
};

/// Days for which every event is kept.
pub const MIN_RETENTION_DAYS: i64 = 365;
const DAY_MS: i64 = 24 * 3_600_000;

/// Result of a pruning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrunedAudit {
    /// Number of events that were deleted.
    pub deleted: u64,
    /// Number of the last event that is deleted by now; 0 if none is.
    pub through: i64,
}

/// Collects the leaf hashes of events up to one.
struct Leaves {
    through: i64,
    hashes: Vec<(i64, [u8; 32])>,
    leaf: Vec<u8>,
}

impl Work for Leaves {
    fn pruned(&mut self, _: &[(i64, Vec<u8>)]) -> Result<(), Error> {
        Ok(())
    }

    fn events(&mut self, entries: &[AuditEntry]) -> Result<(), Error> {
        for entry in entries.iter().filter(|entry| entry.seq <= self.through) {
            write_leaf(entry, &mut self.leaf)?;
            self.hashes.push((entry.seq, leaf_hash(&self.leaf)));
        }
        Ok(())
    }
}

impl Audit<'_> {
    /// Deletes a tenant's events before the first that happened on the day `before`, such as 2025-01-31
    /// in the tenant's time zone, or later. A head over all events is signed first; the leaf hashes remain, so that the heads that
    /// were kept elsewhere can still be compared. The pruning is itself an event.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a day within the last [`MIN_RETENTION_DAYS`]; [`Error::Conflict`] names
    /// what is wrong with the log.
    pub async fn prune(self, tenant: &str, before: &str) -> Result<PrunedAudit, Error> {
        let tenant = self.tenant(tenant).await?;
        let now = self.0.now_ms();
        let before = start_of(before, &tenant.time_zone)?;
        if before > now.saturating_sub(MIN_RETENTION_DAYS.saturating_mul(DAY_MS)) {
            let message = format!(
                "must be at least {MIN_RETENTION_DAYS} days ago: audit events are kept for that long"
            );
            return Err(Error::field("before", message));
        }
        let done = self.0.db.audit_pruning(tenant.id).await?.map_or(0, |row| row.through_seq);
        let nothing = PrunedAudit { deleted: 0, through: done };
        let Some((through, hash)) = self.0.db.audit_end_before(tenant.id, before).await? else {
            return Ok(nothing);
        };
        let head = self.sign_head(&tenant).await?;
        let leaves = Leaves { through, hashes: Vec::new(), leaf: Vec::new() };
        let leaves = read(self.0, tenant.id, leaves).await?;
        let row = AuditPruningRow { through_seq: through, before_at: before, pruned_at: now, hash };
        let mut tx = self.0.db.begin().await?;
        for (seq, leaf) in &leaves.hashes {
            tx.keep_audit_leaf(tenant.id, *seq, leaf).await?;
        }
        let deleted = tx.prune_audit(tenant.id, &row).await?;
        let detail = json!({
            "through": through,
            "before": before,
            "deleted": deleted,
            "head": head.size,
        });
        let (actor, action) = (Actor::COMMAND_LINE, AuditAction::AuditPruned);
        self.record_as(&mut tx, tenant.id, &actor, action, &tenant.slug, &detail).await?;
        tx.commit().await?;
        Ok(PrunedAudit { deleted, through })
    }
}

/// The start of a day in a time zone, in milliseconds UTC.
fn start_of(day: &str, zone: &str) -> Result<i64, Error> {
    let zone = TimeZone::get(zone).map_err(Error::internal)?;
    let start = day.parse::<Date>().and_then(|date| date.to_zoned(zone));
    start
        .map(|start| start.timestamp().as_millisecond())
        .map_err(|_| Error::field("before", "must be a day such as 2025-01-31"))
}
