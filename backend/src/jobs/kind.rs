//! Kinds of jobs: what an area defines so that a worker can run its work.

use std::future::Future;

use earshot_domain::TenantId;
use futures::future::BoxFuture;

use super::context::JobContext;
use crate::Error;

/// How a run ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// The work is done.
    Completed,
    /// It stopped because [`JobContext::must_stop`] said so; the rest is left to another run.
    Stopped,
}

/// One kind of job.
pub trait JobKind: Send + Sync + 'static {
    /// The kind's name in the database and in the log.
    const NAME: &'static str;
    /// Most jobs of the kind that one process runs at once.
    const SLOTS: usize = 1;
    /// Whether a completed job stays on record until housekeeping removes it.
    const RECORDED: bool = true;

    /// Jobs whose time has come and that nobody else queues. Asked every second, so each needs a
    /// key ([`NewJob::once`]).
    fn due(&self) -> impl Future<Output = Result<Vec<NewJob>, Error>> + Send {
        async { Ok(Vec::new()) }
    }

    /// Does a job's work. It may run again from its last checkpoint at any time, so whatever it
    /// changes goes together with a checkpoint.
    fn run(&self, context: &JobContext) -> impl Future<Output = Result<RunEnd, Error>> + Send;
}

/// A job about to be queued.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub(super) kind: &'static str,
    pub(super) tenant_id: Option<TenantId>,
    pub(super) key: Option<String>,
    pub(super) unless_ended_after: Option<i64>,
    pub(super) payload: serde_json::Value,
}

impl NewJob {
    /// A job of the installation, due at once.
    pub fn of<K: JobKind>(payload: serde_json::Value) -> Self {
        Self { kind: K::NAME, tenant_id: None, key: None, unless_ended_after: None, payload }
    }

    /// The same job, of a tenant.
    pub fn for_tenant(self, tenant_id: TenantId) -> Self {
        Self { tenant_id: Some(tenant_id), ..self }
    }

    /// The same job, unless one of its kind with this key waits or runs.
    pub fn once(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    /// The same job, unless one with its key has ended after this moment, in milliseconds.
    pub(super) fn unless_ended_after(self, moment: i64) -> Self {
        Self { unless_ended_after: Some(moment), ..self }
    }
}

/// A kind behind a pointer, for the worker.
pub(super) trait AnyKind: Send + Sync {
    fn name(&self) -> &'static str;
    fn slots(&self) -> usize;
    fn is_recorded(&self) -> bool;
    fn due(&self) -> BoxFuture<'_, Result<Vec<NewJob>, Error>>;
    fn run<'a>(&'a self, context: &'a JobContext) -> BoxFuture<'a, Result<RunEnd, Error>>;
}

impl<K: JobKind> AnyKind for K {
    fn name(&self) -> &'static str {
        K::NAME
    }

    fn slots(&self) -> usize {
        K::SLOTS
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
