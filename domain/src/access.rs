//! Who a person is and what the browser may know of it.

use serde::{Deserialize, Serialize};

use crate::{Slug, code::codes};

codes! {
    /// A person's role in their tenant.
    Role {
        /// Runs the portal for the tenant; sensitive options and transcript files.
        ClientAdmin = "client_admin", "Client Admin";
        /// Works with whole calls, without sensitive options.
        ClientManager = "client_manager", "Client Manager";
        /// Works with calls whose caller is masked.
        ClientStaff = "client_staff", "Client Staff";
    }
}

impl Role {
    /// Whether the whole caller number is shown in the list and the review.
    pub const fn sees_callers(self) -> bool {
        matches!(self, Self::ClientAdmin | Self::ClientManager)
    }

    /// Whether calls can be searched by caller.
    pub const fn searches_callers(self) -> bool {
        self.sees_callers()
    }

    /// Whether the CSV's sensitive options are open to this role.
    pub const fn uses_sensitive_options(self) -> bool {
        matches!(self, Self::ClientAdmin)
    }

    /// Whether consent and compliance of a recording can be decided.
    pub const fn decides_playback(self) -> bool {
        matches!(self, Self::ClientAdmin)
    }

    /// Whether lines of a transcript can be corrected and disputed
    /// (docs/compatibility.md#decision-roles).
    pub const fn corrects(self) -> bool {
        matches!(self, Self::ClientAdmin | Self::ClientManager)
    }

    /// Whether disputes of others can be decided.
    pub const fn decides_disputes(self) -> bool {
        matches!(self, Self::ClientAdmin)
    }

    /// Whether calls can be given to others, and taken away.
    pub const fn assigns_calls(self) -> bool {
        matches!(self, Self::ClientAdmin | Self::ClientManager)
    }

    /// Whether the tenant's settings are shown.
    pub const fn sees_settings(self) -> bool {
        matches!(self, Self::ClientAdmin | Self::ClientManager)
    }

    /// Whether the tenant's settings can be changed.
    pub const fn changes_settings(self) -> bool {
        matches!(self, Self::ClientAdmin)
    }

    /// Whether API keys can be created and revoked (docs/compatibility.md#decision-who-may-use).
    pub const fn makes_api_keys(self) -> bool {
        matches!(self, Self::ClientAdmin)
    }

    /// Whether webhooks can be seen and managed.
    pub const fn manages_webhooks(self) -> bool {
        matches!(self, Self::ClientAdmin)
    }

    /// Whether transcripts can be downloaded (docs/compatibility.md#decision-transcript-role).
    pub const fn downloads_transcripts(self) -> bool {
        matches!(self, Self::ClientAdmin)
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
