//! Filling of contacts: calls are added in order of arrival, also those that were there before.

use std::collections::HashMap;

use earshot_domain::{Country, IdentityKind, ProjectId, TenantId};
use serde::{Deserialize, Serialize};

use super::identities::Facts;
use crate::{
    Backend, Error,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
    privacy::{
        encryption::{Sealed, TenantKey},
        numbers::country_of,
    },
    store::{ContactSource, IdentityKey, NewContactCall, NewIdentity},
};

/// Calls added in one transaction; few, so that a write never blocks others for long.
const BATCH: i64 = 200;

/// Job that adds a tenant's new calls to its contacts.
pub(crate) struct ContactFill {
    backend: Backend,
}

/// Payload of the job.
#[derive(Serialize, Deserialize)]
struct Payload {
    tenant_id: TenantId,
}

/// Rows to be stored for a batch of calls.
#[derive(Default)]
struct Batch {
    identities: HashMap<IdentityKey, NewIdentity>,
    /// Calls, each with the identity it belongs to.
    calls: Vec<(IdentityKey, NewContactCall)>,
    words: Vec<(Vec<u8>, earshot_domain::CallId)>,
}

impl ContactFill {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }

    /// Adds the next calls; `false` when there were none.
    async fn add_some(
        &self,
        context: &JobContext,
        tenant_id: TenantId,
        key: &TenantKey,
    ) -> Result<bool, Error> {
        let mut tx = self.backend.db.begin().await?;
        context.progress_in(&mut tx, None).await?;
        let calls = tx.calls_without_contacts(tenant_id, BATCH).await?;
        let Some(last) = calls.last().map(|call| call.ingest_seq) else {
            // The latest calls can have been deleted, which leaves a gap behind the last one.
            tx.complete_contacts(tenant_id).await?;
            tx.commit().await?;
            return Ok(false);
        };
        let rules = tx.number_rules(tenant_id).await?;
        let countries: HashMap<ProjectId, Option<Country>> = rules
            .into_iter()
            .map(|rules| (rules.project_id, country_of(rules.country, &rules.time_zone)))
            .collect();
        let mut batch = Batch::default();
        for call in &calls {
            let country = countries.get(&call.project_id).copied().flatten();
            batch.add(key, call, country)?;
        }
        let Batch { identities, calls, words } = batch;
        let identities: Vec<NewIdentity> = identities.into_values().collect();
        let ids = tx.add_identities(tenant_id, &identities).await?;
        let known = |(identity, call): (IdentityKey, NewContactCall)| {
            Some(NewContactCall { identity_id: *ids.get(&identity)?, ..call })
        };
        let calls: Vec<NewContactCall> = calls.into_iter().filter_map(known).collect();
        tx.add_contact_calls(tenant_id, &calls).await?;
        tx.add_contact_words(&words).await?;
        tx.set_contacts_seq(tenant_id, last).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Batch {
    fn add(
        &mut self,
        key: &TenantKey,
        call: &ContactSource,
        country: Option<Country>,
    ) -> Result<(), Error> {
        let facts = Facts::of(key, call, country)?;
        let identities = facts.identities(key)?;
        if identities.is_empty() {
            return Ok(());
        }
        for identity in identities {
            let identity_key = (identity.kind, identity.value_hash.clone());
            let contact_call = contact_call(key, call, &facts, &identity)?;
            self.calls.push((identity_key.clone(), contact_call));
            self.identities.entry(identity_key).or_insert(identity);
        }
        self.words.extend(facts.name_hashes(key).into_iter().map(|hash| (hash, call.id)));
        Ok(())
    }
}

/// The call of an identity.
fn contact_call(
    key: &TenantKey,
    call: &ContactSource,
    facts: &Facts,
    identity: &NewIdentity,
) -> Result<NewContactCall, Error> {
    let name = facts.name.as_deref();
    Ok(NewContactCall {
        identity_id: identity.id,
        call_id: call.id,
        project_id: call.project_id,
        started_at: call.started_at,
        name_encrypted: name
            .map(|name| key.seal(Sealed::ContactName, call.id, name.as_bytes()))
            .transpose()?,
    })
}

/// A call's number among the contacts.
pub(in crate::calls) struct CallIdentity {
    pub(in crate::calls) identity: NewIdentity,
    pub(in crate::calls) contact_call: NewContactCall,
    /// Words of the name that the call gave, hashed.
    pub(in crate::calls) words: Vec<(Vec<u8>, earshot_domain::CallId)>,
}

/// The number by which a call is among the contacts, as read in a country.
pub(in crate::calls) fn call_identity(
    key: &TenantKey,
    call: &ContactSource,
    country: Option<Country>,
) -> Result<Option<CallIdentity>, Error> {
    let facts = Facts::of(key, call, country)?;
    let number =
        facts.identities(key)?.into_iter().find(|identity| identity.kind == IdentityKind::Number);
    number
        .map(|identity| {
            let contact_call = contact_call(key, call, &facts, &identity)?;
            let words = facts.name_hashes(key).into_iter().map(|hash| (hash, call.id)).collect();
            Ok(CallIdentity { identity, contact_call, words })
        })
        .transpose()
}

impl JobKind for ContactFill {
    const NAME: &'static str = "contacts";
    // The contacts themselves show what was done.
    const RECORDED: bool = false;

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let tenants = self.backend.db.tenants_without_contacts(Self::NAME).await?;
        let job = |tenant_id: TenantId| {
            let payload = serde_json::to_value(Payload { tenant_id })?;
            let job = NewJob::of::<Self>(payload);
            Ok(job.for_tenant(tenant_id).once(tenant_id.to_string()))
        };
        tenants.into_iter().map(job).collect()
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let Payload { tenant_id } = context.payload()?;
        let wrapped = self.backend.db.wrapped_key(tenant_id).await?;
        let key = self.backend.master_key.open_tenant_key(tenant_id, &wrapped)?;
        while self.add_some(context, tenant_id, &key).await? {
            if context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
        }
        Ok(RunEnd::Completed)
    }
}
