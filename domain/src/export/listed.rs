//! Entries of the Exports page, and the progress of those that run.

use serde::{Deserialize, Serialize};

use super::{ExportJob, ExportRecord, ExportState};
use crate::{ExportId, LocalTime};

/// An entry of the Exports page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ListedExport {
    /// A file that was streamed in a response.
    Stream(Box<ExportRecord>),
    /// Files that a job writes in the background.
    Job(Box<ExportJob>),
}

impl ListedExport {
    /// Its id.
    pub const fn id(&self) -> ExportId {
        match self {
            Self::Stream(record) => record.progress.export_id,
            Self::Job(job) => job.id,
        }
    }

    /// When it was requested.
    pub const fn requested(&self) -> &LocalTime {
        match self {
            Self::Stream(record) => &record.started,
            Self::Job(job) => &job.requested,
        }
    }
}

/// A page of the exports that a person may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportList {
    /// The exports, newest first.
    pub exports: Vec<ListedExport>,
    /// Cursor of the older exports.
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub continued: bool,
}

/// A background export that was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportStarted {
    /// Its id.
    pub id: ExportId,
    /// Number of matching calls.
    pub matched: u64,
}

/// Progress of a background export that waits or runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActiveExport {
    /// The export.
    pub id: ExportId,
    /// State.
    pub state: ExportState,
    /// Calls that matched when it was requested.
    pub matched: u64,
    /// Calls written.
    pub written: u64,
    /// Calls written, in percent of those that matched.
    pub percent: u8,
    /// Whether the viewer started it.
    pub own: bool,
}
