//! Requests of exports: what a background job writes.

use serde::{Deserialize, Serialize};

use super::{
    CallColumn, CallFileFormat, ColumnSet, ExportContent, ExportContents, ExportFormat,
    ExportOptions, MessageColumn, RecordingNames,
};
use crate::{CallFilter, CallId, ContactId, IdentityId, SubjectRequestId, UnlockId};

/// Highest number of calls that can be chosen one by one (docs/compatibility.md#askvault-selection).
pub const MAX_CHOSEN_CALLS: usize = 200;

/// Number of calls from which a page does not wait for the files of an export
/// (docs/compatibility.md#askvault-background).
pub const BACKGROUND_CALLS: u64 = 1_000;

/// The rows of a table: one for each call or one for each message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum ExportTable {
    /// A row for each call.
    Calls {
        /// The set of columns.
        set: ColumnSet,
        /// Chosen columns, in order; empty for those of the set and of the contents.
        fields: Vec<CallColumn>,
    },
    /// A row for each message (docs/compatibility.md#askvault-messages-mode).
    Messages {
        /// Chosen columns, in order; empty for all.
        fields: Vec<MessageColumn>,
    },
}

impl Default for ExportTable {
    fn default() -> Self {
        Self::Calls { set: ColumnSet::Conversations, fields: Vec::new() }
    }
}

/// Calls of one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactSelection {
    /// The contact.
    pub id: ContactId,
    /// Its numbers and addresses when the export was requested, so that joining and separating
    /// contacts does not change it; none before that.
    pub identities: Vec<IdentityId>,
    /// Whether calls had arrived then that were not among the contacts yet.
    pub incomplete: bool,
}

impl ContactSelection {
    /// A contact whose numbers and addresses are yet to be looked up.
    pub const fn new(id: ContactId) -> Self {
        Self { id, identities: Vec::new(), incomplete: false }
    }
}

/// What an export writes, and of which calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRequest {
    /// Filter of the calls. Without a project, every project of the requester.
    #[serde(skip)]
    pub filter: CallFilter,
    /// Chosen calls, at most [`MAX_CHOSEN_CALLS`]; empty for all that match the filter.
    pub calls: Vec<CallId>,
    /// Contact whose calls alone are exported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactSelection>,
    /// The person's request that the export answers with a bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_request: Option<SubjectRequestId>,
    /// Every tag that the calls must have.
    pub tags: Vec<String>,
    /// Format of the files.
    pub format: ExportFormat,
    /// Rows and columns of a table.
    pub table: ExportTable,
    /// Whether columns were chosen, which JSON follows only then.
    pub columns_chosen: bool,
    /// Contents of each conversation.
    pub contents: ExportContents,
    /// Format of each call's file in a ZIP.
    pub call_files: CallFileFormat,
    /// Names of the recordings in a ZIP.
    #[serde(default, skip_serializing_if = "RecordingNames::is_default")]
    pub recording_names: RecordingNames,
    /// Whether callers and customers are replaced by pseudonyms of this export.
    pub anonymise: bool,
    /// Options that a streamed export has too.
    pub options: ExportOptions,
    /// The requester's unlocks when it was requested, which the options write from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlocks: Vec<UnlockId>,
    /// Version of the rules of redaction when it was requested, by which its texts are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction_version: Option<i64>,
}

impl ExportRequest {
    /// A request of `format` with the default columns and contents.
    pub fn new(filter: CallFilter, format: ExportFormat) -> Self {
        Self {
            filter,
            calls: Vec::new(),
            contact: None,
            subject_request: None,
            tags: Vec::new(),
            format,
            table: ExportTable::default(),
            columns_chosen: false,
            contents: ExportContents::default(),
            call_files: CallFileFormat::Pdf,
            recording_names: RecordingNames::default(),
            anonymise: false,
            options: ExportOptions::default(),
            unlocks: Vec::new(),
            redaction_version: None,
        }
    }

    /// The columns of a row for each call: the chosen ones, or those of the set and of the
    /// contents, without the columns of contents that are left out.
    pub fn call_columns(&self) -> Vec<CallColumn> {
        let ExportTable::Calls { set, fields } = &self.table else { return Vec::new() };
        if !fields.is_empty() {
            return self.with_transcript(fields.clone());
        }
        let included =
            |column: &CallColumn| column.content().is_none_or(|content| self.contents.has(content));
        let mut columns: Vec<_> = set.columns().iter().copied().filter(included).collect();
        let added = CallColumn::ALL.iter().copied().filter(|column| {
            column
                .content()
                .is_some_and(|content| !content.by_default() && self.contents.has(content))
        });
        columns.extend(added);
        self.with_transcript(columns)
    }

    /// The columns, with that of the transcript where a decrypted one is asked for.
    fn with_transcript(&self, mut columns: Vec<CallColumn>) -> Vec<CallColumn> {
        let asked = self.options.decrypted_transcript.is_some();
        if asked && !columns.contains(&CallColumn::Transcript) {
            columns.push(CallColumn::Transcript);
        }
        columns
    }

    /// Whether the files are tables with a row for each call.
    pub const fn is_table_of_calls(&self) -> bool {
        match self.format {
            ExportFormat::Csv | ExportFormat::Xlsx | ExportFormat::Parquet => !self.by_message(),
            ExportFormat::Json | ExportFormat::JsonLines => {
                self.columns_chosen && !self.by_message()
            }
            ExportFormat::Pdf | ExportFormat::Zip => false,
        }
    }

    /// The columns of a row for each message.
    pub fn message_columns(&self) -> Vec<MessageColumn> {
        match &self.table {
            ExportTable::Calls { .. } => Vec::new(),
            ExportTable::Messages { fields } if fields.is_empty() => MessageColumn::ALL.to_vec(),
            ExportTable::Messages { fields } => fields.clone(),
        }
    }

    /// Whether rows are messages.
    pub const fn by_message(&self) -> bool {
        matches!(self.table, ExportTable::Messages { .. })
    }

    /// Whether recordings are included.
    pub fn has_recordings(&self) -> bool {
        self.format == ExportFormat::Zip && self.contents.has(ExportContent::Recordings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: docs/compatibility.md#askvault-csv-columns.
    #[test]
    fn the_default_table_has_the_fourteen_columns() {
        let mut request = ExportRequest::new(CallFilter::default(), ExportFormat::Csv);
        assert_eq!(request.call_columns(), ColumnSet::Conversations.columns());
        request.contents = ExportContents::only(&[ExportContent::Notes]);
        let names: Vec<_> = request.call_columns().iter().map(|column| column.as_str()).collect();
        let expected = [
            "conversation_id",
            "channel",
            "started_at",
            "ended_at",
            "status",
            "priority",
            "message_count",
            "agent_assigned",
            "csat_rating",
            "csat_comment",
            "notes",
        ];
        assert_eq!(names, expected);
    }
}
