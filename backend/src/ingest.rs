//! Calls on their way in: redacted, sealed, hashed, and stored once each.

mod details;

use details::redacted_details;
use earshot_domain::{AuditAction, Speaker, Turn};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    Backend, Error,
    audit::OPERATOR,
    export::one_line,
    ids,
    import::{IncomingCall, ReadOptions, pbx},
    keys::{Sealed, TenantKey},
    redaction::redact,
    search::{CallerDigits, hash_caller, project_word, words},
    store::{PreparedCall, ROWS, Tx},
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
    /// It was there with fewer legs and is whole now.
    Extended,
}

/// The way into one project.
#[derive(Clone)]
pub struct ProjectIngest {
    backend: Backend,
    tenant_id: String,
    project_id: String,
    project_slug: String,
    key: TenantKey,
    keep_raw_text: bool,
    options: ReadOptions,
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
        let tenant_id = tenant.id.parse().map_err(Error::internal)?;
        let projects = self.db.projects(&tenant.id).await?;
        let (project_id, ..) = projects
            .into_iter()
            .find(|(_, slug, _)| slug == project)
            .ok_or_else(|| Error::field("project", format!("{project} does not exist")))?;
        Ok(ProjectIngest {
            backend: self.clone(),
            key: self.master_key.open_tenant_key(tenant_id, &tenant.wrapped_key)?,
            tenant_id: tenant.id,
            project_id,
            project_slug: project.to_owned(),
            keep_raw_text: tenant.keep_raw_text,
            options,
        })
    }
}

impl ProjectIngest {
    /// Stores a batch in one transaction: all of it or nothing.
    pub async fn ingest(&self, calls: Vec<IncomingCall>) -> Result<Vec<Ingested>, Error> {
        let prepared = self.prepare_all(calls).await?;
        let db = &self.backend.db;
        let mut tx = db.begin().await?;
        let (fresh, mut others) = self.partition(&mut tx, &prepared).await?;
        let mut results = vec![Ingested::Unchanged; prepared.len()];
        let (owner, mut place) = ((self.tenant_id.as_str(), self.project_id.as_str()), 1);
        for chunk in fresh.chunks(ROWS) {
            let calls: Vec<&PreparedCall> = chunk.iter().map(|index| &prepared[*index].0).collect();
            let inserted = db.insert_calls(&mut tx, owner, &calls, place).await?;
            place += calls.len().cast_signed() as i64;
            for index in chunk {
                if inserted.contains(&prepared[*index].0.id) {
                    results[*index] = Ingested::Taken;
                } else {
                    others.push(*index);
                }
            }
        }
        for index in others {
            let (call, record) = &prepared[index];
            results[index] = self.store(&mut tx, call, record, place).await?;
            place += i64::from(results[index] != Ingested::Unchanged);
        }
        if place > 1 {
            db.number_arrivals(&mut tx, &self.tenant_id, place - 1).await?;
        }
        tx.commit().await?;
        Ok(results)
    }

    /// The calls that are new, which many at once can be stored of, and those that must be looked at
    /// one by one: they are there already, or twice in the batch.
    async fn partition(
        &self,
        tx: &mut Tx,
        prepared: &[(PreparedCall, Vec<u8>)],
    ) -> Result<(Vec<usize>, Vec<usize>), Error> {
        let keys: Vec<(&str, &str)> = prepared
            .iter()
            .map(|(call, _)| (call.source.as_str(), call.source_id.as_str()))
            .collect();
        let mut known = self.backend.db.stored_keys(tx, &self.tenant_id, &keys).await?;
        let is_new = |index: &usize| {
            let (source, source_id) = keys[*index];
            known.insert((source.to_owned(), source_id.to_owned()))
        };
        Ok((0..prepared.len()).partition(is_new))
    }

