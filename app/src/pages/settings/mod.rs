//! Settings page of a tenant.

mod imports;
mod page;
mod recordings;
mod refused_reports;

pub use page::SettingsPage;
