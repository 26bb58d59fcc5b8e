//! Ingest of calls into one project: each is stored once.

use earshot_domain::{CallId, Country, ImportId, ProjectId, Slug, TenantId};

use super::{ignored::Ignored, merge::Comparison, order::OnConflict};
use crate::{
    Backend, Error,
    intake::{
        Intake,
        readers::{IncomingCall, ReadOptions},
    },
    notify::Outbox,
    privacy::{encryption::TenantKey, numbers::country_of},
    store::{
        CallOwner, PreparedCall, ProjectRow, ROWS, SourceKey, StoredCall, TenantRow, Tx, persist,
    },
};

/// Attempts to store a call that other imports change at the same time.
const MAX_ATTEMPTS: u32 = 8;

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

/// A prepared call, and the incoming one it was prepared from.
pub(super) type Prepared = (PreparedCall, IncomingCall);

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
        let prepared = self.prepare_all(calls).await?;
        self.store_all(&prepared).await
    }

    /// Stores a batch of an import as [`ProjectIngest::ingest`] does, and tries again while the
    /// database is busy or away. A batch that was stored without an answer is then unchanged.
    pub async fn import(&self, calls: Vec<IncomingCall>) -> Result<Vec<IngestedCall>, Error> {
        let prepared = self.prepare_all(calls).await?;
        persist("a batch of an import", || self.store_all(&prepared)).await
    }

    async fn store_all(&self, prepared: &[Prepared]) -> Result<Vec<IngestedCall>, Error> {
        let db = &self.backend.db;
        let mut tx = db.begin().await?;
        let mut outbox =
            self.backend.webhooks().outbox(&mut tx, self.tenant_id, self.project_id).await?;
        let (fresh, mut others) = self.partition(&mut tx, prepared).await?;
        let mut results: Vec<IngestedCall> =
            prepared.iter().map(|(call, _)| created(call)).collect();
        let (owner, mut place) = (self.owner(self.import_id), 1_i64);
        for chunk in fresh.chunks(ROWS) {
            let calls: Vec<&PreparedCall> = chunk.iter().map(|index| &prepared[*index].0).collect();
            let inserted = db.insert_calls(&mut tx, owner, &calls, place).await?;
            place = place.saturating_add(i64::try_from(calls.len()).map_err(Error::internal)?);
            for index in chunk {
                if inserted.contains(&prepared[*index].0.id) {
                    outbox.taken(&prepared[*index].0)?;
                } else {
                    others.push(*index);
                }
            }
        }
        for chunk in others.chunks(ROWS) {
            // Read together, since most are unchanged. A call that comes twice is read again.
            let keys: Vec<(&str, &str)> =
                chunk.iter().flat_map(|index| source_keys(&prepared[*index])).collect();
            let mut known = db.stored_calls(&mut tx, self.tenant_id, &keys).await?;
            for index in chunk {
                let again = &prepared[*index];
                let stored = source_keys(again).find_map(|key| known.remove(&key_of(key)));
                let result = self.store(&mut tx, again, stored, place, &mut outbox).await?;
                let arrived = matches!(result.ingested, Ingested::Taken | Ingested::Extended);
                place = place.saturating_add(i64::from(arrived));
                results[*index] = result;
            }
        }
        let has_messages = outbox.put(&mut tx).await?;
        if place > 1 {
            db.number_arrivals(&mut tx, self.tenant_id, place.saturating_sub(1)).await?;
        }
        tx.commit().await?;
        if has_messages {
            self.backend.webhooks().wake_worker();
        }
        Ok(results)
    }

    /// Indexes of new calls, which are stored many at once, and of those to be stored one by one: they
    /// are stored already, or twice in the batch.
    async fn partition(
        &self,
        tx: &mut Tx,
        prepared: &[Prepared],
    ) -> Result<(Vec<usize>, Vec<usize>), Error> {
        let keys: Vec<(&str, &str)> = prepared.iter().flat_map(source_keys).collect();
        let mut known = self.backend.db.stored_keys(tx, self.tenant_id, &keys).await?;
        let is_new = |index: &usize| {
            let keys: Vec<SourceKey> = source_keys(&prepared[*index]).map(key_of).collect();
            let is_new = keys.iter().all(|key| !known.contains(key));
            known.extend(keys);
            is_new
        };
        Ok((0..prepared.len()).partition(is_new))
    }

    /// Stores one call, as the `place`-th of its batch; `stored` is what was read of it. Where another
    /// import stores the same call at the same time, the comparison is repeated, so that no leg is lost.
    async fn store(
        &self,
        tx: &mut Tx,
        prepared: &Prepared,
        mut stored: Option<StoredCall>,
        place: i64,
        outbox: &mut Outbox,
    ) -> Result<IngestedCall, Error> {
        let (db, tenant, call) = (&self.backend.db, self.tenant_id, &prepared.0);
        for _ in 0..MAX_ATTEMPTS {
            let read = match stored.take() {
                None => {
                    let keys: Vec<_> = source_keys(prepared).collect();
                    db.stored_call(tx, tenant, &keys).await?
                }
                read => read,
            };
            let Some(stored) = read else {
                let owner = self.owner(self.import_id);
                if !db.insert_calls(tx, owner, &[call], place).await?.is_empty() {
                    outbox.taken(call)?;
                    return Ok(created(call));
                }
                continue;
            };
            let call_id = stored.id;
            let (merged, ignored) = match self.compare(tx, &stored, prepared).await? {
                Comparison::Replace(merged, ignored) => (merged, ignored),
                Comparison::Keep(ingested, ignored) => {
                    return Ok(IngestedCall { call_id, ingested, ignored });
                }
                Comparison::Stale => continue,
            };
            // A call stays with its first import.
            let owner = self.owner(stored.import_id);
            if db.remove_call(tx, stored.row_id).await?
                && !db.insert_calls(tx, owner, &[&*merged], place).await?.is_empty()
            {
                self.backend.reviews().carry_over(tx, owner, &stored).await?;
                outbox.extended(&merged, stored.transcript_state)?;
                return Ok(IngestedCall { call_id, ingested: Ingested::Extended, ignored });
            }
        }
        Err(Error::Busy)
    }

    const fn owner(&self, import_id: Option<ImportId>) -> CallOwner {
        CallOwner { tenant_id: self.tenant_id, project_id: self.project_id, import_id }
    }
}

/// The source and source id of a call, in each form in which it may be stored.
fn source_keys((call, _): &Prepared) -> impl Iterator<Item = (&str, &str)> {
    let ids = [Some(&call.source_id), call.other_source_id.as_ref()];
    ids.into_iter().flatten().map(|id| (call.source.as_str(), id.as_str()))
}

fn key_of((source, source_id): (&str, &str)) -> SourceKey {
    SourceKey { source: source.to_owned(), source_id: source_id.to_owned() }
}

fn created(call: &PreparedCall) -> IngestedCall {
    IngestedCall { call_id: call.id, ingested: Ingested::Taken, ignored: None }
}
