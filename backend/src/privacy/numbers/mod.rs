//! Numbers: as sources write them, in one form for storing and searching, and compared with each other
//! (docs/compatibility.md#decision-numbers).

mod asked;
mod country;
mod extension;
mod normal;
mod withheld;
mod written;

pub(crate) use asked::Asked;
pub(crate) use country::{country_of, is_supported};
pub(crate) use normal::Normal;
pub(crate) use withheld::WITHHELD;
pub(crate) use written::Written;
