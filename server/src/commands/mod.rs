//! What each command does.

mod import;
mod serve;
mod setup;

pub(crate) use import::import;
pub(crate) use serve::serve;
pub(crate) use setup::{project, tenant, user};
