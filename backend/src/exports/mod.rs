//! Exports: files of many calls and of one.

mod activity_file;
mod call_files;
mod cell_length;
mod columns;
mod conversation_file;
mod converted_text;
mod csv;
mod cursor;
mod encoding;
mod field_sets;
mod file_name;
mod files;
mod format;
mod handle;
mod jobs;
mod list;
mod manifest;
mod redaction_file;
mod stream;
mod subject_requests;
mod unlocked;
mod visibility;
mod writer;
mod zip_file;

pub use activity_file::ActivityFormat;
pub use call_files::CallFile;
pub use conversation_file::conversation_schema;
pub use files::ExportPlace;
pub use handle::Exports;
pub use jobs::{ExportArchive, ExportManifest, ExportedFile, KeyExports, StartedExport};
pub(crate) use jobs::{ExportCleanup, ExportRun};
pub use manifest::{Verification, verify_package};
pub use stream::{FileStream, StreamedExport};
