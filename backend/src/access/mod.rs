//! Access: authentication, authorisation and rate limits.

mod accounts;
pub(crate) mod actor;
mod api_keys;
mod audiences;
mod devices;
mod display_time;
mod handle;
mod local_time;
mod passwords;
mod people;
mod places;
mod projects;
mod rate_limits;
mod refusals;
pub(crate) mod scope;
mod sessions;
mod settings;
mod tenants;
mod viewer;

pub use accounts::UserChanges;
pub use actor::{Actor, OperatorAccess};
pub use api_keys::{ApiClient, Credential, DailyRate, RateStatus};
pub(crate) use api_keys::{DAY_SECONDS, alphanumeric, secret_hash, works_from};
pub use devices::DeviceToken;
pub use display_time::DisplayFormat;
pub use handle::{Access, Keys, Tenants};
pub(crate) use local_time::{day_of, day_start, local_time, moment, rfc3339};
pub(crate) use passwords::Passwords;
pub use places::{Place, Places};
pub use projects::ProjectListing;
pub use rate_limits::Rate;
pub(crate) use rate_limits::RateBucket;
pub(crate) use scope::ProjectScope;
pub use sessions::{Credentials, SessionToken, SignedIn};
pub use tenants::{NewUserSpec, RecordingSettings, TenantListing, UserListing};
pub use viewer::Viewer;
