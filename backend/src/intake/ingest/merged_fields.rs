//! The fields of a call that are compared and replaced one by one.

use earshot_domain::{Channel, Direction, Status};
use jiff::Timestamp;
use serde_json::Value;

use crate::intake::{
    merging::{
        Change, compliance, consent, extends_function_call, growing, json, list, optional, plain,
        text, word,
    },
    readers::IncomingCall,
};

/// One field, or several that follow each other.
pub(super) struct MergedField {
    /// Its name in the own format.
    pub(super) name: &'static str,
    /// Relation of a record to the stored call.
    pub(super) compare: fn(&IncomingCall, &IncomingCall) -> Change,
    /// Takes the value of a record.
    pub(super) copy: fn(&mut IncomingCall, &IncomingCall),
}

macro_rules! field {
    ($name:literal, $($field:ident).+, $compare:expr) => {
        MergedField {
            name: $name,
            compare: $compare,
            copy: |call, again| call.$($field).+.clone_from(&again.$($field).+),
        }
    };
}

macro_rules! optional_field {
    ($name:literal, $($field:ident).+) => {
        field!($name, $($field).+, |stored, again| {
            optional(stored.$($field).+.as_ref(), again.$($field).+.as_ref())
        })
    };
}

/// A field of an optional part of the call.
macro_rules! part {
    ($name:literal, $($part:ident).+, $field:ident) => {
        MergedField {
            name: $name,
            compare: |stored, again| {
                optional(
                    stored.$($part).+.as_ref().and_then(|part| part.$field.as_ref()),
                    again.$($part).+.as_ref().and_then(|part| part.$field.as_ref()),
                )
            },
            copy: |call, again| {
                let value = again.$($part).+.as_ref().and_then(|part| part.$field.clone());
                call.$($part).+.get_or_insert_default().$field = value;
            },
        }
    };
}

/// Every field but the transcript and the lists to which items are added.
pub(super) const FIELDS: [MergedField; 34] = [
    field!("started_at", started_at, |stored, again| plain(&stored.started_at, &again.started_at)),
    field!("ended_at", ended_at, |stored, again| growing(
        stored.ended_at.map(Timestamp::as_millisecond),
        again.ended_at.map(Timestamp::as_millisecond),
    )),
    field!("total_seconds", total_seconds, |stored, again| growing(
        Some(stored.total_seconds),
        Some(again.total_seconds),
    )),
    MergedField { name: "status", compare: status, copy: copy_status },
    field!("channel", channel, |stored, again| {
        word(&stored.channel, &again.channel, &Channel::Unknown)
    }),
    field!("direction", direction, |stored, again| {
        word(&stored.direction, &again.direction, &Direction::Unknown)
    }),
    optional_field!("end_reason", end_reason),
    optional_field!("caller", caller),
    optional_field!("callee", callee),
    optional_field!("agent", agent),
    optional_field!("ring_seconds", ring_seconds),
    optional_field!("talk_seconds", talk_seconds),
    optional_field!("hold_seconds", hold_seconds),
    optional_field!("outcome", outcome),
    optional_field!("sentiment", sentiment),
    field!("summary", summary, |stored, again| {
        text(stored.summary.as_deref(), again.summary.as_deref())
    }),
    part!("customer.id", customer, id),
    part!("customer.name", customer, name),
    part!("customer.email", customer, email),
    part!("customer.phone", customer, phone),
    part!("customer.company", customer, company),
    part!("customer.identity_verified", customer, identity_verified),
    field!("legs", details.legs, |stored, again| {
        list(&stored.details.legs, &again.details.legs, |one, other| one == other)
    }),
    field!("function_calls", details.function_calls, |stored, again| list(
        &stored.details.function_calls,
        &again.details.function_calls,
        extends_function_call,
    )),
    part!("costs.base", details.costs, base),
    part!("costs.total", details.costs, total),
    MergedField {
        name: "analysis",
        compare: |stored, again| {
            json(stored.details.analysis.as_ref(), again.details.analysis.as_ref())
        },
        copy: copy_analysis,
    },
    optional_field!("transfer_destination", details.transfer_destination),
    optional_field!("audience", details.audience),
    optional_field!("priority", details.priority),
    optional_field!("agent_sentiment", details.agent_sentiment),
    optional_field!("csat", details.csat),
    field!("consent", details.consent, |stored, again| {
        consent(stored.details.consent, again.details.consent)
    }),
    field!("playback_compliance", details.playback_compliance, |stored, again| {
        compliance(stored.details.playback_compliance, again.details.playback_compliance)
    }),
];

/// The recording, whose name is compared as it came.
pub(super) const RECORDING: MergedField = optional_field!("recording", details.recording);

/// The status, and the source's own word for it; a record without that word has our word in its place.
fn status(stored: &IncomingCall, again: &IncomingCall) -> Change {
    let change = word(&stored.status, &again.status, &Status::Unknown);
    if stored.status != again.status {
        return change;
    }
    let own_word = |call: &IncomingCall| {
        let word = Some(call.source_status.as_str());
        word.filter(|word| !word.is_empty() && *word != call.status.as_str()).map(str::to_owned)
    };
    match optional(own_word(stored).as_ref(), own_word(again).as_ref()) {
        Change::Silent => Change::Same,
        change => change,
    }
}

fn copy_status(call: &mut IncomingCall, again: &IncomingCall) {
    call.status = again.status;
    call.source_status.clone_from(&again.source_status);
}

/// Members of an object are replaced one by one.
fn copy_analysis(call: &mut IncomingCall, again: &IncomingCall) {
    match (&mut call.details.analysis, &again.details.analysis) {
        (Some(Value::Object(stored)), Some(Value::Object(again))) => {
            let said = again.iter().filter(|(_, value)| !value.is_null());
            stored.extend(said.map(|(name, value)| (name.clone(), value.clone())));
        }
        (stored, again) => stored.clone_from(again),
    }
}
