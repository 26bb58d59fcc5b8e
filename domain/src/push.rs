//! Calls that a program pushes in, and what is answered for each.

use serde::{Deserialize, Serialize};

use crate::{CallId, code::codes};

codes! {
    /// What became of a pushed call.
    PushResult {
        /// It is new.
        Taken = "taken", "Taken";
        /// It was there, and is fuller now.
        Extended = "extended", "Extended";
        /// It was there already; nothing was changed.
        Unchanged = "unchanged", "Unchanged";
        /// It could not be taken.
        Refused = "refused", "Refused";
    }
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushedCall {
    /// What became of it.
    pub result: PushResult,
    /// The system the call comes from; not known of a record that cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// That system's id of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// The call's id here, of a call that is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_id: Option<CallId>,
    /// Where a refused record stands: `record 17` of an array, else `line 4`, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Why a record was refused, or why one that differs from what is stored changed nothing. It
    /// names fields and never repeats their contents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What became of everything that was pushed at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReport {
    /// Calls that are new.
    pub taken: u64,
    /// Calls that were there, and are fuller now.
    pub extended: u64,
    /// Calls that were there already.
    pub unchanged: u64,
    /// Records that could not be taken.
    pub refused: u64,
    /// One entry a record, in their order.
    pub results: Vec<PushedCall>,
}

impl PushReport {
    /// Counts and lists one more record.
    pub fn add(&mut self, pushed: PushedCall) {
        *match pushed.result {
            PushResult::Taken => &mut self.taken,
            PushResult::Extended => &mut self.extended,
            PushResult::Unchanged => &mut self.unchanged,
            PushResult::Refused => &mut self.refused,
        } += 1;
        self.results.push(pushed);
    }
}
