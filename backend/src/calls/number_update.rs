//! Background job that hashes stored numbers again when the rules for them, or a project's country,
//! have changed.

use earshot_domain::Country;
use serde_json::json;

use super::{
    contacts::{CallIdentity, call_identity},
    numbers::number_hash,
};
use crate::{
    Backend, Error,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
    privacy::{
        encryption::{Sealed, TenantKey},
        numbers::{Normal, country_of},
    },
    store::{CallerDigits, CallerHashes, ContactSource, NumberRules, OutdatedNumbers, Tx},
};

/// Calls in one transaction; few, so that a write never blocks others for long.
const BATCH: i64 = 100;
/// Milliseconds between the end of a run and the start of the next with the same rules.
const INTERVAL_MS: i64 = 3_600_000;

/// Job that brings hashes of numbers up to the rules of their projects.
pub(crate) struct NumberUpdate {
    backend: Backend,
}

/// What the calls of one project share.
struct Project {
    rules: NumberRules,
    country: Option<Country>,
    key: TenantKey,
}

impl NumberUpdate {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }

    /// Hashes the next numbers of a project; `false` when there were none.
    async fn hash_some(&self, context: &JobContext, project: &Project) -> Result<bool, Error> {
        let db = &self.backend.db;
        let calls = db.calls_with_outdated_numbers(&project.rules, BATCH).await?;
        if calls.is_empty() {
            return Ok(false);
        }
        let mut tx = db.begin().await?;
        context.progress_in(&mut tx, None).await?;
        for OutdatedNumbers { row_id, call } in &calls {
            let hashes = project.caller_hashes(call)?;
            let rules = project.rules.number_rules;
            if tx.set_caller_hashes(*row_id, rules, &hashes).await? {
                project.join_contact(&mut tx, call).await?;
            }
        }
        tx.commit().await?;
        Ok(true)
    }
}

impl Project {
    fn caller_hashes(&self, call: &ContactSource) -> Result<CallerHashes, Error> {
        let Some(sealed) = &call.caller_encrypted else { return Ok([const { None }; 4]) };
        let text = self.key.open_text(Sealed::Caller, call.id, sealed)?;
        let number = Normal::read(&text, self.country);
        let parts =
            [CallerDigits::All, CallerDigits::Last4, CallerDigits::Last6, CallerDigits::Last8];
        Ok(parts.map(|digits| number_hash(&self.key, &number, digits)))
    }

    /// Moves a call to the contact of its number. Contacts of which nothing is left are joined to it.
    async fn join_contact(&self, tx: &mut Tx, call: &ContactSource) -> Result<(), Error> {
        let tenant = self.rules.tenant_id;
        let known = tx.number_of_call(call.id).await?;
        let new = call_identity(&self.key, call, self.country)?;
        if known.as_ref().map(|known| &known.value_hash)
            == new.as_ref().map(|new| &new.identity.value_hash)
        {
            return Ok(());
        }
        let Some(CallIdentity { mut identity, mut contact_call, words }) = new else {
            if let Some(known) = known {
                tx.remove_contact_call(known.id, call.id).await?;
            }
            return Ok(());
        };
        if let Some(known) = &known {
            if tx.set_identity_hashes(known.id, call.id, &identity).await? {
                return Ok(());
            }
            identity.contact_id = known.contact_id;
        }
        let hash = identity.value_hash.clone();
        let ids = tx.add_identities(tenant, std::slice::from_ref(&identity)).await?;
        let Some(id) = ids.get(&(identity.kind, hash)).copied() else { return Ok(()) };
        contact_call.identity_id = id;
        tx.add_contact_calls(tenant, &[contact_call]).await?;
        tx.add_contact_words(&words).await?;
        let Some(known) = known else { return Ok(()) };
        if tx.remove_contact_call(known.id, call.id).await?
            && let Some(joined) = tx.number_of_call(call.id).await?
            && joined.contact_id != known.contact_id
        {
            tx.merge_contacts(tenant, known.contact_id, joined.contact_id).await?;
        }
        Ok(())
    }
}

impl JobKind for NumberUpdate {
    const NAME: &'static str = "numbers";

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let projects = self.backend.db.projects_with_outdated_numbers().await?;
        if projects.is_empty() {
            return Ok(Vec::new());
        }
        // Other rules are another job, so that a change of a country does not wait.
        let rules: i64 = projects.iter().map(|rules| rules.number_rules).sum();
        let since = self.backend.now_ms().saturating_sub(INTERVAL_MS);
        let job = NewJob::of::<Self>(json!({})).once(format!("rules {rules}"));
        Ok(vec![job.unless_ended_after(since)])
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        for rules in self.backend.db.projects_with_outdated_numbers().await? {
            let wrapped = self.backend.db.wrapped_key(rules.tenant_id).await?;
            let key = self.backend.master_key.open_tenant_key(rules.tenant_id, &wrapped)?;
            let project = Project { country: country(&rules), rules, key };
            while self.hash_some(context, &project).await? {
                if context.must_stop() {
                    return Ok(RunEnd::Stopped);
                }
            }
        }
        Ok(RunEnd::Completed)
    }
}

fn country(rules: &NumberRules) -> Option<Country> {
    country_of(rules.country, &rules.time_zone)
}
