//! Requests for records that are not the viewer's, in the audit log.

use earshot_domain::AuditAction;
use serde_json::json;

use super::{Access, Rate, RateBucket};
use crate::{Error, Viewer};

/// Refusals of a viewer that are recorded: enough to show that ids were tried, too few to fill the log.
const RECORDED: Rate = Rate { events: 60, seconds: 600 };

impl Access<'_> {
    /// Records that `viewer` asked `address` for `subject`, an id or a slug, and got the answer of what
    /// does not exist. Whether it exists for others is not recorded.
    pub async fn record_refusal(
        self,
        viewer: &Viewer,
        address: &str,
        subject: &str,
    ) -> Result<(), Error> {
        let bucket = RateBucket::Refusals(viewer);
        if !self.take_rate(bucket, RECORDED).await?.taken {
            return Ok(());
        }
        let (action, detail) = (AuditAction::AccessRefused, json!({ "address": address }));
        let mut tx = self.0.db.begin().await?;
        self.0.audit().record(&mut tx, viewer, action, subject, &detail, None).await?;
        tx.commit().await
    }
}
