//! Settings page of a tenant.

mod imports;
mod page;
mod recordings;

pub use page::SettingsPage;
