//! Creation of the demo in an empty database.

use earshot_backend::{
    Backend, Error, ImportCounts, NewUserSpec, Removed, TimeZone,
    readers::{IncomingCall, ReadOptions},
};

use super::{
    DemoProject, DemoTenant, PASSWORD, TENANTS, api_keys::add_api_keys, generate::calls,
    recorded::Recorded, reviews::review_calls, sound::recording,
};

/// Number of calls stored in one transaction.
const BATCH: usize = 250;

/// Creates the demo in the database unless it exists. An interrupted creation is continued; a
/// database with other data is refused.
pub async fn fill(backend: &Backend) -> Result<(), Error> {
    // Another process that starts at the same time waits, and then finds the demo complete.
    let turn = backend.turn("demo").await?;
    let filled = fill_alone(backend).await;
    turn.end().await?;
    filled
}

async fn fill_alone(backend: &Backend) -> Result<(), Error> {
    let known = backend.tenants().list().await?;
    let others =
        known.iter().filter(|tenant| !TENANTS.iter().any(|demo| demo.slug == tenant.slug.as_str()));
    if others.count() > 0 && !is_complete(backend, known.len()).await? {
        let message =
            "needs a data folder of its own: this one has organisations that are not the demo's";
        return Err(Error::field("demo", message));
    }
    for tenant in TENANTS {
        if !known.iter().any(|known| known.slug.as_str() == tenant.slug) {
            backend.tenants().add(tenant.slug, tenant.name, tenant.time_zone).await?;
        }
        // Users are created last, so their presence shows that the demo is complete.
        if backend.tenants().users(tenant.slug).await?.len() < tenant.users.len() {
            fill_tenant(backend, tenant).await?;
        }
    }
    if let Some(tenant) = TENANTS.first() {
        add_api_keys(backend, tenant).await?;
    }
    Ok(())
}

/// Whether the database has the whole demo, to which other tenants may have been added since.
async fn is_complete(backend: &Backend, tenants: usize) -> Result<bool, Error> {
    if tenants < TENANTS.len() {
        return Ok(false);
    }
    for tenant in TENANTS {
        let users = match backend.tenants().users(tenant.slug).await {
            Ok(users) => users,
            Err(Error::Invalid(_) | Error::NotFound) => return Ok(false),
            Err(error) => return Err(error),
        };
        if !tenant.users.iter().all(|demo| users.iter().any(|user| user.email == demo.email)) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn fill_tenant(backend: &Backend, tenant: &DemoTenant) -> Result<(), Error> {
    let known = backend.tenants().projects(tenant.slug).await?;
    let (mut recorded, mut removed) = (Vec::new(), Vec::new());
    for (slug, name, project) in tenant.projects {
        if !known.iter().any(|known| known.slug.as_str() == *slug) {
            backend.tenants().add_project(tenant.slug, slug, name).await?;
        }
        let chosen = import_calls(backend, tenant, slug, *project).await?;
        removed.extend(chosen.removed().map(|call| call.source_id.clone()));
        recorded.extend(chosen.calls().cloned());
    }
    add_recordings(backend, tenant, &recorded, &removed).await?;
    add_users(backend, tenant).await?;
    review_calls(backend, tenant).await
}

/// Imports the calls of a project, and selects those that get recordings.
async fn import_calls(
    backend: &Backend,
    tenant: &DemoTenant,
    slug: &str,
    project: DemoProject,
) -> Result<Recorded, Error> {
    let options = ReadOptions::in_zone(TimeZone::UTC);
    let mut ingest = backend.intake().project(tenant.slug, slug, options).await?;
    ingest.begin_import("demo", &[]).await?;
    let mut calls = calls(project, backend.now());
    let mut recorded = Recorded::default();
    let mut taken = 0;
    loop {
        let batch: Vec<_> = calls.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        for call in &batch {
            recorded.look(call);
        }
        taken += ingest.ingest(batch).await?.len() as u64;
    }
    ingest.note_import(ImportCounts { taken, ..ImportCounts::default() }).await?;
    Ok(recorded)
}

/// Stores the recordings of some calls, and removes those of `removed`.
async fn add_recordings(
    backend: &Backend,
    tenant: &DemoTenant,
    recorded: &[IncomingCall],
    removed: &[String],
) -> Result<(), Error> {
    let intake = backend.recordings().import(tenant.slug).await?;
    for call in recorded {
        intake.add_generated(&call.source_id, recording(call)).await?;
    }
    let removed = removed.iter().map(|id| intake.call(id)).collect::<Result<_, _>>()?;
    backend.recordings().remove(tenant.slug, &Removed::Calls(removed)).await?;
    backend.tenants().set_recordings(tenant.slug, tenant.recordings).await
}

async fn add_users(backend: &Backend, tenant: &DemoTenant) -> Result<(), Error> {
    let known = backend.tenants().users(tenant.slug).await?;
    for user in tenant.users {
        if known.iter().any(|known| known.email == user.email) {
            continue;
        }
        let projects: Vec<String> = user.projects.iter().map(ToString::to_string).collect();
        let spec = NewUserSpec {
            tenant: tenant.slug,
            email: user.email,
            name: user.name,
            role: user.role,
            password: PASSWORD,
            projects: &projects,
        };
        backend.tenants().add_user(&spec).await?;
    }
    Ok(())
}
