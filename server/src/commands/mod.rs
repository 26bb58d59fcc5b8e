//! What each command does.

mod api_key;
mod fetch;
mod import;
mod import_recordings;
mod remove_recordings;
mod serve;
mod setup;
mod shutdown;
mod take_in;

pub(crate) use api_key::api_key;
pub(crate) use fetch::fetch;
pub(crate) use import::import;
pub(crate) use import_recordings::import_recordings;
pub(crate) use remove_recordings::remove_recordings;
pub(crate) use serve::serve;
pub(crate) use setup::{project, tenant, user};
pub(crate) use take_in::take_in;
