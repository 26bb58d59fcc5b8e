//! Deriving a stored PBX call from its sealed record again, by the current rules for legs.

use earshot_domain::{CallId, Turn};
use jiff::tz::TimeZone;

use crate::{
    Error,
    access::moment,
    intake::readers::{ReadOptions, pbx},
    privacy::{
        encryption::{Sealed, TenantKey},
        redaction::redact,
    },
    store::DerivedCall,
};

/// The parts of a PBX call that follow from its legs. Its start stays, since the zone of its source is
/// known only while it is read; the others are counted from there.
pub(super) fn derived(
    key: &TenantKey,
    id: CallId,
    record: &[u8],
    started_at: i64,
    turns: &mut [Turn],
) -> Result<DerivedCall, Error> {
    let record = key.open(Sealed::Source, id, record)?;
    let options = ReadOptions::in_zone(TimeZone::UTC);
    let call = pbx::reread(&record, moment(started_at)?, &options)
        .map_err(|bad| Error::internal(bad.to_string()))?;
    let length = call.ended_at.map(|end| end.duration_since(call.started_at).as_millis());
    let length = length.map(i64::try_from).transpose().map_err(Error::internal)?;
    if turns.len() == call.turns.len() {
        for (turn, derived) in turns.iter_mut().zip(&call.turns) {
            turn.speaker = derived.speaker;
        }
    }
    Ok(DerivedCall {
        ended_at: length.map(|length| started_at.saturating_add(length)),
        status: call.status,
        source_status: call.source_status,
        agent: call.agent.filter(|agent| redact(agent).found.is_empty()),
        total_seconds: call.total_seconds.into(),
        ring_seconds: call.ring_seconds.map(i64::from),
        talk_seconds: call.talk_seconds.map(i64::from),
        hold_seconds: call.hold_seconds.map(i64::from),
    })
}
