//! States of exports, and the entry of a streamed one.

use serde::{Deserialize, Serialize};

use super::ExportOptions;
use crate::{CallFilter, CallId, ExportId, LocalTime, Slug, code::codes};

codes! {
    /// State of an export.
    ExportState {
        /// Waits for a worker.
        Queued = "queued", "Queued";
        /// Rows are being written.
        Running = "running", "Running";
        /// Every call was written.
        Completed = "completed", "Completed";
        /// Calls matched, but none was available when the export ran.
        Empty = "empty", "Empty";
        /// Cancelled by a person, or its client disconnected.
        Cancelled = "cancelled", "Cancelled";
        /// Ended by an error.
        Failed = "failed", "Failed";
        /// Completed, and its files were deleted after their time.
        Expired = "expired", "Expired";
    }
}

impl ExportState {
    /// Whether the export waits or runs.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }

    /// Moves on to the next state; returns the present one as an error when there is no such way.
    pub fn next(self, next: Self) -> Result<Self, Self> {
        let allowed = match self {
            Self::Queued => !matches!(next, Self::Queued | Self::Expired),
            Self::Running => !matches!(next, Self::Running | Self::Expired),
            Self::Completed => next == Self::Expired,
            Self::Empty | Self::Cancelled | Self::Failed | Self::Expired => false,
        };
        if allowed { Ok(next) } else { Err(self) }
    }
}

/// Status of an export: the response of `/api/exports/status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportProgress {
    /// The export.
    pub export_id: ExportId,
    /// State.
    pub state: ExportState,
    /// Calls that matched at the start.
    pub matched: u64,
    /// Calls written so far.
    pub written: u64,
    /// Calls that matched but were deleted or out of scope when they were to be written.
    pub omitted: u64,
}

/// A streamed export in the list of exports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportRecord {
    /// State.
    pub progress: ExportProgress,
    /// The person who started it.
    pub author: String,
    /// Whether the viewer started it.
    pub own: bool,
    /// The project, if it is one of the viewer's.
    pub project: Option<Slug>,
    /// When it began.
    pub started: LocalTime,
    /// When it ended.
    pub ended: Option<LocalTime>,
    /// Its filter.
    pub filter: CallFilter,
    /// Options of the file.
    pub options: ExportOptions,
    /// The file's name.
    pub file_name: String,
}

impl ExportRecord {
    /// Returns the URL of the Calls page with this export's project and filter, and the export form
    /// open.
    pub fn repeat_href(&self) -> String {
        let project = self.filter.project.clone().or_else(|| self.project.clone());
        crate::ListQuery {
            filter: CallFilter { project, ..self.filter.clone() },
            export: true,
            expand: None::<CallId>,
            ..crate::ListQuery::default()
        }
        .href()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ended_export_does_not_change() {
        assert_eq!(ExportState::Running.next(ExportState::Empty), Ok(ExportState::Empty));
        assert_eq!(
            ExportState::Cancelled.next(ExportState::Completed),
            Err(ExportState::Cancelled)
        );
    }
}
