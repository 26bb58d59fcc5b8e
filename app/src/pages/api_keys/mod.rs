//! API keys page.

mod examples;
mod form;
mod list;
mod page;

pub use page::ApiKeysPageView;
