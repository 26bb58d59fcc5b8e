//! Calls on their way in: redacted, sealed, hashed, and stored once each.

use earshot_domain::{CallId, ImportId, ProjectId, Slug, TenantId};

use super::fuller::Compared;
use crate::{
    Backend, Error,
    intake::readers::{IncomingCall, ReadOptions},
    notify::Outbox,
    privacy::encryption::TenantKey,
    store::{CallOwner, PreparedCall, ROWS, SourceKey, TenantRow, Tx},
};

/// How often a call is looked at again because another import changed it meanwhile.
const MOST_LOOKS: u32 = 8;

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ingested {
    /// It is new.
    Taken,
    /// It was there already; nothing was changed.
    Unchanged,
    /// It was there with other contents, which stay.
    Kept,
    /// It was there and is fuller now.
    Extended,
    /// Another project of the tenant has a call of this source with this id.
    InAnotherProject,
}

/// A call that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestedCall {
    /// Its id here, also of a call that was there already.
    pub call_id: CallId,
    /// What became of it.
    pub ingested: Ingested,
}

/// The way into one project.
#[derive(Clone)]
pub struct ProjectIngest {
    pub(crate) backend: Backend,
    pub(crate) tenant_id: TenantId,
    pub(crate) project_id: ProjectId,
    pub(crate) project_slug: Slug,
    /// The import that calls taken now belong to.
    pub(crate) import_id: Option<ImportId>,
    pub(super) key: TenantKey,
    pub(super) keep_raw_text: bool,
    pub(super) options: ReadOptions,
}

impl Backend {
    /// Opens the way into a project, by slugs.
    pub async fn project_ingest(
        &self,
        tenant: &str,
        project: &str,
        options: ReadOptions,
    ) -> Result<ProjectIngest, Error> {
        let tenant = self.tenant(tenant).await?;
        let projects = self.db.projects(tenant.id).await?;
        let found = projects.into_iter().find(|known| known.slug.as_str() == project);
        let found =
            found.ok_or_else(|| Error::field("project", format!("{project} does not exist")))?;
        self.ingest_into(&tenant, found.id, found.slug, options)
    }

    pub(super) fn ingest_into(
        &self,
        tenant: &TenantRow,
        project_id: ProjectId,
        project_slug: Slug,
        options: ReadOptions,
    ) -> Result<ProjectIngest, Error> {
        Ok(ProjectIngest {
            backend: self.clone(),
            key: self.master_key.open_tenant_key(tenant.id, &tenant.wrapped_key)?,
            tenant_id: tenant.id,
            project_id,
            project_slug,
            import_id: None,
            keep_raw_text: tenant.keep_raw_text,
            options,
        })
    }
}

/// A call made ready, and what it was made of.
pub(super) type Prepared = (PreparedCall, IncomingCall);

impl ProjectIngest {
    /// Stores a batch in one transaction: all of it or nothing.
    pub async fn ingest(&self, calls: Vec<IncomingCall>) -> Result<Vec<IngestedCall>, Error> {
        let prepared = self.prepare_all(calls).await?;
        let db = &self.backend.db;
        let mut tx = db.begin().await?;
        let mut outbox = self.backend.outbox(&mut tx, self.tenant_id, self.project_id).await?;
        let (fresh, mut others) = self.partition(&mut tx, &prepared).await?;
        let mut results: Vec<IngestedCall> = prepared.iter().map(|(call, _)| new(call)).collect();
        let (owner, mut place) = (self.owner(self.import_id), 1);
        for chunk in fresh.chunks(ROWS) {
            let calls: Vec<&PreparedCall> = chunk.iter().map(|index| &prepared[*index].0).collect();
            let inserted = db.insert_calls(&mut tx, owner, &calls, place).await?;
            place += calls.len().cast_signed() as i64;
            for index in chunk {
                if inserted.contains(&prepared[*index].0.id) {
                    outbox.taken(&prepared[*index].0)?;
                } else {
                    others.push(*index);
                }
            }
        }
        for index in others {
            results[index] = self.store(&mut tx, &prepared[index], place, &mut outbox).await?;
            let arrived = matches!(results[index].ingested, Ingested::Taken | Ingested::Extended);
            place += i64::from(arrived);
        }
        let told = outbox.put(&mut tx).await?;
        if place > 1 {
            db.number_arrivals(&mut tx, self.tenant_id, place - 1).await?;
        }
        tx.commit().await?;
        if told {
            self.backend.ring();
        }
        Ok(results)
    }

    /// The calls that are new, which many at once can be stored of, and those that must be looked at
    /// one by one: they are there already, or twice in the batch.
    async fn partition(
        &self,
        tx: &mut Tx,
        prepared: &[Prepared],
    ) -> Result<(Vec<usize>, Vec<usize>), Error> {
        let keys: Vec<(&str, &str)> = prepared
            .iter()
            .map(|(call, _)| (call.source.as_str(), call.source_id.as_str()))
            .collect();
        let mut known = self.backend.db.stored_keys(tx, self.tenant_id, &keys).await?;
        let is_new = |index: &usize| {
            let (source, source_id) = keys[*index];
            known.insert(SourceKey { source: source.to_owned(), source_id: source_id.to_owned() })
        };
        Ok((0..prepared.len()).partition(is_new))
    }

    /// Stores one call, as the `place`-th that arrives with its batch. Where another import stores
    /// the same call at the same time, what it stored is looked at again, so that no leg is lost.
    async fn store(
        &self,
        tx: &mut Tx,
        prepared: &Prepared,
        place: i64,
        outbox: &mut Outbox,
    ) -> Result<IngestedCall, Error> {
        let (db, tenant, call) = (&self.backend.db, self.tenant_id, &prepared.0);
        for _ in 0..MOST_LOOKS {
            let stored = db.stored_call(tx, tenant, &call.source, &call.source_id).await?;
            let Some(stored) = stored else {
                let owner = self.owner(self.import_id);
                if !db.insert_calls(tx, owner, &[call], place).await?.is_empty() {
                    outbox.taken(call)?;
                    return Ok(new(call));
                }
                continue;
            };
            let call_id = stored.id;
            let fuller = match self.compare(&stored, prepared)? {
                Compared::Fuller(fuller) => fuller,
                Compared::Otherwise(ingested) => return Ok(IngestedCall { call_id, ingested }),
            };
            // A call stays with the import that brought it first.
            let owner = self.owner(stored.import_id);
            if db.remove_call(tx, stored.row_id).await?
                && !db.insert_calls(tx, owner, &[&*fuller], place).await?.is_empty()
            {
                self.backend.carry_over(tx, owner, &stored).await?;
                outbox.extended(&fuller, stored.transcript_state)?;
                return Ok(IngestedCall { call_id, ingested: Ingested::Extended });
            }
        }
        Err(Error::Busy)
    }

    const fn owner(&self, import_id: Option<ImportId>) -> CallOwner {
        CallOwner { tenant_id: self.tenant_id, project_id: self.project_id, import_id }
    }
}

fn new(call: &PreparedCall) -> IngestedCall {
    IngestedCall { call_id: call.id, ingested: Ingested::Taken }
}
