//! The Settings page: what a tenant sets for itself.

mod imports;
mod page;
mod recordings;

pub use page::SettingsPage;
