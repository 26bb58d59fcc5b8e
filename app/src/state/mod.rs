//! State of the Calls page that the list, the opened call and the export share.

mod chosen;
mod last_list;
mod list;
mod query;
mod review;

pub use chosen::ChosenCalls;
pub use last_list::LastList;
pub use list::{ListResource, ShownList};
pub use query::PageQuery;
pub use review::{ChangedCall, ReviewResource, SkipSilence};
