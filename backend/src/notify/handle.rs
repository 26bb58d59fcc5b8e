//! The handle by which the rest of the portal reaches this area.

use crate::Backend;

/// Webhooks and their deliveries.
#[derive(Clone, Copy)]
pub struct WebhookAdministration<'a>(pub(super) &'a Backend);

impl Backend {
    /// Webhooks and their deliveries.
    pub const fn webhooks(&self) -> WebhookAdministration<'_> {
        WebhookAdministration(self)
    }
}
