//! One run of a job, in its own tracing span.

use std::sync::Arc;

use earshot_domain::JobId;
use tokio::sync::watch;
use tracing::Instrument;

use super::{
    context::JobContext,
    kind::{AnyKind, RunEnd},
    lease::LeaseStatus,
    queue::{Claim, Jobs},
    settle::RunResult,
    worker::Shutdown,
};
use crate::{Error, store::persist};

/// Runs a claimed job and settles it.
pub(super) async fn run(
    kind: Arc<dyn AnyKind>,
    jobs: Jobs,
    claim: Claim,
    shutdown: watch::Receiver<Shutdown>,
) {
    let span = tracing::info_span!(
        "job",
        kind = claim.kind,
        job_id = %claim.id,
        tenant_id = claim.tenant_id.map(tracing::field::display)
    );
    run_and_settle(kind.as_ref(), &jobs, &claim, shutdown).instrument(span).await;
}

async fn run_and_settle(
    kind: &dyn AnyKind,
    jobs: &Jobs,
    claim: &Claim,
    shutdown: watch::Receiver<Shutdown>,
) {
    let context = JobContext::new(claim, jobs.clone(), shutdown.clone());
    let mut cut_off = shutdown;
    let result = tokio::select! {
        result = kind.run(&context) => result,
        Ok(_) = cut_off.wait_for(|shutdown| *shutdown == Shutdown::Now) => Ok(RunEnd::Stopped),
    };
    let status = claim.lease.status();
    let result = match result {
        Ok(RunEnd::Completed) => RunResult::Completed { recorded: kind.is_recorded() },
        // Not settled: the next claim counts the lost lease.
        _ if status == LeaseStatus::Lost => return,
        Ok(RunEnd::Stopped) if status == LeaseStatus::CancelRequested => RunResult::Cancelled,
        Ok(RunEnd::Stopped) => RunResult::Requeued,
        Err(error) => failed(claim.id, kind.max_attempts(), &error),
    };
    match persist("the end of a job", || jobs.settle(claim, &result)).await {
        Ok(true) => {}
        Ok(false) => tracing::error!("the job was taken over by another worker"),
        Err(error) => error.log(),
    }
}

/// Logs the error of a failed run and classifies it as retryable or final.
fn failed(job_id: JobId, max_attempts: i64, error: &Error) -> RunResult {
    match error {
        Error::Internal(_) => {
            error.log();
            let reason = format!(
                "This job failed repeatedly because of an internal error. The server log has the \
                 cause under the job id {job_id}."
            );
            RunResult::Failed { reason, max_attempts }
        }
        Error::Busy
        | Error::Unavailable(_)
        | Error::MediaUnreachable
        | Error::MediaUnwritable
        | Error::ExportsUnreachable
        | Error::UploadLost
        | Error::StorageFull
        | Error::Upstream(_)
        | Error::RateLimited { .. }
        | Error::MailDeferred(_) => {
            tracing::warn!(%error, "job failed");
            RunResult::Failed { reason: error.problem().detail, max_attempts }
        }
        refusal => {
            tracing::warn!(%error, "job failed");
            RunResult::Refused { reason: refusal.problem().detail }
        }
    }
}
