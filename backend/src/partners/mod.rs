//! Interfaces of other systems, served on top of everything else.

#[cfg(test)]
mod audience_tests;
mod handle;
mod pbx;
mod talkifai;

pub use handle::{Pbx, Talkifai};
pub use pbx::pbx_leg_schema;
pub use pbx::{PbxContexts, PbxDownload, PbxError, PbxFile, PbxStream, PbxSummary, PbxTokens};
pub use talkifai::exported_conversation_schema;
pub use talkifai::{ExportedConversation, Exporter};
