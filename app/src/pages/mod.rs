//! Pages beside the Calls page.

mod exports;
mod help;
mod not_found;
mod settings;
mod sign_in;

pub use exports::ExportsPage;
pub use help::HelpPage;
pub use not_found::NotFoundPage;
pub use settings::SettingsPage;
pub use sign_in::SignInPageView;
