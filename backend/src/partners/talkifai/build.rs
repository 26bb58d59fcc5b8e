//! Building a call's conversation: from its source's record where that has this structure, else
//! from the stored call.

use earshot_domain::{CallDetails, CallSpan, Customer, FunctionCall, TranscriptState, Turn};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    codes::{call_direction, session_status, session_type, speaker},
    document::{
        Agent, AgentName, Conversation, PostCallAnalysis, SourceDocument, Transcript, User,
        UserName,
    },
    export::instant,
};
use crate::{
    Error,
    intake::readers::{Format, function_calls},
    privacy::{
        encryption::{Sealed, TenantKey},
        raw_text::RawText,
        source_names::shown_id,
    },
    store::{ReviewRecord, SealedCall},
};

/// The stored parts of a call, decrypted.
pub(super) struct DecryptedCall<'a> {
    record: &'a ReviewRecord,
    pub(super) details: CallDetails,
    turns: Vec<Turn>,
    raw_text: bool,
    source_id: String,
    /// The source's record, if it has this structure.
    source: Option<Conversation>,
    caller: Option<String>,
    callee: Option<String>,
    customer: Option<Customer>,
}

impl<'a> DecryptedCall<'a> {
    /// Decrypts the sealed parts of a call; with `raw_text`, turns have their text before redaction
    /// if it was stored.
    pub(super) fn new(
        key: &TenantKey,
        record: &'a ReviewRecord,
        sealed: &'a SealedCall,
        raw_text: bool,
    ) -> Result<Self, Error> {
        let id = record.call.id;
        let text = |kind, sealed: &Option<Vec<u8>>| {
            sealed.as_deref().map(|sealed| key.open_text(kind, id, sealed)).transpose()
        };
        let source = if Format::Talkifai.is_source(&sealed.source) {
            let bytes = key.open(Sealed::Source, id, &sealed.source_encrypted)?;
            Some(serde_json::from_slice::<SourceDocument>(&bytes)?.conversation)
        } else {
            None
        };
        let customer = text(Sealed::Customer, &sealed.customer_encrypted)?;
        Ok(Self {
            record,
            details: record.details()?,
            turns: match &sealed.raw_text_encrypted {
                Some(sealed) if raw_text => raw_turns(key, record, sealed)?,
                _ => serde_json::from_str(&record.turns)?,
            },
            raw_text: raw_text && sealed.raw_text_encrypted.is_some(),
            source_id: shown_id(
                key,
                id,
                &sealed.source_id,
                sealed.names_encrypted.as_deref(),
                true,
            )?,
            source,
            caller: text(Sealed::Caller, &record.call.caller_encrypted)?,
            callee: text(Sealed::Callee, &record.call.callee_encrypted)?,
            customer: customer.map(|text| serde_json::from_str(&text)).transpose()?,
        })
    }

    /// Builds the conversation.
    pub(super) fn conversation(mut self) -> Result<Conversation, Error> {
        let readable = self.record.transcript_state == TranscriptState::Available;
        let Some(mut source) = self.source.take() else {
            return self.conversation_of_row(readable);
        };
        if !readable {
            source.transcript = None;
        }
        if let Some(transcript) = &mut source.transcript {
            self.complete(transcript)?;
        }
        if let Some(analysis) = &mut source.post_call_analysis
            && !self.raw_text
        {
            analysis.analysis_data = self.details.analysis.take().unwrap_or_default();
        }
        Ok(source)
    }

    /// Replaces the text of a source's transcript by the redacted text, and adds `functionCalls`
    /// beside `parsed`.
    fn complete(&self, transcript: &mut Transcript) -> Result<(), Error> {
        if !self.raw_text {
            transcript.raw = self.redacted_raw(&transcript.raw)?;
            let parsed: Vec<FunctionCall> = parts(&transcript.parsed);
            let redacted = self.details.function_calls.iter();
            let parsed = redacted.zip(parsed).map(|(redacted, source)| {
                let mut call = call_parts(redacted);
                if source.result.is_some() {
                    call["result"] = json!(redacted.result);
                }
                call
            });
            transcript.parsed = parsed.collect();
            transcript.function_calls = with_results(&self.details.function_calls);
            return Ok(());
        }
        let (parsed, again) = (parts(&transcript.parsed), parts(&transcript.function_calls));
        transcript.function_calls = with_results(&function_calls(parsed, again));
        if transcript.parsed.is_null() {
            transcript.parsed = json!([]);
        }
        if transcript.raw.is_array() {
            transcript.raw = transcript.raw.to_string().into();
        }
        Ok(())
    }

    /// A source's turns with the stored text of each, and nothing else that was said; turns that are
    /// unchanged by this are preserved byte for byte.
    fn redacted_raw(&self, raw: &Value) -> Result<Value, Error> {
        let mut turns: Vec<Value> = match raw {
            Value::String(text) if text.trim().is_empty() => Vec::new(),
            Value::String(text) => serde_json::from_str(text)?,
            Value::Array(turns) => turns.clone(),
            _ => Vec::new(),
        };
        if turns.len() != self.turns.len() {
            return Err(Error::internal(
                "the source's record and the stored call differ in their number of turns",
            ));
        }
        let mut same = raw.is_string();
        let indexes = self.stored_indexes(&turns);
        let stored = indexes.into_iter().filter_map(|index| self.turns.get(index));
        for (source, stored) in turns.iter_mut().zip(stored) {
            if !keeps_known_fields(source) || source["text"] != stored.text.as_str() {
                *source = known_fields(source, &stored.text);
                same = false;
            }
        }
        Ok(if same { raw.clone() } else { Value::Array(turns).to_string().into() })
    }

