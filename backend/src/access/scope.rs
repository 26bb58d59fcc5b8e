//! Scopes of queries: the accessible part of a tenant, created only by a [`Viewer`](super::Viewer).

use earshot_domain::{Project, ProjectId, TenantId};

/// All projects that a viewer may access; required by tenant-facing queries.
pub struct Scope {
    pub(crate) tenant_id: TenantId,
    pub(crate) project_ids: Vec<ProjectId>,
}

/// One project that a viewer may access; required by searches and exports.
pub struct ProjectScope {
    pub(crate) tenant_id: TenantId,
    pub(crate) project_id: ProjectId,
    pub(crate) project: Project,
}
