//! Scopes: the part of a tenant that a query may reach, which only a [`Viewer`](super::Viewer) makes.

use earshot_domain::{Project, ProjectId, TenantId};

/// All a viewer may reach: what a tenant-facing query demands.
pub struct Scope {
    pub(crate) tenant_id: TenantId,
    pub(crate) project_ids: Vec<ProjectId>,
}

/// One project of a viewer's: what searching and exporting demand.
pub struct ProjectScope {
    pub(crate) tenant_id: TenantId,
    pub(crate) project_id: ProjectId,
    pub(crate) project: Project,
}
