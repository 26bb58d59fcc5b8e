//! Viewers: an actor with its role, tenant and projects, which decide its access.

use earshot_domain::{
    ApiKeyId, Country, Permission, Profile, Project, ProjectId, Role, Slug, TenantId, UserId,
};
use jiff::tz::TimeZone;

use super::{
    actor::{Actor, OperatorAccess},
    scope::{Audiences, ProjectScope, Scope},
};
use crate::{
    Error,
    privacy::{
        audit::Author,
        encryption::{MasterKey, TenantKey},
        numbers::country_of,
    },
    store::{ProjectRow, SessionRow, TenantRow},
};

/// An actor in a tenant, with a role and projects; created from a session, an account or a key,
/// never from a request. Cheap to clone.
#[derive(Clone)]
pub struct Viewer {
    pub(crate) actor: Actor,
    pub(crate) role: Role,
    pub(crate) tenant: Tenant,
    projects: Vec<Assigned>,
    audiences: Audiences,
}

/// The viewer's organisation.
#[derive(Clone)]
pub(crate) struct Tenant {
    pub(crate) id: TenantId,
    pub(crate) slug: Slug,
    pub(crate) name: String,
    pub(crate) zone: TimeZone,
    pub(crate) zone_name: String,
    pub(crate) key: TenantKey,
}

#[derive(Clone)]
struct Assigned {
    id: ProjectId,
    project: Project,
    country: Option<Country>,
}

impl Tenant {
    fn new(
        id: TenantId,
        slug: Slug,
        name: String,
        zone_name: String,
        wrapped_key: &[u8],
        master: &MasterKey,
    ) -> Result<Self, Error> {
        Ok(Self {
            id,
            slug,
            name,
            zone: TimeZone::get(&zone_name).map_err(Error::internal)?,
            zone_name,
            key: master.open_tenant_key(id, wrapped_key)?,
        })
    }
}

impl Viewer {
    /// Creates the viewer of a person, in the session of `row` if it has one.
    pub(crate) fn new(
        row: SessionRow,
        projects: Vec<ProjectRow>,
        master: &MasterKey,
    ) -> Result<Self, Error> {
        let tenant = Tenant::new(
            row.tenant_id,
            row.tenant_slug,
            row.tenant_name,
            row.time_zone,
            &row.wrapped_key,
            master,
        )?;
        let actor = Actor::Person { id: row.user_id, email: row.email, session_id: row.session_id };
        let audiences = Audiences::of_person(row.role, row.audiences.as_deref())?;
        Ok(Self { actor, role: row.role, tenant, projects: assigned(projects), audiences })
    }

    /// Creates the viewer of the operator, who acts for a tenant as Client Admin.
    pub(crate) fn operator(
        access: OperatorAccess,
        row: TenantRow,
        projects: Vec<ProjectRow>,
        master: &MasterKey,
    ) -> Result<Self, Error> {
        Ok(Self {
            actor: Actor::Operator(access),
            role: Role::ClientAdmin,
            tenant: Tenant::new(
                row.id,
                row.slug,
                row.name,
                row.time_zone,
                &row.wrapped_key,
                master,
            )?,
            projects: assigned(projects),
            audiences: Audiences::All,
        })
    }

    /// Limits this person's access to the projects of one of their API keys, which sees the audiences
    /// that they see.
    pub(crate) fn by_key(
        self,
        id: ApiKeyId,
        name: &str,
        reaches: impl Fn(ProjectId) -> bool,
    ) -> Result<Self, Error> {
        let Actor::Person { id: owner_id, email: owner_email, .. } = &self.actor else {
            return Err(Error::internal("only a person owns a key"));
        };
        let (owner_id, owner_email) = (*owner_id, owner_email.clone());
        let actor = Actor::Key { id, name: name.to_owned(), owner_id, owner_email };
        let projects = self.projects.into_iter().filter(|assigned| reaches(assigned.id)).collect();
        Ok(Self { actor, projects, ..self })
    }

    /// The viewer's profile for the browser.
    pub fn profile(&self) -> Profile {
        Profile {
            email: self.actor.to_string(),
            role: self.role,
            tenant: self.tenant.name.clone(),
            time_zone: self.tenant.zone_name.clone(),
            projects: self.projects.iter().map(|assigned| assigned.project.clone()).collect(),
        }
    }

