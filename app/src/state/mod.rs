//! State of the Calls page that the list, the opened call and the export share.

mod chosen;
mod query;
mod review;

pub use chosen::ChosenCalls;
pub use query::PageQuery;
pub use review::{ChangedCall, ReviewResource, SkipSilence};
