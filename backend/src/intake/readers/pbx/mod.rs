//! The reader of the PBX's download of call legs.

mod call;
mod group;
mod leg;
mod leg_merge;
#[cfg(test)]
mod merge_tests;
mod reader;
mod schedule;
#[cfg(test)]
mod schedule_tests;
#[cfg(test)]
mod tests;
mod time;

pub(super) use reader::Groups;
pub(crate) use reader::reread;
pub use reader::{MergedLegs, merge};
pub(crate) use time::local_times;
