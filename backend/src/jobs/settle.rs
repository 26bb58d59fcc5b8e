//! Settling a job after a run: completion, retry or requeue.

use std::time::Duration;

use earshot_domain::JobEvent;

use super::queue::{Claim, Jobs};
use crate::{
    Error,
    store::{JobProgress, JobSettlement},
};

/// Delay before the second run; each further delay is four times as long.
const FIRST_DELAY: Duration = Duration::from_secs(5);
/// Maximum delay before another run.
const MAX_DELAY: Duration = Duration::from_hours(1);

/// Result of a run.
pub(super) enum RunResult {
    /// Completed; `recorded` tells whether the job is retained.
    Completed { recorded: bool },
    /// Stopped by shutdown; the run does not count as an attempt.
    Requeued,
    /// Stopped by cancellation.
    Cancelled,
    /// Failed with a retryable error, which after so many attempts is final.
    Failed { reason: String, max_attempts: i64 },
    /// Failed with a final error.
    Refused { reason: String },
}

impl Jobs {
    /// Records the result of a run and releases its lease; `false`, without changes, when another
    /// worker has taken the job.
    pub(super) async fn settle(&self, claim: &Claim, result: &RunResult) -> Result<bool, Error> {
        let mut tx = self.db.begin().await?;
        let Some(JobProgress { state, fence, attempts }) = tx.unfinished_job(claim.id).await?
        else {
            return Ok(false);
        };
        if fence != claim.lease.fence() {
            return Ok(false);
        }
        let next = Next::after(result, attempts);
        let state = state.after(next.event).map_err(Error::internal)?;
        if matches!(result, RunResult::Completed { recorded: false }) {
            tx.remove_job(claim.id, fence).await?;
        } else {
            let at = self.now_ms();
            let end = JobSettlement {
                state,
                run_after: at + next.delay.as_secs().cast_signed() * 1000,
                attempts: next.attempts,
                reason: next.reason,
                at,
            };
            tx.settle_job(claim.id, fence, &end).await?;
        }
        claim.lease.end_in(&mut tx).await?;
        tx.commit().await?;
        if let RunResult::Failed { .. } | RunResult::Refused { .. } = result {
            let delay_s = next.delay.as_secs();
            tracing::warn!(attempts, %state, delay_s, "job did not complete");
        }
        Ok(true)
    }
}

/// Next state of a job.
struct Next<'a> {
    event: JobEvent,
    delay: Duration,
    attempts: i64,
    reason: Option<&'a str>,
}

impl<'a> Next<'a> {
    /// Derives the next state from a run's result and the number of attempts without progress.
    fn after(result: &'a RunResult, attempts: i64) -> Self {
        let next = |event, reason| Self { event, delay: Duration::ZERO, attempts, reason };
        match result {
            RunResult::Completed { .. } => next(JobEvent::Complete, None),
            RunResult::Requeued => Self { attempts: attempts - 1, ..next(JobEvent::Requeue, None) },
            RunResult::Cancelled => next(JobEvent::Cancel, None),
            RunResult::Failed { max_attempts, .. } if attempts < *max_attempts => {
                Self { delay: delay_after(attempts), ..next(JobEvent::Requeue, None) }
            }
            RunResult::Failed { reason, .. } | RunResult::Refused { reason } => {
                next(JobEvent::Fail, Some(reason))
            }
        }
    }
}

/// Delay after a number of failed runs.
fn delay_after(attempts: i64) -> Duration {
    let steps = u32::try_from((attempts - 1).clamp(0, 16)).unwrap_or(16);
    FIRST_DELAY.saturating_mul(4_u32.saturating_pow(steps)).min(MAX_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_up_to_an_hour() {
        let delays: Vec<u64> = (1..=7).map(|attempts| delay_after(attempts).as_secs()).collect();
        assert_eq!(delays, [5, 20, 80, 320, 1280, 3600, 3600]);
        assert_eq!(delay_after(i64::MAX), MAX_DELAY);
    }
}
