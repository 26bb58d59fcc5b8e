//! The reader of the PBX's download of call legs.

mod call;
mod group;
mod leg;
mod reader;
#[cfg(test)]
mod tests;
mod time;

pub(super) use reader::Groups;
pub use reader::merge;
pub(crate) use time::local_times;
