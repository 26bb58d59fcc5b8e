//! Background jobs: queue, worker, leases with heartbeat, and housekeeping.

mod context;
mod exclusive;
mod housekeeping;
mod kind;
mod lease;
mod queue;
mod registry;
mod run;
mod settle;
mod worker;

pub use context::JobContext;
pub use exclusive::Turn;
pub(crate) use housekeeping::Housekeeping;
pub use kind::{JobKind, NewJob, RunEnd};
pub(crate) use lease::{Lease, LeaseStatus, Leases, Taken};
pub use queue::Jobs;
pub use worker::Worker;
