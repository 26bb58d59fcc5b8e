//! Checkpoints of background exports: where the next run goes on.

use std::collections::BTreeMap;

use earshot_domain::{CallId, CallOmission, RecordingOmission};
use serde::{Deserialize, Serialize};

use crate::exports::files::{Digest, SavedFile};

/// Place in the calls of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// Number of projects that are done.
    pub(super) project: usize,
    /// Sort key and id of the project's last call that was written.
    pub(super) after: Option<(i64, CallId)>,
    /// Calls written.
    pub(super) written: u64,
    /// Those of them that are of the projects that are done.
    #[serde(default)]
    pub(super) written_before: u64,
    /// Calls of the projects that are done that matched and were not written.
    #[serde(default)]
    pub(super) omitted: BTreeMap<CallOmission, u64>,
}

/// What a run has done: everything that another run needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub(super) position: Position,
    /// Number of the part that is written next, or being written, from 1.
    pub(super) part: i64,
    /// Where that part begins.
    pub(super) part_start: Position,
    /// The part being written, in formats that can be continued.
    pub(super) open: Option<OpenPart>,
    /// Bytes of the parts that are whole.
    pub(super) published_bytes: u64,
    /// How often the part was begun again because its upload was lost.
    #[serde(default)]
    pub(super) restarts: u32,
    /// How often in a row the bucket refused to continue the upload of the open part.
    #[serde(default)]
    pub(super) refusals: u32,
    /// Remarks for the manifest.
    pub(super) notes: Vec<String>,
    /// Texts of the parts that are whole that are longer than a cell of a spreadsheet.
    #[serde(default)]
    pub(super) long_cells: u64,
    /// Recordings that are not in the parts that are whole.
    #[serde(default)]
    pub(super) recordings_omitted: BTreeMap<RecordingOmission, u64>,
}

/// A part being written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct OpenPart {
    pub(super) rows: u64,
    pub(super) calls: u64,
    #[serde(default)]
    pub(super) long_cells: u64,
    #[serde(default)]
    pub(super) recordings_omitted: BTreeMap<RecordingOmission, u64>,
    pub(super) first_arrival: i64,
    pub(super) last_arrival: i64,
    /// Digest of the ids of its calls, each on a line.
    pub(super) calls_digest: Digest,
    pub(super) file: SavedFile,
    /// Remarks of the encoder when all is written and only publishing is left.
    #[serde(default)]
    pub(super) closed: Option<Vec<String>>,
}

impl Default for Checkpoint {
    fn default() -> Self {
        Self {
            position: Position::default(),
            part: 1,
            part_start: Position::default(),
            open: None,
            published_bytes: 0,
            restarts: 0,
            refusals: 0,
            notes: Vec::new(),
            long_cells: 0,
            recordings_omitted: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_of_an_earlier_version_is_continued() {
        let stored = r#"{"position":{"project":1,"after":null,"written":7},"part":2,
            "part_start":{"project":0,"after":null,"written":5},"open":null,
            "published_bytes":9,"notes":[]}"#;
        let state: Checkpoint = serde_json::from_str(stored).unwrap();
        assert_eq!((state.position.written, state.position.written_before), (7, 0));
        assert!(state.position.omitted.is_empty() && state.recordings_omitted.is_empty());
    }
}
