//! Background job that redacts stored texts again when the rules of redaction find more.

use std::collections::HashMap;

use earshot_domain::{OutcomeCode, ReviewAction, TenantId, Turn};
use serde_json::json;

use super::{
    derive_again::derived,
    ingest::{redacted_details, redacted_outcome},
    readers::Format,
};
use crate::{
    Backend, Error,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
    privacy::{
        encryption::TenantKey,
        redaction::{Redacted, redact, redact_prose, redact_turns, redaction_version},
        redaction_marks::Marks,
        source_names::{SourceNames, stored_id},
    },
    store::{
        CallTexts, DerivedCall, EventTexts, OutdatedCall, RedactedCall, Replacement, SearchTexts,
    },
};

/// Calls redacted in one transaction; few, so that a write never blocks others for long.
const BATCH: i64 = 50;
/// Bytes of transcripts that are redacted in one transaction, since they are all in memory.
const BATCH_BYTES: i64 = 2 << 20;
/// Milliseconds between the end of a run and the start of the next.
const INTERVAL_MS: i64 = 3_600_000;
/// Deduplication key that limits the job to one run at a time.
pub(super) const KEY: &str = "all";

/// Job that brings stored texts up to the current rules of redaction.
pub(crate) struct RedactionUpdate {
    backend: Backend,
}

