//! Export dialog: one component, a dialog on desktops and a bottom sheet on phones.

mod blocked;
mod cancel_running;
mod dialog;
mod dismiss;
mod filter_link;
mod form;
mod mail_note;
mod outcome;
mod progress;
mod run;
mod scope;
mod sensitive;

pub use blocked::blocked;
pub use cancel_running::CancelRunning;
pub use dialog::ExportDialog;
pub use filter_link::FilterExportLink;
pub use mail_note::mail_note;
pub use run::{Phase, Run};
pub use sensitive::SensitiveOptions;
