//! Exports: what is exported, in which format, and how far it is.

mod answer;
mod columns;
mod content;
mod field_set;
mod form;
mod format;
mod job;
mod list_query;
mod listed;
mod omission;
mod order_button;
mod recording_names;
mod request;
mod request_form;
mod request_json;
mod request_query;
mod selection;
mod state;

pub use answer::{
    ExportAccepted, ExportAnswer, ExportAnswerError, ExportAnswerFile, ExportAnswerProgress,
    ExportAnswers, ExportStatus,
};
pub use columns::{CallColumn, ColumnSet, MessageColumn};
pub use content::{ExportContent, ExportContents};
pub use field_set::{ExportFieldSet, MAX_FIELD_SETS};
pub use form::{EXPORT_LIMIT, ExportForm, ExportOptions, ReasonCode, SensitiveUse};
pub use format::{CallFileFormat, ExportFormat, ExportKind};
pub use job::{ExportDownload, ExportFile, ExportJob, ExportMail};
pub use list_query::ExportListQuery;
pub use listed::{ActiveExport, ExportList, ExportStarted, ListedExport};
pub use omission::{
    CallExclusion, CallOmission, OmittedCalls, OmittedRecordings, RecordingOmission,
};
pub use order_button::{MoveDirection, OrderButton};
pub use recording_names::{
    InvalidRecordingNames, RecordingNames, RecordingPlaceholder, RecordingValues,
};
pub use request::{
    BACKGROUND_CALLS, ContactSelection, ExportRequest, ExportTable, MAX_CHOSEN_CALLS,
};
pub use request_form::ExportRequestForm;
pub use selection::ExportSelection;
pub use state::{ExportProgress, ExportRecord, ExportState};
