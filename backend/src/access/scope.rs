//! Scopes: the part of a tenant that a query may reach, which only a [`Viewer`](super::Viewer) makes.

use earshot_domain::Project;

/// All a viewer may reach: what a tenant-facing query demands.
pub struct Scope {
    pub(crate) tenant_id: String,
    pub(crate) project_ids: Vec<String>,
}

/// One project of a viewer's: what searching and exporting demand.
pub struct ProjectScope {
    pub(crate) tenant_id: String,
    pub(crate) project_id: String,
    pub(crate) project: Project,
}
