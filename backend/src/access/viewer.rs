//! Who looks, and what they may reach; made from a session or an account, never from a request.

use earshot_domain::{Profile, Project, Role, SessionId, Slug, TenantId, UserId};
use jiff::tz::TimeZone;

use super::{ProjectScope, Scope};
use crate::{
    Error,
    privacy::encryption::{MasterKey, TenantKey},
    store::{SessionRow, TenantRow},
};

/// A person with everything that decides what they may do. Cheap to clone.
#[derive(Clone)]
pub struct Viewer {
    pub(crate) session_id: Option<SessionId>,
    pub(crate) user_id: UserId,
    pub(crate) email: String,
    pub(crate) role: Role,
    pub(crate) tenant: Tenant,
    projects: Vec<Assigned>,
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
    id: String,
    project: Project,
}

impl Viewer {
    pub(crate) fn new(
        row: SessionRow,
        projects: Vec<(String, String, String)>,
        master: &MasterKey,
    ) -> Result<Self, Error> {
        let id: TenantId = row.tenant_id.parse().map_err(Error::internal)?;
        let zone = TimeZone::get(&row.time_zone).map_err(Error::internal)?;
        let tenant = Tenant {
            id,
            slug: stored_slug(&row.tenant_slug)?,
            name: row.tenant_name,
            zone,
            zone_name: row.time_zone,
            key: master.open_tenant_key(id, &row.wrapped_key)?,
        };
        let projects = projects
            .into_iter()
            .map(|(id, slug, name)| {
                Ok(Assigned { id, project: Project { slug: stored_slug(&slug)?, name } })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self {
            session_id: row.session_id.parse().ok(),
            user_id: row.user_id.parse().map_err(Error::internal)?,
            email: row.email,
            role: row.role.parse().map_err(Error::internal)?,
            tenant,
            projects,
        })
    }

    /// The same person acting through a key of theirs, with the projects the key reaches.
    pub(crate) fn by_key(mut self, key: &str, reaches: impl Fn(&str) -> bool) -> Self {
        self.projects.retain(|assigned| reaches(&assigned.id));
        self.email = format!("key {key} of {}", self.email);
        self
    }

    /// The operator's own program, acting for a tenant as its Client Admin would.
    pub(crate) fn of_operator(
        row: TenantRow,
        projects: Vec<(String, String, String)>,
        master: &MasterKey,
    ) -> Result<Self, Error> {
        let row = SessionRow {
            session_id: String::new(),
            created_at: 0,
            last_seen_at: 0,
            user_id: uuid::Uuid::nil().to_string(),
            email: "internal token".to_owned(),
            role: Role::ClientAdmin.to_string(),
            tenant_id: row.id,
            tenant_slug: row.slug,
            tenant_name: row.name,
            time_zone: row.time_zone,
            wrapped_key: row.wrapped_key,
        };
        Self::new(row, projects, master)
    }

    /// What the browser may know of the viewer.
    pub fn profile(&self) -> Profile {
        Profile {
            email: self.email.clone(),
            role: self.role,
            tenant: self.tenant.name.clone(),
            time_zone: self.tenant.zone_name.clone(),
            projects: self.projects.iter().map(|assigned| assigned.project.clone()).collect(),
        }
    }

    /// The viewer's role.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Everything the viewer may reach.
    pub fn scope(&self) -> Scope {
        Scope {
            tenant_id: self.tenant.id.to_string(),
            project_ids: self.projects.iter().map(|assigned| assigned.id.clone()).collect(),
        }
    }

    /// A project of the viewer's by its id.
    pub(crate) fn assigned(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|assigned| assigned.id == id).map(|assigned| &assigned.project)
    }

    /// The picked project, or the only one. A project that is not the viewer's is not found,
    /// whether it exists or not.
    pub fn project(&self, picked: Option<&Slug>) -> Result<ProjectScope, Error> {
        let assigned = match (picked, self.projects.as_slice()) {
            (Some(slug), projects) => projects
                .iter()
                .find(|assigned| assigned.project.slug == *slug)
                .ok_or(Error::NotFound)?,
            (None, [only]) => only,
            (None, _) => return Err(Error::ProjectRequired),
        };
        Ok(ProjectScope {
            tenant_id: self.tenant.id.to_string(),
            project_id: assigned.id.clone(),
            project: assigned.project.clone(),
        })
    }
}

fn stored_slug(text: &str) -> Result<Slug, Error> {
    Slug::parse("slug", text).map_err(|error| Error::internal(error.message))
}
