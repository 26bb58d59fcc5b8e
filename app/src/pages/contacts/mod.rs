//! Contacts, and the page of one contact.

mod calls;
mod contact;
mod list;
mod page;
mod requests;
mod suggestions;

pub use contact::ContactPageView;
pub use page::ContactsPageView;
