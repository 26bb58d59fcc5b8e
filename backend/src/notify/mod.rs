//! Notifications to other systems.

mod tls;
mod webhooks;

pub use tls::use_ring;
pub use webhooks::Dispatcher;
pub(crate) use webhooks::{Guard, Outbox};
