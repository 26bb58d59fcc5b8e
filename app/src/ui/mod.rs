//! Small pieces that every page uses.

mod icon;
mod skeleton;

pub use icon::{Icon, Symbol};
pub use skeleton::Skeleton;
