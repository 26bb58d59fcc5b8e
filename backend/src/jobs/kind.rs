//! Kinds of jobs: the interface between areas and the worker.

use std::future::Future;

use earshot_domain::TenantId;
use futures::future::BoxFuture;

use super::context::JobContext;
use crate::Error;

/// Outcome of a run without an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// The work is complete.
    Completed,
    /// Stopped early because of [`JobContext::must_stop`]; another run continues the work.
    Stopped,
}

/// One kind of job.
pub trait JobKind: Send + Sync + 'static {
    /// Name of the kind in the database and the log.
    const NAME: &'static str;
    /// Maximum concurrent jobs of the kind per tenant, over all processes.
    const SLOTS_PER_TENANT: Option<i64> = None;
    /// Maximum runs of a job without progress before it fails.
    const MAX_ATTEMPTS: i64 = 5;
    /// Whether a completed job is retained until housekeeping deletes it.
    const RECORDED: bool = true;

    /// Maximum concurrent jobs of the kind per process.
    fn slots(&self) -> usize {
        1
    }

    /// Lists jobs that are due on a schedule. Called every second, so each job needs a deduplication
    /// key ([`NewJob::once`]).
    fn due(&self) -> impl Future<Output = Result<Vec<NewJob>, Error>> + Send {
        async { Ok(Vec::new()) }
    }

    /// Runs a job. It may be run again from its last checkpoint at any time, so its changes are
    /// committed together with a checkpoint.
    fn run(&self, context: &JobContext) -> impl Future<Output = Result<RunEnd, Error>> + Send;
}

/// A job to be queued.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub(super) kind: &'static str,
    pub(super) tenant_id: Option<TenantId>,
    pub(super) key: Option<String>,
    pub(super) unless_ended_after: Option<i64>,
    pub(super) payload: serde_json::Value,
}

impl NewJob {
    /// Creates a job of the installation, due immediately.
    pub fn of<K: JobKind>(payload: serde_json::Value) -> Self {
        Self { kind: K::NAME, tenant_id: None, key: None, unless_ended_after: None, payload }
    }

    /// Assigns the job to a tenant.
    pub fn for_tenant(self, tenant_id: TenantId) -> Self {
        Self { tenant_id: Some(tenant_id), ..self }
    }

    /// Sets the deduplication key: the job is not queued while one of its kind with this key is
    /// queued or running.
    pub fn once(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    /// Skips the job when one with its key has ended after this time, in milliseconds.
    pub(crate) fn unless_ended_after(self, moment: i64) -> Self {
        Self { unless_ended_after: Some(moment), ..self }
    }
}

/// Object-safe form of [`JobKind`], for the worker.
pub(super) trait AnyKind: Send + Sync {
    fn name(&self) -> &'static str;
    fn slots(&self) -> usize;
    fn slots_per_tenant(&self) -> Option<i64>;
    fn max_attempts(&self) -> i64;
    fn is_recorded(&self) -> bool;
    fn due(&self) -> BoxFuture<'_, Result<Vec<NewJob>, Error>>;
    fn run<'a>(&'a self, context: &'a JobContext) -> BoxFuture<'a, Result<RunEnd, Error>>;
}

impl<K: JobKind> AnyKind for K {
    fn name(&self) -> &'static str {
        K::NAME
    }

    fn slots(&self) -> usize {
        JobKind::slots(self)
    }

    fn slots_per_tenant(&self) -> Option<i64> {
        K::SLOTS_PER_TENANT
    }

    fn max_attempts(&self) -> i64 {
        K::MAX_ATTEMPTS
    }

    fn is_recorded(&self) -> bool {
        K::RECORDED
    }

    fn due(&self) -> BoxFuture<'_, Result<Vec<NewJob>, Error>> {
        Box::pin(JobKind::due(self))
    }

    fn run<'a>(&'a self, context: &'a JobContext) -> BoxFuture<'a, Result<RunEnd, Error>> {
        Box::pin(JobKind::run(self, context))
    }
}
