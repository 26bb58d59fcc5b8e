//! Settings page of a tenant.

mod imports;
mod page;
mod recordings;
mod redaction;
mod refused_reports;

pub use page::SettingsPage;
