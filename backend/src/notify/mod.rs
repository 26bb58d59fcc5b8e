//! Notifications to other systems.

mod tls;
mod webhooks;

pub use tls::use_ring;
pub(crate) use webhooks::{Guard, Outbox, WebhookDispatch};
