//! Background exports in the interface for programs
//! (docs/compatibility.md#askvault-export-request).

use serde::Serialize;

use super::{ExportFormat, ExportJob, ExportState, OmittedCalls, OmittedRecordings};
use crate::{ExportId, Pagination, code::codes};

codes! {
    /// State of an export in the interface for programs.
    ExportStatus {
        /// Waits for a worker.
        Queued = "queued", "Queued";
        /// Files are being written.
        Running = "running", "Running";
        /// Every file can be downloaded.
        Completed = "completed", "Completed";
        /// Ended by an error.
        Failed = "failed", "Failed";
        /// Cancelled.
        Cancelled = "cancelled", "Cancelled";
        /// Completed, and its files were deleted after their time.
        Expired = "expired", "Expired";
    }
}

/// Answer to the start of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ExportAccepted {
    /// The export.
    pub id: ExportId,
    /// Its state.
    pub status: ExportStatus,
    /// Path at which its progress is read.
    pub url: String,
}

/// An export, as programs see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ExportAnswer {
    /// The export.
    pub id: ExportId,
    /// Its state.
    pub status: ExportStatus,
    /// Format of its files.
    pub format: ExportFormat,
    /// Path at which its progress is read.
    pub url: String,
    /// How far it is.
    pub progress: ExportAnswerProgress,
    /// Recordings that are not in its archives, by reason.
    pub recordings_omitted: Vec<OmittedRecordings>,
    /// Its files, once it is complete.
    pub files: Vec<ExportAnswerFile>,
    /// Path of the manifest, once it is complete.
    pub manifest_url: Option<String>,
    /// Path of a ZIP of all files, once it is complete.
    pub archive_url: Option<String>,
    /// When it was requested (RFC 3339).
    pub created_at: String,
    /// When its links end (RFC 3339).
    pub expires_at: Option<String>,
    /// Why it failed.
    pub error: Option<ExportAnswerError>,
}

/// Progress of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ExportAnswerProgress {
    /// Conversations that matched when it was requested.
    pub matched: u64,
    /// Conversations written.
    pub written: u64,
    /// Matching conversations that are not in the files.
    pub omitted: u64,
    /// Those conversations by reason.
    pub omitted_reasons: Vec<OmittedCalls>,
    /// Bytes written.
    pub bytes: u64,
    /// Conversations written, in percent.
    pub percent: u8,
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ExportAnswerFile {
    /// Its number, from 1.
    pub n: u32,
    /// Its name.
    pub name: String,
    /// Rows in it.
    pub rows: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Path at which it is downloaded.
    pub url: String,
}

/// Why an export failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ExportAnswerError {
    /// Code.
    pub code: String,
    /// What happened, and what to do.
    pub detail: String,
}

/// The exports of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ExportAnswers {
    /// The exports, newest first.
    pub exports: Vec<ExportAnswer>,
    /// Whether and where the list continues.
    pub pagination: Pagination,
}

impl From<ExportState> for ExportStatus {
    fn from(state: ExportState) -> Self {
        match state {
            ExportState::Queued => Self::Queued,
            ExportState::Running => Self::Running,
            ExportState::Completed | ExportState::Empty => Self::Completed,
            ExportState::Failed => Self::Failed,
            ExportState::Cancelled => Self::Cancelled,
            ExportState::Expired => Self::Expired,
        }
    }
}

impl ExportAccepted {
    /// The answer for a new export.
    pub fn new(id: ExportId) -> Self {
        Self { id, status: ExportStatus::Queued, url: export_url(id) }
    }
}

impl From<ExportJob> for ExportAnswer {
    fn from(job: ExportJob) -> Self {
        let url = export_url(job.id);
        let complete = job.has_files();
        let file = |file: super::ExportFile| ExportAnswerFile {
            url: format!("{url}/files/{}", file.n),
            n: file.n,
            name: file.name,
            rows: file.rows,
            bytes: file.bytes,
            sha256: file.sha256,
        };
        Self {
            id: job.id,
            status: job.state.into(),
            format: job.format,
            progress: ExportAnswerProgress {
                matched: job.matched,
                written: job.written,
                omitted: job.omitted,
                omitted_reasons: job.omitted_reasons,
                bytes: job.bytes,
                percent: job.percent,
            },
            recordings_omitted: job.recordings_omitted,
            // Files of an export that is not complete are not offered: they might be taken for all.
            files: if complete { job.files.into_iter().map(file).collect() } else { Vec::new() },
            manifest_url: complete.then(|| format!("{url}/manifest.json")),
            archive_url: complete.then(|| format!("{url}/archive.zip")),
            created_at: job.requested.rfc3339,
            expires_at: job.expires.filter(|_| complete).map(|at| at.rfc3339),
            error: (job.state == ExportState::Failed).then(|| ExportAnswerError {
                code: "export_failed".to_owned(),
                detail: job.reason.unwrap_or_default(),
            }),
            url,
        }
    }
}

/// Path of an export.
fn export_url(id: ExportId) -> String {
    format!("/v1/conversations/export/{id}")
}
