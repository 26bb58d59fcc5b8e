//! Small pieces that every page uses.

mod copyable;
mod erased;
mod icon;
mod skeleton;

pub use copyable::Copyable;
pub use erased::Erased;
pub use icon::{Icon, Symbol};
pub use skeleton::Skeleton;
