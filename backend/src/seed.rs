//! Fills an empty database with the demo.

use crate::{
    Backend, Error, ImportCounts, Removed,
    access::NewUserSpec,
    demo::{self, DemoTenant, PASSWORD, TENANTS},
    intake::readers::ReadOptions,
};

/// Calls stored in one transaction.
const BATCH: usize = 250;

impl Backend {
    /// Fills the database with the demo unless it is there. A fill that was broken off is gone on
    /// with; a database that holds something else is refused.
    pub async fn fill_demo(&self) -> Result<(), Error> {
        let known = self.tenants().await?;
        if known.iter().any(|tenant| TENANTS.iter().all(|demo| demo.slug != tenant.slug)) {
            return Err(Error::field("demo", "needs a data folder of its own: this one is in use"));
        }
        for tenant in TENANTS {
            if !known.iter().any(|known| known.slug == tenant.slug) {
                self.add_tenant(tenant.slug, tenant.name, tenant.time_zone).await?;
            }
            // Users come last, so they tell a whole fill from a broken one.
            if self.users(tenant.slug).await?.len() < tenant.users.len() {
                self.fill_tenant(tenant).await?;
            }
        }
        if let Some(tenant) = TENANTS.first() {
            self.make_demo_keys(tenant).await?;
        }
        Ok(())
    }

    async fn fill_tenant(&self, tenant: &DemoTenant) -> Result<(), Error> {
        let there = self.projects(tenant.slug).await?;
        let (mut made, mut removed) = (Vec::new(), Vec::new());
        for (slug, name, calls) in tenant.projects {
            if !there.iter().any(|project| project.slug == *slug) {
                self.add_project(tenant.slug, slug, name).await?;
            }
            let options = ReadOptions::in_zone(jiff::tz::TimeZone::UTC);
            let mut ingest = self.project_ingest(tenant.slug, slug, options).await?;
            ingest.begin_import("demo", &[]).await?;
            let mut calls = demo::calls(*calls, self.clock.now());
            let mut recorded = demo::Recorded::default();
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
            removed.extend(recorded.removed().map(|call| call.source_id.clone()));
            made.extend(recorded.calls().cloned());
        }
        let intake = self.recording_intake(tenant.slug).await?;
        for call in &made {
            intake.take_made(&call.source_id, demo::recording(call)).await?;
        }
        let removed = removed.iter().map(|id| intake.call(id)).collect::<Result<_, _>>()?;
        self.remove_recordings(tenant.slug, &Removed::Calls(removed)).await?;
        self.set_recordings(tenant.slug, tenant.recordings).await?;
        let there = self.users(tenant.slug).await?;
        for user in tenant.users {
            if there.iter().any(|known| known.email == user.email) {
                continue;
            }
            let projects: Vec<String> = user.projects.iter().map(ToString::to_string).collect();
            self.add_user(&NewUserSpec {
                tenant: tenant.slug,
                email: user.email,
                name: user.name,
                role: user.role,
                password: PASSWORD,
                projects: &projects,
            })
            .await?;
        }
        self.work_demo(tenant).await
    }
}
