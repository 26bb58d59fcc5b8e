//! Ingest of calls into one project: each is stored once.

use earshot_domain::{CallId, Country, ImportId, ProjectId, Slug, TenantId};
use tokio::sync::Mutex;

use super::{ignored::Ignored, order::OnConflict};
use crate::{
    Backend, Error,
    intake::{
        Intake,
        readers::{IncomingCall, ReadOptions},
    },
    privacy::{encryption::TenantKey, numbers::country_of},
    store::{Keep, Long, PreparedCall, ProjectRow, TenantRow, persist},
};

/// Outcome of ingesting a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ingested {
    /// Stored as a new call.
    Taken,
    /// Already stored with the same contents; nothing was changed.
    Unchanged,
    /// Already stored with other contents, which were kept.
    Kept,
    /// Already stored, and extended.
    Extended,
    /// Another project of the tenant has a call of this source with this id.
    InAnotherProject,
}

/// A call that was ingested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestedCall {
    /// Its id, also where it was stored before.
    pub call_id: CallId,
    /// The outcome.
    pub ingested: Ingested,
    /// Values of the record that were not stored.
    pub ignored: Option<Ignored>,
}

/// Ingest into one project.
#[derive(Clone)]
pub struct ProjectIngest {
    pub(crate) backend: Backend,
    pub(crate) tenant_id: TenantId,
    pub(crate) project_id: ProjectId,
    pub(crate) project_slug: Slug,
    /// The import that new calls belong to.
    pub(crate) import_id: Option<ImportId>,
    pub(super) key: TenantKey,
    pub(super) keep_raw_text: bool,
    /// The country whose numbering plan its numbers follow, and the rules by which they are hashed.
    pub(super) country: Option<Country>,
    pub(super) number_rules: i64,
    pub(super) options: ReadOptions,
    pub(super) on_conflict: OnConflict,
}

impl Intake<'_> {
    /// Opens the ingest of a project, by slugs.
    pub async fn project(
        self,
        tenant: &str,
        project: &str,
        options: ReadOptions,
    ) -> Result<ProjectIngest, Error> {
        let tenant = self.0.tenants().find(tenant).await?;
        let projects = self.0.db.projects(tenant.id).await?;
        let found = projects.into_iter().find(|known| known.slug.as_str() == project);
        let found =
            found.ok_or_else(|| Error::field("project", format!("{project} does not exist")))?;
        self.ingest_into(&tenant, found, options)
    }

    pub(super) fn ingest_into(
        self,
        tenant: &TenantRow,
        project: ProjectRow,
        options: ReadOptions,
    ) -> Result<ProjectIngest, Error> {
        Ok(ProjectIngest {
            backend: self.0.clone(),
            key: self.0.master_key.open_tenant_key(tenant.id, &tenant.wrapped_key)?,
            tenant_id: tenant.id,
            project_id: project.id,
            country: country_of(project.country, &tenant.time_zone),
            number_rules: project.number_rules,
            project_slug: project.slug,
            import_id: None,
            keep_raw_text: tenant.keep_raw_text,
            options,
            on_conflict: OnConflict::default(),
        })
    }
}

/// A prepared call, and the incoming one it was prepared from, without its record and without the text of
/// its lines.
pub(super) struct Prepared {
    pub(super) call: PreparedCall,
    pub(super) incoming: IncomingCall,
    /// The sealed text from before redaction where it is not stored.
    pub(super) unstored_text: Option<Long<Vec<u8>>>,
}

impl ProjectIngest {
    /// The same ingest with another way to settle contradictions.
    #[must_use]
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        Self { on_conflict, ..self }
    }

    pub(super) fn replaces_conflicts(&self) -> bool {
        self.on_conflict == OnConflict::Replace
    }

    /// Stores a batch in one transaction: all of it or nothing.
    pub async fn ingest(&self, calls: Vec<IncomingCall>) -> Result<Vec<IngestedCall>, Error> {
        let mut prepared = self.prepare_all(calls).await?;
        self.store_all(&mut prepared, Keep::Nothing).await
    }

    /// Stores a batch of an import as [`ProjectIngest::ingest`] does, and tries again while the
    /// database is busy or away. A batch that was stored without an answer is then unchanged.
    pub async fn import(&self, calls: Vec<IncomingCall>) -> Result<Vec<IngestedCall>, Error> {
        let prepared = Mutex::new(self.prepare_all(calls).await?);
        persist("a batch of an import", || async {
            self.store_all(&mut prepared.lock().await, Keep::Texts).await
        })
        .await
    }
}
