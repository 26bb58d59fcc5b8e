//! Contacts: who was on the other side of calls.

mod cursor;
mod fill;
mod identities;
mod list;
mod merge;
mod page;
mod search;
mod selected;

pub(crate) use fill::ContactFill;
pub(super) use fill::{CallIdentity, call_identity};
pub(crate) use identities::email_key;
