//! Preparation of calls for storage: redaction, encryption under the tenant's key, hashes, index.

use earshot_domain::{CallId, CallSpan, Turn};
use jiff::Timestamp;

use super::{
    details::{redacted_details, redacted_outcome, searchable_tags},
    project_ingest::{Prepared, ProjectIngest},
};
use crate::{
    Error,
    calls::{GrowingTexts, number_hash},
    ids,
    intake::{
        readers::{Format, IncomingCall, IncomingTurn},
        source_text::without_text,
    },
    privacy::{
        encryption::{Sealed, TenantKey},
        numbers::Normal,
        raw_text::RawText,
        redaction::{RedactedTurns, redact, redact_prose, redaction_version},
        source_names::{SourceNames, earlier_row_id, redacted_id, stored_id},
    },
    recordings::left_open,
    store::{CallerDigits, Long, PreparedCall, SearchTexts},
};

impl ProjectIngest {
    /// Prepares calls on all cores, because redaction and encryption are most of an import's work.
    pub(super) async fn prepare_all(
        &self,
        calls: Vec<IncomingCall>,
    ) -> Result<Vec<Prepared>, Error> {
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
                    .map(|call| this.prepare(call, CallId::new(ids::fresh())))
                    .collect::<Result<Vec<_>, Error>>()
            }));
        }
        let mut prepared = Vec::new();
        for task in tasks {
            prepared.extend(task.await.map_err(Error::internal)??);
        }
        Ok(prepared)
    }

    /// Prepares a call. What is sealed of it is not kept in clear, since it can be large.
    pub(super) fn prepare(&self, mut call: IncomingCall, id: CallId) -> Result<Prepared, Error> {
        let source_record = Long::of(std::mem::take(&mut call.source_record))?;
        let summary =
            call.summary.as_deref().map(|text| redact_prose(text, call.agent.as_deref()).text);
        let raw_text = Some(Long::of(self.raw_text(&call, id)?)?);
        let (raw_text_encrypted, unstored_text) =
            if self.keep_raw_text { (raw_text, None) } else { (None, raw_text) };
        let texts = self.texts(&call, summary.as_deref())?;
        for turn in &mut call.turns {
            turn.text = String::new();
        }
        let source_record = if self.keep_raw_text {
            source_record.to_bytes()?
        } else {
            without_text(&call.source, &source_record)?
        };
        let source_encrypted = Long::of(self.key.seal_owned(Sealed::Source, id, source_record)?)?;
        let sealed = SealedTexts { texts, summary, raw_text_encrypted, source_encrypted };
        let prepared = self.prepared(&call, id, sealed)?;
        Ok(Prepared { call: prepared, incoming: call, unstored_text })
    }

    fn prepared(
        &self,
        call: &IncomingCall,
        id: CallId,
        sealed: SealedTexts,
    ) -> Result<PreparedCall, Error> {
        let SealedTexts { texts, summary, raw_text_encrypted, source_encrypted } = sealed;
        let recording_named = call.details.recording.is_some();
        let key = &self.key;
        let seal = |kind, text: &str| key.seal(kind, id, text.as_bytes());
        let caller = call.caller.as_deref().map(clean).filter(|number| !number.is_empty());
        let callee = call.callee.as_deref().map(clean).filter(|number| !number.is_empty());
        let number = caller.as_deref().map(|caller| Normal::read(caller, self.country));
        let hash = |digits| number.as_ref().and_then(|number| number_hash(key, number, digits));
        let customer = call.customer.as_ref().map(serde_json::to_vec).transpose()?;
        let source_id = clean(&call.source_id);
        let file_name = call.details.recording.as_ref().map(|file| file.file_name.as_str());
        let names = SourceNames::of(&source_id, file_name);
        Ok(PreparedCall {
            source: clean(&call.source),
            source_id: stored_id(key, &source_id).into_owned(),
            other_source_id: earlier_row_id(key, &source_id).or_else(|| names.source_id.clone()),
            names_encrypted: names.seal(key, id)?,
            redaction_version: redaction_version(),
            redacted_source_id: redacted_id(key, &source_id),
            started_at: call.started_at.as_millisecond(),
            ended_at: call.ended_at.map(Timestamp::as_millisecond),
            end_reason: call.end_reason.as_deref().map(|text| redact(text).text),
            channel: call.channel,
            direction: call.direction,
            status: call.status,
            source_status: redact(&call.source_status).text,
            caller_encrypted: caller.as_deref().map(|n| seal(Sealed::Caller, n)).transpose()?,
            caller_hash: hash(CallerDigits::All),
            caller_last4_hash: hash(CallerDigits::Last4),
            caller_last6_hash: hash(CallerDigits::Last6),
            caller_last8_hash: hash(CallerDigits::Last8),
            number_rules: self.number_rules,
            callee_encrypted: callee.as_deref().map(|n| seal(Sealed::Callee, n)).transpose()?,
            agent: call.agent.as_deref().and_then(agent_name),
            total_seconds: call.total_seconds.into(),
            ring_seconds: call.ring_seconds.map(i64::from),
            talk_seconds: call.talk_seconds.map(i64::from),
            hold_seconds: call.hold_seconds.map(i64::from),
            outcome: call.outcome.as_ref().and_then(redacted_outcome),
            sentiment: call.sentiment,
            summary,
            audience: call.details.audience.as_deref().and_then(audience),
            recording_named,
            left_open: left_open(&call.details),
            revision: call.version.revision,
            source_updated_at: call.version.updated_at.map(Timestamp::as_millisecond),
            transcript_state: call.transcript_state,
            texts,
            leg_ids: leg_ids(key, call),
            tags: searchable_tags(&call.details),
            details: redacted_details(&call.details, call.agent.as_deref())?,
            raw_text_encrypted,
            customer_encrypted: customer
                .map(|customer| key.seal(Sealed::Customer, id, &customer))
                .transpose()?,
            source_encrypted,
            source_is_redacted: !self.keep_raw_text,
            id,
        })
    }

    fn raw_text(&self, call: &IncomingCall, id: CallId) -> Result<Vec<u8>, Error> {
        let lines = ordered_lines(call);
        let turns = lines.iter().map(|(turn, _)| (turn.speaker, turn.text.as_str()));
        RawText::seal(&self.key, id, call.summary.as_deref(), turns)
    }

    /// The redacted texts of a call, each line of which is redacted and written before the next.
    fn texts(&self, call: &IncomingCall, summary: Option<&str>) -> Result<SearchTexts, Error> {
        let lines = ordered_lines(call);
        let bytes = lines.iter().map(|(turn, _)| turn.text.len()).sum();
        let mut texts = GrowingTexts::new(summary, lines.len(), bytes);
        let said = lines.iter().map(|(turn, _)| (turn.speaker, turn.text.as_str()));
        let redacted = RedactedTurns::new(said, call.agent.as_deref());
        for ((turn, offset_ms), redacted) in lines.iter().zip(redacted) {
            let text = redacted.text;
            texts.add(&Turn { speaker: turn.speaker, text, offset_ms: *offset_ms })?;
        }
        texts.finish(self.project_id)
    }
}

