//! **Sensitive access**: who unlocked what, and what came of it.

mod access;
mod page;

pub use page::SensitiveAccessPageView;
