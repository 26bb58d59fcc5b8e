//! The PBX interface (docs/compatibility.md): tokens of its clients, call legs as a JSON file, and
//! single legs.

mod context;
mod download;
mod error;
mod filter;
mod lease;
mod leg;
mod named_legs;
mod parameters;
mod schema;
mod summary;
mod tokens;

pub use context::PbxContexts;
pub use download::{PbxDownload, PbxFile, PbxStream};
pub use error::PbxError;
pub use schema::pbx_leg_schema;
pub use summary::PbxSummary;
pub use tokens::PbxTokens;
