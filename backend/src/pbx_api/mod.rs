//! The PBX interface of seed 002: tokens of its clients, and the legs of calls as a JSON file.

mod display_time;
mod download;
mod error;
mod filter;
mod lease;
mod leg;
mod tokens;

pub use display_time::DisplayFormat;
pub use download::{PbxFile, PbxStream};
pub use error::PbxError;
pub use tokens::PbxTokens;

/// What a leg of the file consists of.
pub(crate) fn leg_shape() -> crate::described::Shape {
    crate::described::Shape::of::<leg::Leg>()
}
