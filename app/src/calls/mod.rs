//! The Calls page: filters, chips, list and pages.

mod chips;
mod filters;
mod page;
mod presets;
mod row;
mod table;
mod toolbar;

pub use chips::filter_words;
pub use page::{CallsPageView, PageQuery, ReviewResource};
