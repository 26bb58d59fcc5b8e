//! Roles, projects and the profile of the signed-in person.

use serde::{Deserialize, Serialize};

use crate::{Permission, Slug, code::codes};

codes! {
    /// A person's role in their tenant.
    Role {
        /// Administers the tenant; may use sensitive options and download transcripts.
        ClientAdmin = "client_admin", "Client Admin";
        /// Works with unmasked calls, without sensitive options.
        ClientManager = "client_manager", "Client Manager";
        /// Works with calls whose callers are masked.
        ClientStaff = "client_staff", "Client Staff";
    }
}

/// A project as pages name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Project {
    /// Its name in URLs, files and commands.
    pub slug: Slug,
    /// Display name.
    pub name: String,
}

/// The signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Profile {
    /// E-mail address, which is also the sign-in name.
    pub email: String,
    /// Role in the tenant.
    pub role: Role,
    /// Display name of the tenant.
    pub tenant: String,
    /// The tenant's IANA time zone; every time on the page is in it.
    pub time_zone: String,
    /// Assigned projects, by name.
    pub projects: Vec<Project>,
}

impl Profile {
    /// Whether the person has a permission; the server checks it again for every request.
    pub const fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }
}
