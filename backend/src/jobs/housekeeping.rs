//! Housekeeping: rows that are over are removed at their age, every hour, by one process at a time.

use serde_json::json;

use super::{
    context::JobContext,
    kind::{JobKind, NewJob, RunEnd},
};
use crate::{Backend, Error, Limits, store::Sweepable};

/// Milliseconds between the end of a run and the next one.
const EVERY_MS: i64 = 3_600_000;
/// The key that keeps runs one at a time.
const KEY: &str = "hourly";
/// Rows removed in one transaction, which must not keep others waiting.
const BATCH: i64 = 200;

/// How long rows stay after they are over.
#[derive(Clone, Copy)]
enum Age {
    /// Not at all.
    Zero,
    /// So many days.
    Days(i64),
    /// The longest window of any rate limit.
    RateWindow,
    /// What a session may go unused.
    SessionIdle,
    /// What a session may last.
    SessionLifetime,
}

/// What is removed, and at which age. A grant or link that is over is still told from one that never
/// was for a day, and so is a lease that was not given back.
const SWEEPS: &[(Sweepable, Age)] = &[
    (Sweepable::RateEvents, Age::RateWindow),
    (Sweepable::UnusedSessions, Age::SessionIdle),
    (Sweepable::OldSessions, Age::SessionLifetime),
    (Sweepable::RecordingGrants, Age::Days(1)),
    (Sweepable::RecordingLinks, Age::Days(1)),
    (Sweepable::PbxTokens, Age::Zero),
    (Sweepable::PbxDownloads, Age::Zero),
    (Sweepable::WebhookDeliveries, Age::Days(30)),
    (Sweepable::FinishedJobs, Age::Days(30)),
    (Sweepable::ExpiredLeases, Age::Days(1)),
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

/// Removes rows that are over.
pub(crate) struct Housekeeping {
    backend: Backend,
}

impl Housekeeping {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }

    /// Removes rows of one kind, a few at a time; `None` when the run has to stop.
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
        let since = self.backend.now_ms() - EVERY_MS;
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
                tracing::info!(?what, removed, "rows that were over were removed");
            }
            context.checkpoint(&format!("{what:?}")).await?;
        }
        Ok(RunEnd::Completed)
    }
}
