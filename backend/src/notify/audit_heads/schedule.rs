//! The job that signs heads and keeps them elsewhere.

use serde_json::json;

use crate::{
    Backend, Error,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
};

/// Milliseconds between the end of a run and the start of the next.
const INTERVAL_MS: i64 = 12 * 3_600_000;
/// Deduplication key that limits the job to one run at a time.
const KEY: &str = "twice daily";

/// Job that signs a head of each audit log.
pub(crate) struct AuditHeads {
    backend: Backend,
}

impl AuditHeads {
    pub(crate) const fn new(backend: Backend) -> Self {
        Self { backend }
    }
}

impl JobKind for AuditHeads {
    const NAME: &'static str = "audit_heads";

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let since = self.backend.now_ms().saturating_sub(INTERVAL_MS);
        if self.backend.db.has_recent_job(Self::NAME, KEY, since).await? {
            return Ok(Vec::new());
        }
        Ok(vec![NewJob::of::<Self>(json!({})).once(KEY).unless_ended_after(since)])
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        // A head that an earlier run could not write is the same one, and is written now.
        for head in self.backend.audit().sign_heads().await? {
            if context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
            if let Some(place) = &self.backend.head_place {
                place.write(&head).await?;
            }
            self.backend.webhooks().announce_head(&head).await?;
            context.checkpoint(&head.tenant).await?;
        }
        Ok(RunEnd::Completed)
    }
}
