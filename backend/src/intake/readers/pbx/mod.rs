//! The reader of the PBX's download of call legs.

mod call;
mod display;
#[cfg(test)]
mod display_tests;
mod group;
mod leg;
mod leg_merge;
#[cfg(test)]
mod merge_tests;
mod reader;
mod schedule;
#[cfg(test)]
mod schedule_tests;
mod settle;
#[cfg(test)]
mod settle_tests;
mod stored;
#[cfg(test)]
mod tests;
mod time;
mod without_text;

pub use display::DisplayConflict;
pub(super) use display::check_display;
pub(super) use reader::Groups;
pub use stored::{MergedLegs, merge};
pub(crate) use stored::{leg_starts, reread};
pub(crate) use without_text::legs_without_text;
