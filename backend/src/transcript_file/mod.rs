//! One call's transcript as a file (seed 000): redacted, for Client Admin, audited.

mod document;
mod download;
mod txt;

pub use download::TranscriptFile;
