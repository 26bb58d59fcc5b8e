//! Background exports: jobs that write files and survive interruptions.

mod checkpoint;
mod cleanup;
mod control;
mod download;
mod end;
mod part;
mod programs;
mod requester;
mod run;
mod source;
mod start;
mod view;
mod writing;

pub(crate) use cleanup::ExportCleanup;
pub use download::ExportedFile;
pub use programs::KeyExports;
pub(crate) use run::ExportRun;
pub use start::StartedExport;