    /// Stores one call, as the `place`-th that arrives with its batch. Where another import stores
    /// the same call at the same time, what it stored is looked at again, so that no leg is lost.
    async fn store(
        &self,
        tx: &mut Tx,
        call: &PreparedCall,
        record: &[u8],
        place: i64,
    ) -> Result<Ingested, Error> {
        let (db, tenant, project) = (&self.backend.db, &self.tenant_id, &self.project_id);
        for _ in 0..MOST_LOOKS {
            let stored = db.stored_call(tx, tenant, &call.source, &call.source_id).await?;
            let Some(stored) = stored else {
                if !db.insert_calls(tx, (tenant, project), &[call], place).await?.is_empty() {
                    return Ok(Ingested::Taken);
                }
                continue;
            };
            let known = self.key.open(Sealed::Source, &stored.id, &stored.source_encrypted)?;
            let Some(fuller) = self.extended(&call.source, &known, record, &stored.id)? else {
                return Ok(Ingested::Unchanged);
            };
            if db.remove_call(tx, stored.row_id).await?
                && !db.insert_calls(tx, (tenant, project), &[&fuller], place).await?.is_empty()
            {
                return Ok(Ingested::Extended);
            }
        }
        Err(Error::Busy)
    }

    /// Records in the audit log what an import did.
    pub async fn note_import(&self, taken: u64, unchanged: u64, refused: u64) -> Result<(), Error> {
        let mut tx = self.backend.db.begin().await?;
        let detail = json!({ "taken": taken, "unchanged": unchanged, "refused": refused });
        let (action, subject) = (AuditAction::CallsImported, &self.project_slug);
        self.backend
            .record_as(&mut tx, &self.tenant_id, OPERATOR, action, subject, &detail)
            .await?;
        tx.commit().await
    }

    /// A stored PBX call made whole with legs that arrived later.
    fn extended(
        &self,
        source: &str,
        known: &[u8],
        record: &[u8],
        id: &str,
    ) -> Result<Option<PreparedCall>, Error> {
        if source != "pbx" || known == record {
            return Ok(None);
        }
        let merged = pbx::merge(known, record, &self.options)
            .map_err(|bad| Error::internal(bad.to_string()))?;
        merged.map(|call| self.prepare(call, id.to_owned()).map(|(call, _)| call)).transpose()
    }

    /// Redaction and encryption are the work of an import, so they run on all cores.
    async fn prepare_all(
        &self,
        calls: Vec<IncomingCall>,
    ) -> Result<Vec<(PreparedCall, Vec<u8>)>, Error> {
        let lanes = std::thread::available_parallelism().map_or(1, usize::from);
        let share = calls.len().div_ceil(lanes).max(1);
        let mut rest = calls.into_iter();
        let mut tasks = Vec::with_capacity(lanes);
        loop {
            let lane: Vec<_> = rest.by_ref().take(share).collect();
            if lane.is_empty() {
                break;
            }
            let this = self.clone();
            tasks.push(tokio::task::spawn_blocking(move || {
                lane.into_iter()
                    .map(|call| this.prepare(call, ids::fresh().to_string()))
                    .collect::<Result<Vec<_>, Error>>()
            }));
        }
        let mut prepared = Vec::new();
        for task in tasks {
            prepared.extend(task.await.map_err(Error::internal)??);
        }
        Ok(prepared)
    }

