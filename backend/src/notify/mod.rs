//! Notifications: webhooks to other systems, and mail to users.

mod audit_heads;
mod handle;
mod mail;
mod tls;
mod webhooks;

pub(crate) use audit_heads::AuditHeads;
pub use audit_heads::HeadPlace;
pub use handle::{Mail, WebhookAdministration};
pub(crate) use mail::MailDelivery;
pub use mail::{
    InvalidMailSender, InvalidMailServer, MailSender, MailServer, MailTemplate, Mailer, NewMail,
};
pub use tls::use_ring;
pub use webhooks::ExportNotice;
pub(crate) use webhooks::{Guard, Outbox, WebhookDispatch};
