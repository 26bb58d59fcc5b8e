//! Exports: what is exported, in which format, and how far it is.

mod columns;
mod content;
mod form;
mod format;
mod request;
mod state;

pub use columns::{CallColumn, ColumnSet, MessageColumn};
pub use content::{ExportContent, ExportContents};
pub use form::{EXPORT_LIMIT, ExportForm, ExportOptions, ReasonCode, SensitiveUse};
pub use format::{CallFileFormat, ExportFormat, ExportKind};
pub use request::{ExportRequest, ExportTable, MAX_CHOSEN_CALLS};
pub use state::{ExportProgress, ExportRecord, ExportState};
