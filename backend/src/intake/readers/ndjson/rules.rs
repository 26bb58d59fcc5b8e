//! Rules of our own format that its types do not express.

use earshot_domain::{Csat, OutcomeCode, ReviewEvent, TranscriptState, format_number};
use jiff::Timestamp;

use super::{
    super::{
        CallVersion, Format, IncomingTurn,
        fields::{self, after_start, filled, instant, optional_instant},
    },
    record::{OwnRecord, OwnTranscript, OwnTurn},
};

/// The record's source, `ndjson` unless it says so.
pub(super) fn source(given: Option<String>) -> Result<String, String> {
    let source = given.unwrap_or_else(|| Format::Ndjson.as_str().to_owned());
    let fits =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    // Calls of these sources are merged and exported by the rules of their formats.
    if [Format::Pbx, Format::Talkifai].into_iter().any(|format| format.is_source(&source)) {
        return Err(format!("`source` must not be {source}: that name is another format's"));
    }
    if (1..=40).contains(&source.len()) && source.bytes().all(fits) {
        return Ok(source);
    }
    Err("`source` must be 1 to 40 lower-case letters, digits, hyphens or underscores".to_owned())
}

/// Start and end of the call.
pub(super) fn times(record: &OwnRecord) -> Result<(Timestamp, Option<Timestamp>), String> {
    let started_at = instant("started_at", &record.started_at)?;
    Ok((started_at, optional_instant("ended_at", record.ended_at.as_deref())?))
}

/// Highest revision: the largest whole number that every JSON reader keeps exactly.
const MAX_REVISION: u64 = (1 << 53) - 1;

/// The mark of a newer record.
pub(super) fn version(
    revision: Option<u64>,
    updated_at: Option<&str>,
) -> Result<CallVersion, String> {
    let read = |number: u64| {
        let number = Some(number).filter(|number| *number <= MAX_REVISION);
        number
            .and_then(|number| i64::try_from(number).ok())
            .ok_or_else(|| format!("`revision` must be at most {}", format_number(MAX_REVISION)))
    };
    let updated_at = optional_instant("updated_at", updated_at)?;
    Ok(CallVersion { revision: revision.map(read).transpose()?, updated_at })
}

/// The outcome's code; `None` for blank text.
pub(super) fn outcome(given: Option<String>) -> Result<Option<OutcomeCode>, String> {
    let Some(label) = filled(given) else { return Ok(None) };
    match fields::outcome(&label)? {
        Some(outcome) => Ok(Some(outcome)),
        None => Err("`outcome` must have a letter or a digit".to_owned()),
    }
}

/// The transcript; its state may be omitted.
pub(super) fn transcript(
    given: Option<OwnTranscript>,
    started_at: Timestamp,
) -> Result<(TranscriptState, Vec<IncomingTurn>), String> {
    let OwnTranscript { state, turns } = given.unwrap_or_default();
    let turns = turns.unwrap_or_default().into_iter().map(|own| turn(own, started_at));
    let turns = turns.collect::<Result<Vec<_>, _>>()?;
    match (state, turns.is_empty()) {
        (None, true) => Ok((TranscriptState::Missing, turns)),
        (None | Some(TranscriptState::Available), false) => Ok((TranscriptState::Available, turns)),
        (Some(TranscriptState::Available), true) => {
            Err("`transcript.turns` must not be empty when `transcript.state` is available"
                .to_owned())
        }
        (Some(state), true) => Ok((state, turns)),
        (Some(_), false) => {
            Err("`transcript.turns` must be empty unless `transcript.state` is available"
                .to_owned())
        }
    }
}

fn turn(turn: OwnTurn, started_at: Timestamp) -> Result<IncomingTurn, String> {
    let at = match (turn.at, turn.offset_ms) {
        (Some(_), Some(_)) => {
            return Err("`transcript.turns` must have `at` or `offset_ms`, not both".to_owned());
        }
        (at, None) => optional_instant("transcript.turns.at", at.as_deref())?,
        (None, Some(offset)) => {
            Some(after_start("transcript.turns.offset_ms", offset, started_at)?)
        }
    };
    Ok(IncomingTurn { speaker: turn.speaker, text: turn.text, at })
}

/// Checks that a rating is within the scale.
pub(super) fn csat(given: Option<Csat>) -> Result<Option<Csat>, String> {
    if given.as_ref().is_some_and(|csat| !(1..=5).contains(&csat.rating)) {
        return Err("`csat.rating` must be 1 to 5".to_owned());
    }
    Ok(given)
}

/// Checks the times of review events.
pub(super) fn review_events(given: Option<Vec<ReviewEvent>>) -> Result<Vec<ReviewEvent>, String> {
    let events = given.unwrap_or_default();
    for event in &events {
        instant("review_events.at", &event.at)?;
    }
    Ok(events)
}