    /// For each turn of the source, the index of the stored one.
    fn stored_indexes(&self, turns: &[Value]) -> Vec<usize> {
        let call = &self.record.call;
        let span = CallSpan::of_call(call.started_at, self.record.ended_at, call.total_seconds);
        let offset = |turn: &Value| {
            let at: Timestamp = turn["timestamp"].as_str()?.parse().ok()?;
            Some(at.as_millisecond().saturating_sub(call.started_at))
        };
        span.stored_indexes(&turns.iter().map(offset).collect::<Vec<_>>(), &self.turns)
    }

    fn conversation_of_row(self, readable: bool) -> Result<Conversation, Error> {
        let record = self.record;
        let user = self.customer.as_ref().map(user);
        let user_name = || user.as_ref().map(UserName::from);
        let start = instant(record.call.started_at)?;
        let end = record.ended_at.map(instant).transpose()?;
        let agent = record.call.agent.as_deref();
        let transcript = readable.then(|| {
            let raw = turns(&self.turns, record.call.started_at)?;
            Ok::<_, Error>(Transcript {
                raw: raw.to_string().into(),
                parsed: self.details.function_calls.iter().map(call_parts).collect(),
                function_calls: with_results(&self.details.function_calls),
                created_at: end.clone().into(),
                user: user_name(),
                ..Transcript::default()
            })
        });
        let analysis = self.details.analysis.clone().map(|analysis_data| PostCallAnalysis {
            analysis_data,
            analyzed_at: Value::Null,
            user: user_name(),
            agent: agent.map(AgentName::named),
            ..PostCallAnalysis::default()
        });
        let costs = self.details.costs.as_ref();
        Ok(Conversation {
            session_id: record.call.id.to_string().into(),
            room_name: self.source_id.into(),
            agent_name: agent.into(),
            session_type: session_type(record.call.channel).into(),
            session_status: session_status(record.call.status).into(),
            call_direction: call_direction(record.call.direction).into(),
            caller_phone: self.caller.into(),
            callee_phone: self.callee.into(),
            start_time: start.clone().into(),
            end_time: end.clone().into(),
            duration: record.call.total_seconds.into(),
            base_cost: costs.and_then(|costs| costs.base).into(),
            total_cost: costs.and_then(|costs| costs.total).into(),
            agent: agent.map(|name| Agent { name: name.into(), ..Agent::default() }),
            transcript: transcript.transpose()?,
            post_call_analysis: analysis,
            user,
            created_at: start.into(),
            updated_at: end.into(),
            ..Conversation::default()
        })
    }
}

/// The stored turns with their text before redaction.
fn raw_turns(key: &TenantKey, record: &ReviewRecord, sealed: &[u8]) -> Result<Vec<Turn>, Error> {
    let mut turns: Vec<Turn> = serde_json::from_str(&record.turns)?;
    RawText::restore(key, record.call.id, sealed.to_vec(), &mut turns)?;
    Ok(turns)
}

/// Whether a turn has no other fields than those of the structure.
fn keeps_known_fields(turn: &Value) -> bool {
    turn.as_object().is_some_and(|fields| {
        let known = |(name, value): (&String, &Value)| match name.as_str() {
            "speaker" | "text" => true,
            "timestamp" => value.is_null() || is_time(value),
            _ => false,
        };
        fields.iter().all(known)
    })
}

/// The fields of a turn that hold no speech, and its stored text. Whatever else a source adds, such as
/// words with their times, repeats what was said.
fn known_fields(turn: &Value, text: &str) -> Value {
    let mut fields = Map::new();
    fields.insert("speaker".to_owned(), turn["speaker"].clone());
    fields.insert("text".to_owned(), text.into());
    if is_time(&turn["timestamp"]) {
        fields.insert("timestamp".to_owned(), turn["timestamp"].clone());
    }
    Value::Object(fields)
}

fn is_time(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<Timestamp>().is_ok())
}

fn user(customer: &Customer) -> User {
    let Customer { id, name, email, phone, company, .. } = customer.clone();
    User {
        id: id.into(),
        name: name.into(),
        email: email.into(),
        phone: phone.into(),
        company: company.into(),
        ..User::default()
    }
}

fn parts(list: &Value) -> Vec<FunctionCall> {
    serde_json::from_value(list.clone()).unwrap_or_default()
}

/// A function call in the structure of `parsed`.
fn call_parts(call: &FunctionCall) -> Value {
    json!({
        "function": call.function,
        "parameters": call.parameters,
        "timestamp": call.timestamp,
    })
}

/// Function calls with their results.
fn with_results(calls: &[FunctionCall]) -> Value {
    let with_result = |call: &FunctionCall| {
        let mut parts = call_parts(call);
        parts["result"] = json!(call.result);
        parts
    };
    calls.iter().map(with_result).collect()
}

fn turns(turns: &[Turn], started_at: i64) -> Result<Value, Error> {
    let converted = |turn: &Turn| {
        let at = turn.offset_ms.map(|offset| instant(started_at.saturating_add(offset)));
        Ok(json!({
            "speaker": speaker(turn.speaker),
            "text": turn.text,
            "timestamp": at.transpose()?,
        }))
    };
    turns.iter().map(converted).collect()
}
