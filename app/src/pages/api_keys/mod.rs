//! The API keys page: making keys for programs, and taking them back.

mod examples;
mod form;
mod list;
mod page;

pub use page::ApiKeysPageView;
