//! Webhooks pages.

mod deliveries;
mod delivery;
mod form;
mod list;
mod page;

pub use deliveries::WebhookDeliveriesPageView;
pub use page::WebhooksPageView;