impl RedactionUpdate {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }

    async fn redact_names_of_files(&self, context: &JobContext) -> Result<(), Error> {
        for (id, files) in self.backend.db.import_files().await? {
            let names: Vec<String> = serde_json::from_str(&files)?;
            let names: Vec<String> = names.iter().map(|name| redact(name).text).collect();
            let redacted = serde_json::to_string(&names)?;
            if redacted != files {
                let mut tx = self.backend.db.begin().await?;
                context.progress_in(&mut tx, None).await?;
                tx.set_import_files(id, &redacted).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Redacts the next calls after the row `after`; returns the last row, `None` behind the last one.
    async fn redact_some(
        &self,
        context: &JobContext,
        keys: &mut HashMap<TenantId, TenantKey>,
        after: i64,
    ) -> Result<Option<i64>, Error> {
        let db = &self.backend.db;
        let calls = db.outdated_calls(redaction_version(), after, BATCH, BATCH_BYTES).await?;
        let Some(last) = calls.last().map(|call| call.row_id) else { return Ok(None) };
        let mut work = Vec::with_capacity(calls.len());
        for call in calls {
            let texts = db.call_texts(&call).await?;
            let key = match keys.get(&call.tenant_id) {
                Some(key) => key.clone(),
                None => self.open_key(call.tenant_id).await?,
            };
            keys.insert(call.tenant_id, key.clone());
            work.push((key, call, texts));
        }
        // Redaction is CPU-bound, and no transaction waits for it.
        let redacted = tokio::task::spawn_blocking(move || {
            work.into_iter()
                .map(|(key, call, texts)| redacted(&key, call, texts))
                .collect::<Result<Vec<_>, Error>>()
        });
        let redacted = redacted.await.map_err(Error::internal)??;
        let mut tx = db.begin().await?;
        context.progress_in(&mut tx, None).await?;
        for call in &redacted {
            // A call that was reviewed meanwhile keeps its old version, and the next run finds it.
            tx.set_redacted(call, redaction_version()).await?;
        }
        tx.commit().await?;
        Ok(Some(last))
    }

    async fn open_key(&self, tenant_id: TenantId) -> Result<TenantKey, Error> {
        let wrapped = self.backend.db.wrapped_key(tenant_id).await?;
        self.backend.master_key.open_tenant_key(tenant_id, &wrapped)
    }
}

impl JobKind for RedactionUpdate {
    const NAME: &'static str = "redaction";

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        if !self.backend.db.has_outdated_redaction(redaction_version()).await? {
            return Ok(Vec::new());
        }
        let since = self.backend.now_ms().saturating_sub(INTERVAL_MS);
        Ok(vec![NewJob::of::<Self>(json!({})).once(KEY).unless_ended_after(since)])
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        self.redact_names_of_files(context).await?;
        let (mut keys, mut after) = (HashMap::new(), 0);
        while let Some(last) = self.redact_some(context, &mut keys, after).await? {
            after = last;
            if context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
        }
        Ok(RunEnd::Completed)
    }
}

fn redacted(key: &TenantKey, call: OutdatedCall, texts: CallTexts) -> Result<RedactedCall, Error> {
    let text = |text: String| redact(&text).text;
    let details = serde_json::from_str(&call.details)?;
    let file_name = recorded(&details);
    let found = SourceNames::of(&call.source_id, file_name);
    let known = SourceNames::open(key, call.id, call.names_encrypted.as_deref())?;
    let names = SourceNames {
        source_id: known.source_id.or(found.source_id),
        file_name: known.file_name.or(found.file_name),
    };
    let mut turns: Vec<Turn> = serde_json::from_str(&call.turns)?;
    let derived = derived_again(key, &call, &mut turns);
    let (agent, marks) = (call.agent.as_deref(), Marks::open(key, &texts.marks)?);
    let turns = redacted_turns(&turns, agent, &marks);
    let summary = call.summary.as_deref().map(|text| redact_prose(text, agent).text);
    let details = redacted_details(&details, agent)?;
    let events = texts.events.iter().filter_map(|event| redacted_event(event, agent)).collect();
    let call = OutdatedCall {
        source_id: stored_id(key, &call.source_id).into_owned(),
        names_encrypted: names.seal(key, call.id)?,
        end_reason: call.end_reason.map(text),
        source_status: text(call.source_status),
        agent: call.agent.filter(|agent| redact(agent).found.is_empty()),
        outcome: call.outcome.as_ref().and_then(|code: &OutcomeCode| redacted_outcome(code)),
        audience: call.audience.map(text),
        summary,
        ..call
    };
    Ok(RedactedCall {
        derived,
        details,
        texts: SearchTexts::new(&turns, call.summary.as_deref(), call.project_id)?,
        tags: replaced(texts.tags, |tag| redact(tag).text),
        leg_ids: replaced(texts.leg_ids, |id| stored_id(key, id).into_owned()),
        events,
        call,
    })
}

/// The parts that follow from the legs of a PBX call, where earlier rules derived them. A record that
/// cannot be read by itself, such as one with days before months, stays as it is.
fn derived_again(key: &TenantKey, call: &OutdatedCall, turns: &mut [Turn]) -> Option<DerivedCall> {
    if call.redaction_version > 0 || !Format::Pbx.is_source(&call.source) {
        return None;
    }
    match derived(key, call.id, &call.source_encrypted, call.started_at, turns) {
        Ok(derived) => Some(derived),
        Err(error) => {
            tracing::warn!(%error, call_id = %call.id, "the legs of a call were not read again");
            None
        }
    }
}

fn recorded(details: &earshot_domain::CallDetails) -> Option<&str> {
    details.recording.as_ref().map(|file| file.file_name.as_str())
}

/// The lines, redacted; the words of wrong redactions stay.
fn redacted_turns(turns: &[Turn], agent: Option<&str>, marks: &Marks) -> Vec<Turn> {
    let said = turns.iter().map(|turn| (turn.speaker, turn.text.as_str()));
    let lines = (0_u32..).zip(turns).zip(redact_turns(said, agent));
    let with_text = |((line, turn), redacted): ((u32, &Turn), Redacted)| Turn {
        text: marks.redacted(Some(line), &turn.text, redacted),
        ..turn.clone()
    };
    lines.map(with_text).collect()
}

/// The texts that redaction changes.
fn replaced(texts: Vec<String>, redacted: impl Fn(&str) -> String) -> Vec<Replacement> {
    let pair = |old: String| Replacement { new: redacted(&old), old };
    texts.into_iter().map(pair).filter(|pair| pair.old != pair.new).collect()
}

/// The event with redacted texts; `None` if nothing changes.
fn redacted_event(event: &EventTexts, agent: Option<&str>) -> Option<EventTexts> {
    let is_tag = matches!(event.action, ReviewAction::Tag | ReviewAction::Untag);
    let redacted = |text: &str| {
        if is_tag { redact(text).text } else { redact_prose(text, agent).text }
    };
    let text = |text: &Option<String>| text.as_deref().map(redacted);
    let redacted = EventTexts {
        seq: event.seq,
        action: event.action,
        old_text: text(&event.old_text),
        new_text: text(&event.new_text),
        reason: text(&event.reason),
    };
    (redacted != *event).then_some(redacted)
}
