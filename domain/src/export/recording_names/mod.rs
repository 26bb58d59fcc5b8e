//! Names of the recordings in a ZIP: their template, its placeholders, and their values.

mod invalid;
mod portable;
mod template;
mod values;

pub use invalid::InvalidRecordingNames;
pub use template::RecordingNames;
pub use values::{RecordingPlaceholder, RecordingValues};