/// The texts of a call that are prepared before its other values.
struct SealedTexts {
    texts: SearchTexts,
    summary: Option<String>,
    raw_text_encrypted: Option<Long<Vec<u8>>>,
    source_encrypted: Long<Vec<u8>>,
}

impl Prepared {
    /// The source's own record.
    pub(super) fn source_record(&self, key: &TenantKey) -> Result<Vec<u8>, Error> {
        key.open_owned(Sealed::Source, self.call.id, self.call.source_encrypted.to_bytes()?)
    }

    /// The lines in the order in which they are stored, without their text.
    pub(super) fn facts_of_lines(&self) -> Vec<IncomingTurn> {
        ordered_lines(&self.incoming).into_iter().map(|(turn, _)| turn.clone()).collect()
    }

    /// Passes on the text of each line, in that order.
    pub(super) fn pass_texts(
        &self,
        key: &TenantKey,
        pass: &mut dyn FnMut(String),
    ) -> Result<(), Error> {
        RawText::for_each(key, self.call.id, self.sealed_text()?, pass)?;
        Ok(())
    }

    /// The lines in clear, in the order in which they are stored.
    pub(super) fn lines(&self, key: &TenantKey) -> Result<Vec<IncomingTurn>, Error> {
        let lines = ordered_lines(&self.incoming).into_iter();
        let texts = RawText::texts(key, self.call.id, self.sealed_text()?)?;
        Ok(lines.zip(texts).map(|((turn, _), text)| IncomingTurn { text, ..*turn }).collect())
    }

    fn sealed_text(&self) -> Result<Vec<u8>, Error> {
        let sealed = self.call.raw_text_encrypted.as_ref().or(self.unstored_text.as_ref());
        sealed.map_or(Ok(Vec::new()), Long::to_bytes)
    }
}

/// A line, with the milliseconds since the start of the call as they are stored.
type OrderedLine<'a> = (&'a IncomingTurn, Option<i64>);

/// The lines of a call in the order in which they are shown.
fn ordered_lines(call: &IncomingCall) -> Vec<OrderedLine<'_>> {
    let start = call.started_at.as_millisecond();
    let end = call.ended_at.map(Timestamp::as_millisecond);
    let span = CallSpan::of_call(start, end, call.total_seconds.into());
    let offset = |turn: &IncomingTurn| turn.at.map(|at| at.as_millisecond().saturating_sub(start));
    let offsets: Vec<Option<i64>> = call.turns.iter().map(offset).collect();
    let line =
        |index: usize| (&call.turns[index], offsets[index].map(|offset| span.rounded(offset)));
    span.order(&offsets).into_iter().map(line).collect()
}

/// Characters of a leg's id, by which it is found: the column is indexed.
const MAX_LEG_ID: usize = 255;

/// Ids of legs by which PBX clients find the call.
fn leg_ids(key: &TenantKey, call: &IncomingCall) -> Vec<String> {
    let fits = |id: &String| id.chars().count() <= MAX_LEG_ID && !id.contains('\0');
    if !Format::Pbx.is_source(&call.source) {
        return Vec::new();
    }
    let legs = call.details.legs.iter();
    let mut ids: Vec<String> = legs
        .filter(|leg| fits(&leg.leg_id))
        .map(|leg| stored_id(key, &leg.leg_id).into_owned())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Characters of an audience, by which calls are limited: the column is indexed.
const MAX_AUDIENCE: usize = 200;

/// The audience for a column that is not encrypted. A long one is cut, not dropped, because a call
/// without an audience is visible to everybody.
fn audience(name: &str) -> Option<String> {
    let name: String = clean(&redact(name).text).chars().take(MAX_AUDIENCE).collect();
    (!name.is_empty()).then_some(name)
}

/// Text without NUL, which PostgreSQL cannot store (docs/compatibility.md#decision-nul).
pub(super) fn clean(text: &str) -> String {
    text.trim().replace('\0', "\u{fffd}")
}

/// The agent for a column that is not encrypted; `None` for a name that holds a number of a person.
fn agent_name(name: &str) -> Option<String> {
    let name = clean(name);
    (!name.is_empty() && redact(&name).found.is_empty()).then_some(name)
}
