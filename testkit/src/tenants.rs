//! Tenants with their projects, and ingest of calls into them.

use earshot_backend::{
    Backend, Ingested, ProjectIngest,
    readers::{IncomingCall, ReadOptions},
};
use jiff::tz::TimeZone;

/// Tenants by slug, their time zones and their projects.
const TENANTS: [(&str, &str, &[&str]); 2] = [
    ("harbour", "Europe/London", &["front-desk", "after-hours"]),
    ("rival", "Europe/Lisbon", &["lobby"]),
];

/// Creates the tenants `harbour`, with two projects, and `rival`, with one.
pub async fn create_tenants(backend: &Backend) {
    for (tenant, zone, projects) in TENANTS {
        backend.tenants().add(tenant, tenant, zone).await.unwrap();
        for project in projects {
            backend.tenants().add_project(tenant, project, project).await.unwrap();
        }
    }
}

/// Opens the ingest of a project, for sources whose times are in UTC.
pub async fn project_ingest(backend: &Backend, tenant: &str, project: &str) -> ProjectIngest {
    let options = ReadOptions::in_zone(TimeZone::UTC);
    backend.intake().project(tenant, project, options).await.unwrap()
}

/// Ingests calls into a project and returns the outcome of each.
pub async fn ingest_calls(
    backend: &Backend,
    tenant: &str,
    project: &str,
    calls: Vec<IncomingCall>,
) -> Vec<Ingested> {
    let ingested = project_ingest(backend, tenant, project).await.ingest(calls).await.unwrap();
    ingested.into_iter().map(|call| call.ingested).collect()
}
