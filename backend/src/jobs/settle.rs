//! Settling a job after a run: it ends, waits for another run, or goes back into the queue.

use std::time::Duration;

use earshot_domain::JobEvent;

use super::queue::{Claim, Jobs};
use crate::{
    Error,
    store::{JobProgress, JobSettlement},
};

/// How often a job is run without progress before it is given up.
const MAX_ATTEMPTS: i64 = 5;
/// The wait before a second run; each further one is four times as long.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// The longest wait before another run.
const MAX_WAIT: Duration = Duration::from_hours(1);

/// What a run came to.
pub(super) enum RunResult {
    /// The work is done; `recorded` says whether the job stays on record.
    Completed { recorded: bool },
    /// It stopped because the process ends, as if it had not been.
    GivenBack,
    /// It stopped because somebody asked for it.
    Cancelled,
    /// It failed, and another run may help.
    Failed { reason: String },
    /// It failed, and would again.
    Refused { reason: String },
}

impl Jobs {
    /// Notes what a run came to, and gives its lease back; `false` when the job is another worker's
    /// by now, and then nothing is changed.
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
                run_after: at + next.wait.as_secs().cast_signed() * 1000,
                attempts: next.attempts,
                reason: next.reason,
                at,
            };
            tx.settle_job(claim.id, fence, &end).await?;
        }
        claim.lease.end_in(&mut tx).await?;
        tx.commit().await?;
        if let RunResult::Failed { .. } | RunResult::Refused { .. } = result {
            tracing::warn!(attempts, %state, wait_s = next.wait.as_secs(), "job did not complete");
        }
        Ok(true)
    }
}

/// How a job goes on.
struct Next<'a> {
    event: JobEvent,
    wait: Duration,
    attempts: i64,
    reason: Option<&'a str>,
}

impl<'a> Next<'a> {
    /// After a run that was the last of so many without progress.
    fn after(result: &'a RunResult, attempts: i64) -> Self {
        let next = |event, reason| Self { event, wait: Duration::ZERO, attempts, reason };
        match result {
            RunResult::Completed { .. } => next(JobEvent::Complete, None),
            RunResult::GivenBack => {
                Self { attempts: attempts - 1, ..next(JobEvent::Requeue, None) }
            }
            RunResult::Cancelled => next(JobEvent::Cancel, None),
            RunResult::Failed { .. } if attempts < MAX_ATTEMPTS => {
                Self { wait: wait_after(attempts), ..next(JobEvent::Requeue, None) }
            }
            RunResult::Failed { reason } | RunResult::Refused { reason } => {
                next(JobEvent::Fail, Some(reason))
            }
        }
    }
}

/// How long a job waits after so many runs that failed.
fn wait_after(attempts: i64) -> Duration {
    let steps = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    FIRST_WAIT.saturating_mul(4_u32.saturating_pow(steps)).min(MAX_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_an_hour() {
        let waits: Vec<u64> = (1..=7).map(|attempts| wait_after(attempts).as_secs()).collect();
        assert_eq!(waits, [5, 20, 80, 320, 1280, 3600, 3600]);
        assert_eq!(wait_after(i64::MAX), MAX_WAIT);
    }
}
