//! Results of calls that a program pushes.

use serde::{Deserialize, Serialize};

use crate::{CallId, code::codes};

codes! {
    /// Result of ingesting a pushed call.
    PushResult {
        /// Stored as a new call.
        Taken = "taken", "Stored";
        /// Extended an existing call.
        Extended = "extended", "Extended";
        /// Already stored; nothing was changed.
        Unchanged = "unchanged", "Unchanged";
        /// Rejected.
        Refused = "refused", "Rejected";
    }
}

/// Result for one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PushedCall {
    /// Result.
    pub result: PushResult,
    /// Source system of the call; absent for a record that cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Id of the call in the source system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Id of the stored call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_id: Option<CallId>,
    /// Place of a rejected record: `record 17` of an array, otherwise `line 4`, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Fields of the record that were not stored, because the stored call has other values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<String>,
    /// Why a record was rejected, or why fields of it were ignored. It names fields and never repeats
    /// their contents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl PushedCall {
    /// Whether values of an accepted record were not stored.
    pub fn is_partly_ignored(&self) -> bool {
        !self.ignored.is_empty()
    }
}

/// Results of a push.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PushReport {
    /// Calls that are new.
    pub taken: u64,
    /// Calls that were extended.
    pub extended: u64,
    /// Calls that were already stored.
    pub unchanged: u64,
    /// Records that were rejected.
    pub refused: u64,
    /// One entry per record, in order.
    pub results: Vec<PushedCall>,
}

impl PushReport {
    /// Adds the result of one record.
    pub fn add(&mut self, pushed: PushedCall) {
        let count = match pushed.result {
            PushResult::Taken => &mut self.taken,
            PushResult::Extended => &mut self.extended,
            PushResult::Unchanged => &mut self.unchanged,
            PushResult::Refused => &mut self.refused,
        };
        *count = count.saturating_add(1);
        self.results.push(pushed);
    }
}