    fn prepare(&self, call: IncomingCall, id: String) -> Result<(PreparedCall, Vec<u8>), Error> {
        let raw_text_encrypted =
            if self.keep_raw_text { Some(self.raw_text(&call, &id)?) } else { None };
        let turns = redacted_turns(&call);
        let collapsed = collapsed(&turns);
        let summary = call.summary.as_deref().map(|text| redact(text).text);
        let has_recording = call.details.recording.is_some();
        // What was said, without who said it: the speakers' labels stand in every call.
        let said = turns.iter().map(|turn| turn.text.as_str());
        let indexed: Vec<&str> = summary.as_deref().into_iter().chain(said).collect();
        let mut index = words(&indexed.join(" "));
        index.push(project_word(&self.project_id));
        let key = &self.key;
        let seal = |kind, text: &str| key.seal(kind, &id, text.as_bytes());
        let caller = call.caller.as_deref().map(clean).filter(|number| !number.is_empty());
        let callee = call.callee.as_deref().map(clean).filter(|number| !number.is_empty());
        let hash = |digits| caller.as_deref().and_then(|number| hash_caller(key, number, digits));
        let customer = call.customer.as_ref().map(serde_json::to_vec).transpose()?;
        let prepared = PreparedCall {
            source: clean(&call.source),
            source_id: clean(&call.source_id),
            started_at: call.started_at.as_millisecond(),
            ended_at: call.ended_at.map(Timestamp::as_millisecond),
            end_reason: call.end_reason.as_deref().map(|text| redact(text).text),
            channel: call.channel.as_str(),
            direction: call.direction.as_str(),
            status: call.status.as_str(),
            source_status: redact(&call.source_status).text,
            caller_encrypted: caller.as_deref().map(|n| seal(Sealed::Caller, n)).transpose()?,
            caller_hash: hash(CallerDigits::All),
            caller_last4_hash: hash(CallerDigits::Last4),
            caller_last6_hash: hash(CallerDigits::Last6),
            caller_last8_hash: hash(CallerDigits::Last8),
            callee_encrypted: callee.as_deref().map(|n| seal(Sealed::Callee, n)).transpose()?,
            agent: call.agent.as_deref().and_then(agent_name),
            total_seconds: call.total_seconds.into(),
            ring_seconds: call.ring_seconds.map(i64::from),
            talk_seconds: call.talk_seconds.map(i64::from),
            hold_seconds: call.hold_seconds.map(i64::from),
            outcome: call.outcome.as_ref().map(|outcome| outcome.as_str().to_owned()),
            sentiment: call.sentiment.map(earshot_domain::Sentiment::as_str),
            summary,
            has_recording,
            transcript_state: call.transcript_state.as_str(),
            turns: serde_json::to_string(&turns)?,
            collapsed,
            details: redacted_details(&call.details)?,
            raw_text_encrypted,
            customer_encrypted: customer
                .map(|customer| key.seal(Sealed::Customer, &id, &customer))
                .transpose()?,
            source_encrypted: key.seal(Sealed::Source, &id, &call.source_record)?,
            words: index.join(" "),
            id,
        };
        Ok((prepared, call.source_record))
    }

    fn raw_text(&self, call: &IncomingCall, id: &str) -> Result<Vec<u8>, Error> {
        let turns: Vec<Value> = call
            .turns
            .iter()
            .map(|turn| json!({ "speaker": turn.speaker, "text": turn.text }))
            .collect();
        let raw = json!({ "summary": call.summary, "turns": turns });
        self.key.seal(Sealed::RawText, id, raw.to_string().as_bytes())
    }
}

fn redacted_turns(call: &IncomingCall) -> Vec<Turn> {
    let start = call.started_at.as_millisecond();
    call.turns
        .iter()
        .map(|turn| Turn {
            speaker: turn.speaker,
            text: redact(&turn.text).text,
            offset_ms: turn.at.map(|at| (at.as_millisecond() - start).max(0)),
        })
        .collect()
}

/// The conversation on one line, as the CSV has it.
fn collapsed(turns: &[Turn]) -> String {
    let lines: Vec<String> = turns
        .iter()
        .map(|turn| format!("{}: {}", label(turn.speaker), one_line(&turn.text)))
        .collect();
    lines.join(" ")
}

fn label(speaker: Speaker) -> &'static str {
    speaker.label()
}

/// PostgreSQL's text cannot hold NUL (rulings, "Two databases").
fn clean(text: &str) -> String {
    text.trim().replace('\0', "\u{fffd}")
}

/// The agent as a column that is not encrypted: an outside number does not belong there.
fn agent_name(name: &str) -> Option<String> {
    let name = clean(name);
    (!name.is_empty() && redact(&name).found.is_empty()).then_some(name)
}
