//! Scopes of queries: the accessible part of a tenant, created only by a [`Viewer`](super::Viewer).

use earshot_domain::{Country, Permission, Project, ProjectId, Role, TenantId};

use crate::Error;

/// All projects that a viewer may access; required by tenant-facing queries.
pub struct Scope {
    pub(crate) tenant_id: TenantId,
    pub(crate) project_ids: Vec<ProjectId>,
    pub(crate) audiences: Audiences,
}

/// One project that a viewer may access; required by searches and exports.
#[derive(PartialEq, Eq)]
pub struct ProjectScope {
    pub(crate) tenant_id: TenantId,
    pub(crate) project_id: ProjectId,
    pub(crate) project: Project,
    /// The country whose numbering plan its numbers follow.
    pub(crate) country: Option<Country>,
    pub(crate) audiences: Audiences,
}

/// The audiences whose calls a person may see (docs/compatibility.md#askvault-audiences). A call
/// without an audience is visible to everybody with its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Audiences {
    /// Every audience.
    All,
    /// These, by their exact names.
    Only(Vec<String>),
}

impl Audiences {
    /// The audiences of a person, from their role and the list that is stored for them, as JSON.
    pub(crate) fn of_person(role: Role, stored: Option<&str>) -> Result<Self, Error> {
        match stored {
            Some(names) if !role.may(Permission::ViewAllAudiences) => {
                Ok(Self::Only(serde_json::from_str(names)?))
            }
            _ => Ok(Self::All),
        }
    }

    /// Whether calls of an audience are visible.
    pub(crate) fn include(&self, audience: Option<&str>) -> bool {
        match (self, audience) {
            (Self::All, _) | (_, None) => true,
            (Self::Only(names), Some(audience)) => names.iter().any(|name| name == audience),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_limits_every_role_but_client_admin() {
        let of = |role, stored| Audiences::of_person(role, stored).unwrap();
        let stored = Some(r#"["beta","internal"]"#);
        for role in [Role::ClientManager, Role::ClientStaff] {
            let audiences = of(role, stored);
            assert!(audiences.include(Some("beta")) && audiences.include(None), "{role}");
            assert!(!audiences.include(Some("Beta")) && !audiences.include(Some("")), "{role}");
            assert_eq!(of(role, None), Audiences::All);
            assert!(!of(role, Some("[]")).include(Some("beta")), "{role}");
        }
        assert_eq!(of(Role::ClientAdmin, stored), Audiences::All);
        assert!(Audiences::of_person(Role::ClientStaff, Some("beta")).is_err());
    }
}
