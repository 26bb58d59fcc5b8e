//! Requests that a viewer may not make, in the audit log.

use earshot_domain::AuditAction;
use serde_json::json;

use super::{Access, Rate, RateBucket};
use crate::{Error, Viewer};

/// Refusals of a viewer that are recorded: enough to show that ids were tried, too few to fill the log.
const RECORDED: Rate = Rate { events: 60, seconds: 600 };

impl Access<'_> {
    /// Records that `viewer` asked `address` for `subject`, an id, a slug or the address itself, and was
    /// refused with `status`; 404 is the answer of what does not exist, and whether it exists for others
    /// is not recorded.
    pub async fn record_refusal(
        self,
        viewer: &Viewer,
        address: &str,
        subject: &str,
        status: u16,
    ) -> Result<(), Error> {
        let bucket = RateBucket::Refusals(viewer);
        if !self.take_rate(bucket, RECORDED).await?.taken {
            return Ok(());
        }
        let (action, detail) =
            (AuditAction::AccessRefused, json!({ "address": address, "status": status }));
        let mut tx = self.0.db.begin().await?;
        self.0.audit().record(&mut tx, viewer, action, subject, &detail, None).await?;
        tx.commit().await
    }
}
