//! Pages beside the Calls page.

mod activity;
mod api_keys;
mod contacts;
mod exports;
mod help;
mod new_export;
mod not_found;
mod redaction_report;
mod sensitive_access;
mod settings;
mod sign_in;
mod webhooks;

pub use activity::ActivityPageView;
pub use api_keys::ApiKeysPageView;
pub use contacts::{ContactPageView, ContactsPageView};
pub use exports::{ExportPageView, ExportsPage};
pub use help::HelpPageView;
pub use new_export::NewExportPageView;
pub use not_found::NotFoundPage;
pub use redaction_report::RedactionReportPageView;
pub use sensitive_access::SensitiveAccessPageView;
pub use settings::SettingsPage;
pub use sign_in::SignInPageView;
pub use webhooks::{WebhookDeliveriesPageView, WebhooksPageView};
