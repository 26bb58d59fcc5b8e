//! Calls page: filters, chips, list and pagination.

mod checkbox_menu;
mod chips;
mod chosen_bar;
mod date_fields;
mod fields;
mod filter_form;
mod filters;
mod follow_up_fields;
mod more_filters;
mod page;
mod presets;
mod row;
mod shortcuts;
mod table;
mod toolbar;

pub use chips::filter_text;
pub use page::CallsPageView;
