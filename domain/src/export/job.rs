//! Background exports as pages and programs see them.

use serde::{Deserialize, Serialize};

use super::{ExportContent, ExportFormat, ExportState, OmittedCalls, OmittedRecordings};
use crate::{CallFilter, ExportId, LocalTime, Slug, SubjectRequestId, format_number};

/// A background export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportJob {
    /// Its id.
    pub id: ExportId,
    /// State.
    pub state: ExportState,
    /// Format of the files.
    pub format: ExportFormat,
    /// Whether rows are messages instead of calls.
    pub by_message: bool,
    /// The projects, in the order of the files.
    pub projects: Vec<Slug>,
    /// Filter of the calls.
    pub filter: CallFilter,
    /// Number of calls chosen one by one; 0 when the filter alone decides.
    pub chosen: u32,
    /// Name, number or address of the contact whose calls these are, as far as the viewer sees it.
    pub contact: Option<String>,
    /// The person's request that the files answer.
    pub subject_request: Option<SubjectRequestId>,
    /// Contents of the files.
    pub contents: Vec<ExportContent>,
    /// Whether callers and customers are pseudonyms.
    pub anonymised: bool,
    /// Tags that each of the calls must have.
    pub tags: Vec<String>,
    /// Labels of the sensitive options that were used.
    pub sensitive: Vec<String>,
    /// Calls that matched when it was requested.
    pub matched: u64,
    /// Calls written.
    pub written: u64,
    /// Matching calls that are not in the files.
    pub omitted: u64,
    /// Those calls by reason; none for an export that ended before reasons were recorded.
    #[serde(default)]
    pub omitted_reasons: Vec<OmittedCalls>,
    /// Recordings that are not in its archives, by reason.
    #[serde(default)]
    pub recordings_omitted: Vec<OmittedRecordings>,
    /// Bytes written.
    pub bytes: u64,
    /// Calls written, in percent of those that matched.
    pub percent: u8,
    /// The files, once they are whole.
    pub files: Vec<ExportFile>,
    /// Remarks on the files.
    pub notes: Vec<String>,
    /// Why it failed, or why its files are gone early.
    pub reason: Option<String>,
    /// The person who requested it, or to whom the key belongs.
    pub author: String,
    /// The key by which it was requested.
    pub key_name: Option<String>,
    /// When it was requested.
    pub requested: LocalTime,
    /// When it ended.
    pub ended: Option<LocalTime>,
    /// When its links end, or ended.
    pub expires: Option<LocalTime>,
    /// Downloads, oldest first.
    pub downloads: Vec<ExportDownload>,
    /// The mail about its end; none where nobody is told by mail: a page waits for a small export,
    /// programs poll, and the operator has no address.
    pub mail: Option<ExportMail>,
    /// Query string of the same request, for the page of a new export.
    pub again: String,
}

/// The mail that tells the requester of an export that it has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ExportMail {
    /// A mail with a link is sent.
    Sent {
        /// The address.
        to: String,
    },
    /// No mail is sent, because no mail server is configured.
    NotConfigured,
}

/// A file of a background export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportFile {
    /// Its number, from 1.
    pub n: u32,
    /// Name.
    pub name: String,
    /// Rows of a table, conversations otherwise.
    pub rows: u64,
    /// Calls in it.
    pub calls: u64,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// A download of files of a background export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportDownload {
    /// When.
    pub at: LocalTime,
    /// By whom.
    pub by: String,
    /// Name of the file.
    pub file: String,
}

impl ExportJob {
    /// Whether the files can be downloaded.
    pub const fn has_files(&self) -> bool {
        matches!(self.state, ExportState::Completed)
    }

    /// States how many calls are left out, and why where that is on record.
    pub fn omitted_text(&self) -> String {
        let omitted = format_number(self.omitted);
        match OmittedCalls::describe(&self.omitted_reasons) {
            Some(reasons) => format!("{omitted} left out: {reasons}"),
            None => format!("{omitted} left out"),
        }
    }
}
