//! Webhooks: other people's programs are told what happened (Standard Webhooks).

mod deliveries;
mod dispatcher;
mod exports;
mod guard;
mod manage;
mod outbox;
mod schedule;
mod secret;
mod send;
mod url;

pub(crate) use dispatcher::WebhookDispatch;
pub use exports::ExportNotice;
pub(crate) use guard::Guard;
pub(crate) use outbox::Outbox;
pub(super) use outbox::body;
