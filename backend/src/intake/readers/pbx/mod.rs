//! The reader of the PBX's download of call legs.

mod call;
mod group;
mod leg;
mod reader;
mod schedule;
#[cfg(test)]
mod schedule_tests;
#[cfg(test)]
mod tests;
mod time;

pub(super) use reader::Groups;
pub use reader::merge;
pub(crate) use reader::reread;
pub(crate) use time::local_times;
