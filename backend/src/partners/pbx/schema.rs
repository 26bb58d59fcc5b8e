//! The schema of a call leg of the PBX interface.

use super::leg::Leg;
use crate::schema::TypeSchema;

/// The schema of one leg of the file.
pub fn pbx_leg_schema() -> TypeSchema {
    TypeSchema::of::<Leg>()
}
