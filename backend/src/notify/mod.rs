//! Notifications to other systems.

mod handle;
mod tls;
mod webhooks;

pub use handle::WebhookAdministration;
pub use tls::use_ring;
pub(crate) use webhooks::{Guard, Outbox, WebhookDispatch};
