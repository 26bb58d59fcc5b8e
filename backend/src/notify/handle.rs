//! The handles by which the rest of the portal reaches this area.

use crate::Backend;

/// Webhooks and their deliveries.
#[derive(Clone, Copy)]
pub struct WebhookAdministration<'a>(pub(super) &'a Backend);

/// Mail to users.
#[derive(Clone, Copy)]
pub struct Mail<'a>(pub(super) &'a Backend);

impl Backend {
    /// Webhooks and their deliveries.
    pub const fn webhooks(&self) -> WebhookAdministration<'_> {
        WebhookAdministration(self)
    }

    /// Mail to users.
    pub const fn mail(&self) -> Mail<'_> {
        Mail(self)
    }
}
