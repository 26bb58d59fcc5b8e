//! Merging of a leg with one of the same id that came again.

use serde_json::{Map, Value};

use super::{
    super::{ReadOptions, scan::Record},
    leg::Leg,
};
use crate::intake::merging::{Change, growing, list, optional, plain, text};

/// Keys that name the leg, or count it within its file.
const NAMES: [&str; 3] = ["uid", "leg_id", "leg"];

/// A leg that came again.
#[derive(Default)]
pub(super) struct MergedLeg {
    /// The leg with what was added to it; `None` where nothing was.
    pub(super) leg: Option<Leg>,
    /// Values that were not taken, and those that the leg lacks, by key.
    pub(super) ignored: Vec<(String, Change)>,
}

/// Merges `again` into a known leg. One that says more than the known one, such as its transcript, also
/// replaces what it contradicts; so does any other if it is `forced`.
pub(super) fn merged(
    known: &Leg,
    again: &Leg,
    options: &ReadOptions,
    forced: bool,
) -> Result<MergedLeg, String> {
    if known.bytes == again.bytes {
        return Ok(MergedLeg::default());
    }
    let (mut fields, said) = (members(known)?, members(again)?);
    let changes: Vec<(&String, Change)> = said
        .iter()
        .map(|(name, value)| (name, change((known, again), name, fields.get(name), value)))
        .filter(|(_, change)| *change != Change::Same)
        .collect();
    let says_more = changes.iter().any(|(_, change)| change.is_more());
    let is_taken =
        |change: Change| change.is_more() || forced || (change == Change::Differs && says_more);
    let (taken, ignored): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|(_, change)| is_taken(*change));
    let ignored = ignored.into_iter().map(|(name, change)| (name.clone(), change)).collect();
    if taken.is_empty() {
        return Ok(MergedLeg { leg: None, ignored });
    }
    for (name, _) in taken {
        fields.insert(name.clone(), said[name].clone());
    }
    let bytes = if fields == said {
        again.bytes.clone()
    } else {
        Value::Object(fields).to_string().into_bytes()
    };
    let record = Record { place: again.place, bytes };
    let leg = Leg::read(record, options).map_err(|(_, reason)| reason)?;
    Ok(MergedLeg { leg: Some(leg), ignored })
}

fn members(leg: &Leg) -> Result<Map<String, Value>, String> {
    serde_json::from_slice(&leg.bytes).map_err(|_| "must be a JSON object".to_owned())
}

fn change(legs: (&Leg, &Leg), name: &str, known: Option<&Value>, said: &Value) -> Change {
    if NAMES.contains(&name) {
        return Change::Same;
    }
    if name == "time" {
        return plain(&legs.0.started_at, &legs.1.started_at);
    }
    match (known, said) {
        (Some(Value::Array(known)), Value::Array(said)) => list(known, said, |one, it| one == it),
        (Some(Value::Number(known)), Value::Number(said)) => growing(known.as_f64(), said.as_f64()),
        (Some(Value::String(known)), Value::String(said)) if name == "ai_summary" => {
            text(filled(known), filled(said))
        }
        (known, said) => {
            let is_said = |value: &&Value| !is_empty(value);
            optional(known.filter(is_said), Some(said).filter(is_said))
        }
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// Whether a value says nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Bool(_) | Value::Object(_) => false,
    }
}
