//! Omissions of an export: how many calls and recordings are not in its files, and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

use crate::{RecordingBlock, code::codes, format_number};

codes! {
    /// Why a call that matched is not in the files of an export.
    CallOmission {
        /// It was deleted after the export was requested, or a newer version of it arrived.
        DeletedOrReplaced = "deleted_or_replaced", "deleted or replaced after the start";
        /// Its project is not one of the requester's any more.
        AccessLost = "access_lost", "in a project that the requester may not see any more";
        /// It is no longer selected; whether it was changed, deleted or replaced is not known.
        NotSelected = "not_selected", "no longer in the selection";
    }
    /// Why the recording of a call is not read at all.
    CallExclusion {
        /// The call is gone, or is not in the requester's scope any more.
        Unavailable = "call_unavailable", "The call was deleted, or may not be read any more.";
        /// The call is of another person than the one whose data is exported.
        AnotherPerson = "another_person", "The source verified another person on this call.";
    }
}

/// Why a recording is not in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RecordingOmission {
    /// The requester may not download it.
    Blocked(RecordingBlock),
    /// Its call is not exported with a recording.
    Call(CallExclusion),
}

impl RecordingOmission {
    /// The reason in words, as a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Blocked(block) => block.label(),
            Self::Call(exclusion) => exclusion.label(),
        }
    }
}

impl utoipa::PartialSchema for RecordingOmission {
    fn schema() -> RefOr<Schema> {
        let blocks = RecordingBlock::ALL.iter().map(|block| block.as_str());
        let exclusions = CallExclusion::ALL.iter().map(|exclusion| exclusion.as_str());
        let code = ObjectBuilder::new().schema_type(Type::String);
        code.enum_values(Some(blocks.chain(exclusions))).into()
    }
}

impl utoipa::ToSchema for RecordingOmission {}

/// Calls that matched and are not in the files for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OmittedCalls {
    /// The reason.
    pub reason: CallOmission,
    /// Number of calls.
    pub calls: u64,
}

impl OmittedCalls {
    /// The reasons of `total` calls, of which these were counted; all others are no longer
    /// selected.
    pub fn of_total(counted: &BTreeMap<CallOmission, u64>, total: u64) -> Vec<Self> {
        let mut rest = total;
        let mut omitted = Vec::new();
        // The reason that is not certain is the last one.
        for reason in CallOmission::ALL.iter().copied() {
            let calls = match reason {
                CallOmission::DeletedOrReplaced | CallOmission::AccessLost => {
                    counted.get(&reason).copied().unwrap_or_default().min(rest)
                }
                CallOmission::NotSelected => rest,
            };
            rest = rest.saturating_sub(calls);
            if calls > 0 {
                omitted.push(Self { reason, calls });
            }
        }
        omitted
    }

    /// The reasons in words, each with its number of calls where there are several; `None` without
    /// any.
    pub fn describe(omitted: &[Self]) -> Option<String> {
        match omitted {
            [] => None,
            [only] => Some(only.reason.label().to_owned()),
            several => {
                let text =
                    |one: &Self| format!("{} {}", format_number(one.calls), one.reason.label());
                Some(several.iter().map(text).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Recordings that are not in the archives for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OmittedRecordings {
    /// The reason.
    pub reason: RecordingOmission,
    /// Number of recordings.
    pub recordings: u64,
}

impl OmittedRecordings {
    /// The recordings that were counted, by reason.
    pub fn of(counted: &BTreeMap<RecordingOmission, u64>) -> Vec<Self> {
        let one = |(reason, recordings): (&RecordingOmission, &u64)| Self {
            reason: *reason,
            recordings: *recordings,
        };
        counted.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GONE: CallOmission = CallOmission::DeletedOrReplaced;
    const LOST: CallOmission = CallOmission::AccessLost;
    const REST: CallOmission = CallOmission::NotSelected;

    fn reasons(counted: &[(CallOmission, u64)], total: u64) -> Vec<(CallOmission, u64)> {
        let counted: BTreeMap<_, _> = counted.iter().copied().collect();
        let omitted = OmittedCalls::of_total(&counted, total);
        omitted.iter().map(|omitted| (omitted.reason, omitted.calls)).collect()
    }

    #[test]
    fn the_numbers_of_the_reasons_add_up() {
        assert!(reasons(&[], 0).is_empty());
        assert_eq!(reasons(&[(GONE, 2)], 2), [(GONE, 2)]);
        assert_eq!(reasons(&[(GONE, 2), (LOST, 3)], 5), [(GONE, 2), (LOST, 3)]);
        assert_eq!(reasons(&[(REST, 4)], 4), [(REST, 4)]);
        assert_eq!(reasons(&[], 4), [(REST, 4)], "no reason is on record");
        assert_eq!(reasons(&[(LOST, 3)], 4), [(LOST, 3), (REST, 1)]);
        assert_eq!(reasons(&[(LOST, 3), (REST, 9)], 2), [(LOST, 2)], "others came into it");
    }

    #[test]
    fn several_reasons_have_their_numbers() {
        let omitted = |counted: &[(CallOmission, u64)]| {
            let one = |(reason, calls): &(CallOmission, u64)| OmittedCalls {
                reason: *reason,
                calls: *calls,
            };
            OmittedCalls::describe(&counted.iter().map(one).collect::<Vec<_>>())
        };
        assert_eq!(omitted(&[]), None);
        assert_eq!(omitted(&[(GONE, 2)]).unwrap(), "deleted or replaced after the start");
        assert_eq!(
            omitted(&[(GONE, 1_200), (REST, 1)]).unwrap(),
            "1,200 deleted or replaced after the start, 1 no longer in the selection"
        );
    }

    #[test]
    fn recordings_are_counted_by_codes() {
        let blocked = RecordingOmission::Blocked(RecordingBlock::ConsentDenied);
        let of_another = RecordingOmission::Call(CallExclusion::AnotherPerson);
        let counted = BTreeMap::from([(of_another, 1), (blocked, 2)]);
        let stored = serde_json::to_string(&counted).unwrap();
        assert_eq!(stored, r#"{"consent_denied":2,"another_person":1}"#);
        assert_eq!(serde_json::from_str::<BTreeMap<_, _>>(&stored).unwrap(), counted);
        let listed = serde_json::to_value(OmittedRecordings::of(&counted)).unwrap();
        assert_eq!(listed[0]["reason"], "consent_denied");
        assert_eq!(listed[1], serde_json::json!({ "reason": "another_person", "recordings": 1 }));
        assert_eq!(blocked.label(), "The caller did not agree to be recorded.");
    }
}
