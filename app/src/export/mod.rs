//! Export dialog: one component, a dialog on desktops and a bottom sheet on phones.

mod dialog;
mod form;
mod progress;
mod run;
mod sensitive;

pub use dialog::ExportDialog;
pub use sensitive::SensitiveOptions;
