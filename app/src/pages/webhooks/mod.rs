//! The webhooks pages: where programs are told what happened, and what became of each message.

mod deliveries;
mod delivery;
mod form;
mod list;
mod page;

pub use deliveries::WebhookDeliveriesPageView;
pub use page::WebhooksPageView;
