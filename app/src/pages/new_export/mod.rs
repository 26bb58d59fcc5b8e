//! Page of a new export: what will be exported, and the form that starts it.

mod column_fields;
mod content_fields;
mod form;
mod format_fields;
mod ordered_columns;
mod page;
mod recording_names_field;
mod saved_columns;
mod selection;

pub use page::NewExportPageView;
