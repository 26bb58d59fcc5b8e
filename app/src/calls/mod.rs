//! Calls page: filters, chips, list and pagination.

mod checkbox_menu;
mod chips;
mod chosen_bar;
mod date_fields;
mod draft;
mod empty;
mod fields;
mod filters;
mod follow_up_fields;
mod linked_call;
mod more_filters;
mod page;
mod place;
mod presets;
mod row;
mod search_field;
mod sheet;
mod shortcuts;
mod table;
mod title;
mod toolbar;

pub use chips::filter_text;
pub use page::CallsPageView;
