//! Background exports: jobs that write files and survive interruptions.

mod announcement;
mod answer;
mod archive;
mod checkpoint;
mod cleanup;
mod control;
mod download;
mod end;
mod file_context;
mod manifest_file;
mod part;
mod programs;
mod queue;
mod recordings;
mod requester;
mod resuming;
mod run;
mod source;
mod start;
mod view;
mod writing;

pub(super) use answer::{Answer, REASON, already_open, bundle_request};
pub use archive::ExportArchive;
pub(crate) use cleanup::ExportCleanup;
pub use download::ExportedFile;
pub use manifest_file::ExportManifest;
pub use programs::KeyExports;
pub(crate) use run::ExportRun;
pub use start::StartedExport;
