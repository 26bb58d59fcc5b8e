//! Answers for the records of a push.

use earshot_domain::{PushResult, PushedCall};

use super::{Ingested, IngestedCall};
use crate::{
    intake::readers::{BadRecord, IncomingCall},
    privacy::{encryption::TenantKey, source_names::answered_id},
};

/// The answer for a record that was read and is being stored. An id that was made from a row is
/// that under which the call is stored.
pub(super) fn accepted(call: &IncomingCall, key: &TenantKey) -> PushedCall {
    PushedCall {
        result: PushResult::Taken,
        source: Some(call.source.clone()),
        source_id: Some(answered_id(key, &call.source_id)),
        call_id: None,
        place: None,
        ignored: Vec::new(),
        reason: None,
    }
}

/// The answer for a record that could not be read.
pub(super) fn refused(bad: &BadRecord) -> PushedCall {
    PushedCall {
        result: PushResult::Refused,
        source: None,
        source_id: None,
        call_id: None,
        place: Some(bad.place.to_string()),
        ignored: Vec::new(),
        reason: Some(bad.reason.clone()),
    }
}

/// Adds what became of a call to its answer.
pub(super) fn set_result(answer: &mut PushedCall, call: &IngestedCall) {
    let (result, reason) = match call.ingested {
        Ingested::Taken => (PushResult::Taken, None),
        Ingested::Extended => (PushResult::Extended, None),
        Ingested::Unchanged | Ingested::Kept => (PushResult::Unchanged, None),
        Ingested::InAnotherProject => (PushResult::Refused, Some(IN_ANOTHER_PROJECT)),
    };
    answer.result = result;
    answer.reason = reason.map(str::to_owned);
    if let Some(ignored) = &call.ignored {
        answer.ignored.clone_from(&ignored.fields);
        answer.reason = Some(ignored.reason.clone());
    }
    if call.ingested != Ingested::InAnotherProject {
        answer.call_id = Some(call.call_id);
    }
}

const IN_ANOTHER_PROJECT: &str =
    "this source and id belong to a call of another project of the organisation";
