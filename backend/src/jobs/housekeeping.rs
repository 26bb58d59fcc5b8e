//! Housekeeping: hourly deletion of expired rows, by one process at a time.

use serde_json::json;

use super::{
    context::JobContext,
    kind::{JobKind, NewJob, RunEnd},
};
use crate::{Backend, Error, Limits, store::Sweepable};

/// Milliseconds between the end of a run and the start of the next.
const INTERVAL_MS: i64 = 3_600_000;
/// Deduplication key that limits the job to one run at a time.
const KEY: &str = "hourly";
/// Rows deleted in one transaction, to keep locks short.
const BATCH: i64 = 200;

/// Retention of rows after they expire.
#[derive(Clone, Copy)]
enum Age {
    /// None.
    Zero,
    /// Number of days.
    Days(i64),
    /// Longest window of any rate limit.
    RateWindow,
    /// Idle timeout of sessions.
    SessionIdle,
    /// Maximum lifetime of sessions.
    SessionLifetime,
}

/// Retention of each kind of row. Expired grants and links stay for a day, so that they are
/// reported as expired rather than unknown; so do leases that were not released.
const SWEEPS: &[(Sweepable, Age)] = &[
    (Sweepable::RateEvents, Age::RateWindow),
    (Sweepable::UnusedSessions, Age::SessionIdle),
    (Sweepable::OldSessions, Age::SessionLifetime),
    (Sweepable::RecordingGrants, Age::Days(1)),
    (Sweepable::RecordingLinks, Age::Days(1)),
    (Sweepable::PbxTokens, Age::Zero),
    (Sweepable::PbxDownloads, Age::Zero),
    (Sweepable::WebhookDeliveries, Age::Days(30)),
    (Sweepable::RefusedReports, Age::Days(30)),
    (Sweepable::FinishedJobs, Age::Days(30)),
    (Sweepable::ExpiredLeases, Age::Days(1)),
    (Sweepable::UnusedIdentities, Age::Zero),
];

impl Age {
    fn in_ms(self, limits: &Limits) -> i64 {
        match self {
            Self::Zero => 0,
            Self::Days(days) => days * 24 * 3_600_000,
            Self::RateWindow => i64::from(limits.longest_rate_window()) * 1000,
            Self::SessionIdle => i64::from(limits.session_idle_minutes) * 60_000,
            Self::SessionLifetime => i64::from(limits.session_hours) * 3_600_000,
        }
    }
}

/// Job that deletes expired rows.
pub(crate) struct Housekeeping {
    backend: Backend,
}

impl Housekeeping {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }

    /// Deletes rows of one kind in batches; `None` when the run must stop.
    async fn sweep(
        &self,
        context: &JobContext,
        what: Sweepable,
        before: i64,
    ) -> Result<Option<u64>, Error> {
        let mut removed = 0;
        loop {
            if context.must_stop() {
                return Ok(None);
            }
            match self.backend.db.sweep(what, before, BATCH).await? {
                0 => return Ok(Some(removed)),
                more => removed += more,
            }
        }
    }
}

impl JobKind for Housekeeping {
    const NAME: &'static str = "housekeeping";

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let since = self.backend.now_ms() - INTERVAL_MS;
        if self.backend.db.has_recent_job(Self::NAME, KEY, since).await? {
            return Ok(Vec::new());
        }
        Ok(vec![NewJob::of::<Self>(json!({})).once(KEY).unless_ended_after(since)])
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let now = self.backend.now_ms();
        for (what, age) in SWEEPS {
            let before = now - age.in_ms(&self.backend.limits);
            let Some(removed) = self.sweep(context, *what, before).await? else {
                return Ok(RunEnd::Stopped);
            };
            if removed > 0 {
                tracing::info!(?what, removed, "expired rows deleted");
            }
            context.checkpoint(&format!("{what:?}")).await?;
        }
        Ok(RunEnd::Completed)
    }
}
