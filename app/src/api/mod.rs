//! Server functions: what pages read, and the streamed export; each a few lines over one use case.

mod activity;
mod api_keys;
mod calls;
mod contacts;
#[cfg(feature = "ssr")]
mod context;
mod error;
mod exports;
#[cfg(feature = "ssr")]
mod file_response;
mod form_body;
mod help;
mod loaded;
mod new_export;
mod profile;
mod redaction;
mod settings;
mod sign_in;
mod unlocks;
mod webhooks;

pub use activity::load_activity;
pub use api_keys::{ApiKeysPage, load_api_keys};
pub use calls::{load_calls, load_review};
pub use contacts::{load_contact, load_contacts};
#[cfg(feature = "ssr")]
pub use context::{AppContext, DemoAccounts, FormOutcome};
pub use error::ApiError;
pub use exports::{ExportCalls, ExportPage, export_calls, load_export, load_exports};
#[cfg(feature = "ssr")]
pub use form_body::read_form;
pub use help::{HelpPage, load_help};
pub use loaded::{Loaded, load};
pub use new_export::{NewExportPage, load_new_export};
pub use profile::load_profile;
pub use redaction::load_redaction_report;
pub use settings::load_settings;
pub use sign_in::{SignInPage, load_sign_in};
pub use unlocks::load_sensitive_access;
pub use webhooks::{WebhooksPage, load_webhook_deliveries, load_webhooks};
