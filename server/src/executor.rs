//! Executor of the tasks that page renders spawn: Tokio, with the request's span carried into them.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use tracing::Instrument;

struct SpanExecutor;

impl CustomExecutor for SpanExecutor {
    fn spawn(&self, future: PinnedFuture<()>) {
        tokio::spawn(future.in_current_span());
    }

    fn spawn_local(&self, future: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(future.in_current_span());
    }

    fn poll_local(&self) {}
}

/// Installs the executor for the whole process.
pub(crate) fn install() {
    // A second server in the process finds it installed.
    drop(Executor::init_custom_executor(SpanExecutor));
}
