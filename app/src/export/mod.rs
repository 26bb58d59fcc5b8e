//! Export dialog: one component, a dialog on desktops and a bottom sheet on phones.

mod dialog;
mod form;
mod mail_note;
mod progress;
mod run;
mod sensitive;

pub use dialog::ExportDialog;
pub use mail_note::mail_note;
pub use sensitive::SensitiveOptions;
