//! Interfaces of other systems, served on top of everything else.

mod handle;
mod pbx;
mod talkifai;

pub use handle::{Pbx, Talkifai};
pub(crate) use pbx::leg_shape;
pub use pbx::{PbxContexts, PbxError, PbxFile, PbxStream, PbxSummary, PbxTokens};
pub(crate) use talkifai::shape as conversation_shape;
pub use talkifai::{ExportedConversation, Exporter};
