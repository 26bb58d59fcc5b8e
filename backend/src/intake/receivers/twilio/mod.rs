//! The receiver of Twilio's Voice Intelligence.

mod api;
mod report;

pub(super) use report::fetched;