    /// Whether the viewer has a permission.
    pub const fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// Refuses the viewer without a permission.
    ///
    /// # Errors
    /// [`Error::OptionForbidden`] names the field of the form or the URL that needs it.
    pub(crate) const fn demand(
        &self,
        field: &'static str,
        permission: Permission,
    ) -> Result<(), Error> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(Error::OptionForbidden { field, permission })
        }
    }

    /// Hides what a permission shows from a viewer without it.
    ///
    /// # Errors
    /// [`Error::NotFound`], as for what does not exist.
    pub const fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// The actor of this viewer.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The viewer's account.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the internal token, which has no account.
    pub(crate) fn user_id(&self) -> Result<UserId, Error> {
        self.actor.user_id().ok_or(Error::NotFound)
    }

    /// A short name of the person for cookies; it tells nobody who they are.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the internal token, which is no person.
    pub fn cookie_tag(&self) -> Result<String, Error> {
        let hash = self.tenant.key.hash("cookie", &self.user_id()?.to_string());
        Ok(hex::encode(hash.get(..6).unwrap_or_default()))
    }

    /// The scope of everything the viewer may access.
    pub fn scope(&self) -> Scope {
        Scope {
            tenant_id: self.tenant.id,
            project_ids: self.projects.iter().map(|assigned| assigned.id).collect(),
            audiences: self.audiences.clone(),
        }
    }

    /// One of the viewer's projects, by its id.
    pub(crate) fn assigned(&self, id: ProjectId) -> Option<&Project> {
        self.projects.iter().find(|assigned| assigned.id == id).map(|assigned| &assigned.project)
    }

    /// Whether all of these projects are the viewer's: only then may they see and change what reaches
    /// into them, such as a key or a webhook.
    pub(crate) fn has_all(&self, projects: impl IntoIterator<Item = ProjectId>) -> bool {
        projects.into_iter().all(|id| self.assigned(id).is_some())
    }

    /// The API key by which the viewer acts.
    pub(crate) const fn key_id(&self) -> Option<ApiKeyId> {
        match &self.actor {
            Actor::Key { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// The scopes of all the viewer's projects, by slug.
    pub(crate) fn all_projects(&self) -> Vec<ProjectScope> {
        let mut scopes: Vec<_> =
            self.projects.iter().map(|assigned| self.project_scope(assigned)).collect();
        scopes.sort_by(|a, b| a.project.slug.cmp(&b.project.slug));
        scopes
    }

    /// The scope of a project by its id, if the viewer may access it.
    pub(crate) fn project_by_id(&self, id: ProjectId) -> Option<ProjectScope> {
        let assigned = self.projects.iter().find(|assigned| assigned.id == id)?;
        Some(self.project_scope(assigned))
    }

    fn project_scope(&self, assigned: &Assigned) -> ProjectScope {
        ProjectScope {
            tenant_id: self.tenant.id,
            project_id: assigned.id,
            project: assigned.project.clone(),
            country: country_of(assigned.country, &self.tenant.zone_name),
            audiences: self.audiences.clone(),
        }
    }

    /// The scope of the selected project, or of the only one. A project that the viewer may not
    /// access is not found, whether it exists or not.
    pub fn project(&self, picked: Option<&Slug>) -> Result<ProjectScope, Error> {
        let assigned = match (picked, self.projects.as_slice()) {
            (Some(slug), projects) => projects
                .iter()
                .find(|assigned| assigned.project.slug == *slug)
                .ok_or(Error::NotFound)?,
            (None, [only]) => only,
            (None, _) => return Err(Error::ProjectRequired),
        };
        Ok(self.project_scope(assigned))
    }
}

impl Author for Viewer {
    fn tenant_id(&self) -> TenantId {
        self.tenant.id
    }

    fn tenant_key(&self) -> &TenantKey {
        &self.tenant.key
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }
}

fn assigned(projects: Vec<ProjectRow>) -> Vec<Assigned> {
    let assigned =
        |row: ProjectRow| Assigned { id: row.id, country: row.country, project: row.into() };
    projects.into_iter().map(assigned).collect()
}
