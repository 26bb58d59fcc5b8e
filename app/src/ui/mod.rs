//! Small pieces that every page uses.

mod erased;
mod icon;
mod skeleton;

pub use erased::Erased;
pub use icon::{Icon, Symbol};
pub use skeleton::Skeleton;
