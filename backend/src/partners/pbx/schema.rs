//! The schema of a call leg of the PBX interface.

use super::leg::Leg;
use crate::schema::Shape;

/// The schema of one leg of the file.
pub(crate) fn leg_shape() -> Shape {
    Shape::of::<Leg>()
}
