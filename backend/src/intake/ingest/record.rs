//! A call as a record says it, to be compared with another record of the same call.

use earshot_domain::{CallDetails, CallId, Turn};
use jiff::Timestamp;
use serde::Deserialize;

use super::{prepare::clean, project_ingest::Prepared};
use crate::{
    Error,
    access::moment,
    intake::readers::{CallVersion, IncomingCall, IncomingTurn},
    privacy::{
        encryption::{Sealed, TenantKey},
        raw_text::RawText,
        redaction_marks::Marks,
        source_names::SourceNames,
    },
    store::{StoredCall, StoredValues},
};

/// A call in two forms.
pub(super) struct Record {
    /// As it is shown: texts are redacted, and there are no lines.
    pub(super) shown: IncomingCall,
    /// As it came, as far as that is stored. What is stored has no details but its recording.
    pub(super) clear: IncomingCall,
    /// Milliseconds of each line from the start of the call.
    pub(super) offsets: Vec<Option<i64>>,
    /// Whether the lines have their text before redaction.
    pub(super) has_raw_text: bool,
    /// Marks of redaction that are applied to what is stored.
    pub(super) marks: Marks,
}

impl Record {
    /// The record that came again. Its lines have no text; [`Prepared::lines`] reads it.
    pub(super) fn again(again: &Prepared) -> Result<Self, Error> {
        let Prepared { call: prepared, incoming, .. } = again;
        let number =
            |name: &Option<String>| name.as_deref().map(clean).filter(|number| !number.is_empty());
        let turns: Vec<Offset> = prepared.texts.turns.parse()?;
        let shown = IncomingCall {
            started_at: moment(prepared.started_at)?,
            ended_at: prepared.ended_at.map(moment).transpose()?,
            end_reason: prepared.end_reason.clone(),
            source_status: prepared.source_status.clone(),
            caller: number(&incoming.caller),
            callee: number(&incoming.callee),
            agent: prepared.agent.clone(),
            outcome: prepared.outcome.clone(),
            summary: prepared.summary.clone(),
            details: prepared.details.parse()?,
            ..facts(incoming)
        };
        let clear = IncomingCall {
            turns: again.facts_of_lines(),
            details: incoming.details.clone(),
            ..facts(incoming)
        };
        Ok(Self {
            shown,
            clear,
            offsets: turns.iter().map(|turn| turn.offset_ms).collect(),
            has_raw_text: true,
            marks: Marks::default(),
        })
    }

    /// What is stored of a call; `turns` are its lines as its source sent them, redacted.
    pub(super) fn stored(
        key: &TenantKey,
        stored: &StoredCall,
        mut values: StoredValues,
        (mut turns, marks): (Vec<Turn>, Marks),
    ) -> Result<Self, Error> {
        let raw = values.raw_text_encrypted.take();
        let offsets = turns.iter().map(|turn| turn.offset_ms).collect();
        let file_name =
            SourceNames::open(key, stored.id, values.names_encrypted.as_deref())?.file_name;
        let shown = shown(key, stored, values)?;
        let recording = shown.details.recording.clone();
        let mut clear = facts(&shown);
        clear.details.recording = recording;
        let has_raw_text = raw.is_some();
        if let Some(raw) = raw {
            let summary = RawText::restore(key, stored.id, raw, &mut turns)?;
            clear.summary = summary.or(clear.summary);
        }
        if let (Some(recording), Some(name)) = (&mut clear.details.recording, file_name) {
            recording.file_name = name;
        }
        let start = clear.started_at;
        clear.turns = turns.into_iter().map(|turn| incoming_turn(turn, start)).collect();
        Ok(Self { shown, clear, offsets, has_raw_text, marks })
    }

    /// The record with the marks of a stored one applied to what is shown of it, so that they can be
    /// compared.
    pub(super) fn marked(mut self, stored: &Self) -> Self {
        let marks = &stored.marks;
        if marks.is_empty() {
            return self;
        }
        let hide = |text: &mut String| *text = marks.hide(None, text).text;
        let IncomingCall { summary, end_reason, details, .. } = &mut self.shown;
        summary.iter_mut().chain(end_reason).for_each(hide);
        details.for_each_text(&mut |text| hide(text));
        self
    }
}

fn shown(
    key: &TenantKey,
    stored: &StoredCall,
    values: StoredValues,
) -> Result<IncomingCall, Error> {
    let seconds = |value: i64| u32::try_from(value).map_err(Error::internal);
    let caller = opened(key, stored.id, Sealed::Caller, values.caller_encrypted.as_deref())?;
    let callee = opened(key, stored.id, Sealed::Callee, values.callee_encrypted.as_deref())?;
    let customer = opened(key, stored.id, Sealed::Customer, values.customer_encrypted.as_deref())?;
    let details: CallDetails = serde_json::from_str(&values.details)?;
    Ok(IncomingCall {
        source: stored.source().to_owned(),
        source_id: String::new(),
        started_at: moment(values.started_at)?,
        ended_at: values.ended_at.map(moment).transpose()?,
        end_reason: values.end_reason,
        channel: values.channel,
        direction: values.direction,
        status: values.status,
        source_status: values.source_status,
        caller,
        callee,
        agent: values.agent,
        total_seconds: seconds(values.total_seconds)?,
        ring_seconds: values.ring_seconds.map(seconds).transpose()?,
        talk_seconds: values.talk_seconds.map(seconds).transpose()?,
        hold_seconds: values.hold_seconds.map(seconds).transpose()?,
        outcome: values.outcome,
        sentiment: values.sentiment,
        summary: values.summary,
        transcript_state: values.transcript_state,
        turns: Vec::new(),
        customer: customer.map(|text| serde_json::from_str(&text)).transpose()?,
        details,
        version: CallVersion {
            revision: values.revision,
            updated_at: values.source_updated_at.map(moment).transpose()?,
        },
        source_record: Vec::new(),
    })
}

fn opened(
    key: &TenantKey,
    id: CallId,
    kind: Sealed,
    sealed: Option<&[u8]>,
) -> Result<Option<String>, Error> {
    sealed.map(|sealed| key.open_text(kind, id, sealed)).transpose()
}

/// The time of a turn, without its text.
#[derive(Deserialize)]
struct Offset {
    #[serde(default)]
    offset_ms: Option<i64>,
}

fn incoming_turn(turn: Turn, start: Timestamp) -> IncomingTurn {
    let after = |offset: i64| start.as_millisecond().checked_add(offset);
    let at = turn.offset_ms.and_then(after).and_then(|at| Timestamp::from_millisecond(at).ok());
    IncomingTurn { speaker: turn.speaker, text: turn.text, at }
}

/// A call without its lines, its details and its record, which can be large.
fn facts(call: &IncomingCall) -> IncomingCall {
    IncomingCall {
        source: call.source.clone(),
        source_id: call.source_id.clone(),
        started_at: call.started_at,
        ended_at: call.ended_at,
        end_reason: call.end_reason.clone(),
        channel: call.channel,
        direction: call.direction,
        status: call.status,
        source_status: call.source_status.clone(),
        caller: call.caller.clone(),
        callee: call.callee.clone(),
        agent: call.agent.clone(),
        total_seconds: call.total_seconds,
        ring_seconds: call.ring_seconds,
        talk_seconds: call.talk_seconds,
        hold_seconds: call.hold_seconds,
        outcome: call.outcome.clone(),
        sentiment: call.sentiment,
        summary: call.summary.clone(),
        transcript_state: call.transcript_state,
        turns: Vec::new(),
        customer: call.customer.clone(),
        details: CallDetails::default(),
        version: call.version,
        source_record: Vec::new(),
    }
}
