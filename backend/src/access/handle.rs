//! Handles of the access area.

use crate::Backend;

/// Sessions, viewers, people, rate limits and settings.
#[derive(Clone, Copy)]
pub struct Access<'a>(pub(super) &'a Backend);

/// Tenants, projects and users, as the operator manages them.
#[derive(Clone, Copy)]
pub struct Tenants<'a>(pub(super) &'a Backend);

/// API keys and the programs that use them.
#[derive(Clone, Copy)]
pub struct Keys<'a>(pub(super) &'a Backend);

impl Backend {
    /// Sessions, viewers, people, rate limits and settings.
    pub const fn access(&self) -> Access<'_> {
        Access(self)
    }

    /// Tenants, projects and users, as the operator manages them.
    pub const fn tenants(&self) -> Tenants<'_> {
        Tenants(self)
    }

    /// API keys and the programs that use them.
    pub const fn keys(&self) -> Keys<'_> {
        Keys(self)
    }
}
