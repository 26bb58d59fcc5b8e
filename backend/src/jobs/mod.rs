//! Work that outlives a request: queue, worker, lease with heartbeat.

mod context;
mod kind;
mod lease;
mod queue;
mod registry;
mod run;
mod settle;
mod worker;

pub use context::JobContext;
pub use kind::{JobKind, NewJob, RunEnd};
pub(crate) use lease::Leases;
pub use queue::Jobs;
pub use worker::Worker;
