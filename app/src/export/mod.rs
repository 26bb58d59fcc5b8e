//! The export dialog: one component, a dialog on a desktop and a bottom sheet on a phone.

mod dialog;
mod form;
mod progress;
mod run;

pub use dialog::ExportDialog;
