//! Mail to the portal's users: queued with a change, sent once by a background job.

mod delivery;
mod message;
mod queue;
mod reply;
mod sender;
mod server;
mod template;
mod transport;

pub(crate) use delivery::MailDelivery;
pub use queue::NewMail;
pub use sender::{InvalidMailSender, MailSender};
pub use server::{InvalidMailServer, MailServer};
pub use template::MailTemplate;
pub use transport::Mailer;
